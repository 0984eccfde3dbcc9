use std::io::{self, Read};
use std::sync::Arc;

use super::format::{Contents, Head, Reader, Rows};
use super::{Error, Table, verify};
use crate::settings::Place;
use crate::{Migration, Settings, postgres, sqlite};

/// What to do with a row that refers to a row which is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orphans {
    /// Load nothing: everything was dumped in one moment.
    Refuse,
    /// Leave it out and count it: the tables it refers to come from an archive of another moment.
    LeaveOut,
}

/// A database that an archive is loaded into, in one transaction.
pub(crate) trait Target {
    /// The number of the schema, 0 if there is none.
    fn schema(&mut self) -> Result<u32, crate::Error>;

    /// Brings the schema up to date, each step in a transaction of its own.
    fn migrate(&mut self, migrations: &[Migration], settings: &Settings) -> Result<(), crate::Error>;

    fn begin(&mut self) -> Result<(), crate::Error>;

    fn tables(&mut self) -> Result<Vec<Table>, crate::Error>;

    fn is_empty(&mut self, table: &Table) -> Result<bool, crate::Error>;

    /// Stores every row; how many were left out as orphans. `columns` are those of the rows, in their order.
    fn load(&mut self, table: &Table, columns: &[String], rows: &mut Rows<'_>, orphans: Orphans) -> Result<u64, Error>;

    /// Has the database give numbers after `last` only.
    fn number_after(&mut self, table: &Table, column: &str, last: i64) -> Result<(), crate::Error>;

    fn commit(&mut self) -> Result<(), crate::Error>;
}

/// Loads an archive into a database whose tables are empty or not there yet, all of it or nothing, and tells what was loaded.
/// Blocks its thread.
///
/// `open` gives the archive from its beginning, and is called twice: the archive is read to its end and verified before the
/// database is touched. An archive of an older schema is loaded as such and then brought up to date by `migrations`.
pub fn load<R: Read>(
    settings: &Settings,
    migrations: &[Migration],
    orphans: Orphans,
    mut open: impl FnMut() -> io::Result<R>,
) -> Result<Contents, Error> {
    let mut open = || open().map_err(|error| Error::Input(Arc::new(error)));
    let verified = verify(open()?)?;
    let known = migrations.last().map_or(0, |newest| newest.number);
    if verified.schema > known {
        return Err(Error::Newer { archive: verified.schema, known });
    }
    let reader = Reader::open(open()?)?;
    match settings.place()? {
        Place::Sqlite(path) => {
            let mut target = sqlite::Archived::open(&path)?;
            let loaded = read(&mut target, settings, migrations, orphans, reader, &verified)?;
            target.checkpoint();
            Ok(loaded)
        }
        Place::Postgres(config) => {
            let mut target = postgres::Archived::open(&config)?;
            read(&mut target, settings, migrations, orphans, reader, &verified)
        }
    }
}

fn read<R: Read>(
    target: &mut impl Target,
    settings: &Settings,
    migrations: &[Migration],
    orphans: Orphans,
    mut reader: Reader<R>,
    verified: &Contents,
) -> Result<Contents, Error> {
    let (archive, database) = (reader.schema(), target.schema()?);
    if database > archive {
        return Err(Error::Schema { archive, database });
    }
    let as_archived = migrations.iter().take_while(|migration| migration.number <= archive).count();
    target.migrate(&migrations[..as_archived], settings)?;

    target.begin()?;
    let tables = target.tables()?;
    while let Some(head) = reader.next_table()? {
        let table = tables.iter().find(|table| table.name == head.table);
        let table = table.ok_or_else(|| Error::NoTable { table: head.table.clone() })?;
        let (Head { columns, last, .. }, mut rows) = (&head, reader.rows(&head));
        if !same(columns, &table.columns) {
            return Err(Error::Columns { table: table.name.clone() });
        }
        if !target.is_empty(table)? {
            return Err(Error::NotEmpty { table: table.name.clone() });
        }
        let left_out = target.load(table, columns, &mut rows, orphans)?;
        if let (Some(column), Some(last)) = (&table.numbered, last) {
            target.number_after(table, column, *last)?;
        }
        reader.left_out(left_out);
    }
    let loaded = reader.finish()?;
    if loaded.digest != verified.digest {
        return Err(Error::Changed);
    }
    target.commit()?;
    target.migrate(migrations, settings)?;
    Ok(loaded)
}

fn same(left: &[String], right: &[String]) -> bool {
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort_unstable();
        names
    };
    sorted(left) == sorted(right)
}
