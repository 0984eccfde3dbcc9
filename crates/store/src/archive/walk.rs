use std::io::Read;

use super::Error;
use super::format::{Contents, Reader};
use crate::FromColumn;
use crate::row::Cell;

/// A row of an archive, with the name of its table and those of its columns.
#[derive(Clone, Copy)]
pub struct Archived<'r> {
    /// The table.
    pub table: &'r str,
    columns: &'r [String],
    cells: &'r [Cell],
}

impl Archived<'_> {
    /// The value of a column; `None` when there is no such column, or it has another shape.
    pub fn get<'c, T: FromColumn<'c>>(&'c self, column: &str) -> Option<T> {
        let place = self.columns.iter().position(|name| name == column)?;
        T::from_cell(self.cells.get(place)?)
    }
}

/// Reads an archive to its end, hands over its rows, and tells what was in it. What is handed over is known to be whole and unaltered only
/// once this returns.
pub fn walk<E: From<Error>>(
    from: impl Read,
    mut visit: impl FnMut(Archived<'_>) -> Result<(), E>,
) -> Result<Contents, E> {
    let mut reader = Reader::open(from)?;
    while let Some(table) = reader.next_table()? {
        let mut rows = reader.rows(&table);
        while let Some(cells) = rows.next()? {
            visit(Archived { table: &table.table, columns: &table.columns, cells })?;
        }
    }
    Ok(reader.finish()?)
}
