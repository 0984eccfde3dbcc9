use std::io::Write;

use super::format::{Head, Writer};
use super::table::choose;
use super::{Choice, Contents, Error, Table};
use crate::settings::Place;
use crate::{Settings, Value, postgres, sqlite};

/// One moment of the data of one engine.
pub(crate) trait Source {
    /// The number of the schema, 0 if there is none.
    fn schema(&mut self) -> Result<u32, crate::Error>;

    fn tables(&mut self) -> Result<Vec<Table>, crate::Error>;

    /// The last number that the database gave to a row of a table it numbers, 0 if none yet.
    fn last_number(&mut self, table: &Table, column: &str) -> Result<i64, crate::Error>;

    /// Hands over every row of a table in the order of its key.
    fn rows(&mut self, table: &Table, to: &mut dyn FnMut(&[Value<'_>]) -> Result<(), Error>) -> Result<(), Error>;
}

/// Writes the chosen tables as they are at this moment, and tells what was written. Works beside a running server and keeps
/// nobody from writing. Blocks its thread.
///
/// Errs when the database cannot be read or `out` cannot be written; what was written until then is refused by
/// [`load`](super::load), since it has no end.
pub fn dump(settings: &Settings, choice: Choice<'_>, out: impl Write) -> Result<Contents, Error> {
    match settings.place()? {
        Place::Sqlite(path) => write(&mut sqlite::Snapshot::open(&path)?, choice, out),
        Place::Postgres(config) => {
            let mut client = postgres::connect_to_archive(&config)?;
            write(&mut postgres::Snapshot::begin(&mut client)?, choice, out)
        }
    }
}

fn write(source: &mut impl Source, choice: Choice<'_>, out: impl Write) -> Result<Contents, Error> {
    let schema = source.schema()?;
    if schema == 0 {
        return Err(Error::NoTable { table: "store_migration".to_owned() });
    }
    let tables = choose(source.tables()?, choice)?;
    let mut writer = Writer::begin(out, schema)?;
    for table in &tables {
        let last = table.numbered.as_ref().map(|column| source.last_number(table, column)).transpose()?;
        writer.table(&Head { table: table.name.clone(), columns: table.columns.clone(), last })?;
        source.rows(table, &mut |values| writer.row(values))?;
        writer.end_table()?;
    }
    writer.finish()
}
