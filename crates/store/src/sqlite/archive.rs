use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Statement, params_from_iter};

use super::bind::values_of;
use super::doom;
use super::open::{connect_to_read, connect_to_write, create_for, schema_of};
use crate::archive::{self, Orphans, Reference, Rows, Source, Table, Target};
use crate::{Error, Migration, Settings, Value};

/// One moment of the file, read over a connection of its own while others write.
pub(crate) struct Snapshot {
    conn: Connection,
}

/// A file that an archive is loaded into.
pub(crate) struct Archived {
    conn: Connection,
}

/// Runs something for an archive; what fails is named after it.
fn run<T>(what: &'static str, ran: rusqlite::Result<T>) -> Result<T, Error> {
    ran.map_err(|error| doom(what, error).error)
}

impl Snapshot {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let conn = connect_to_read(path)?;
        run("begin of a dump", conn.execute_batch("BEGIN"))?;
        Ok(Self { conn })
    }
}

impl Source for Snapshot {
    fn schema(&mut self) -> Result<u32, Error> {
        run("schema of a dump", schema_of(&self.conn))
    }

    fn tables(&mut self) -> Result<Vec<Table>, Error> {
        run("tables of a dump", tables(&self.conn))
    }

    fn last_number(&mut self, table: &Table, _column: &str) -> Result<i64, Error> {
        let asked = "SELECT seq FROM sqlite_sequence WHERE name = ?1";
        let found = self.conn.query_row(asked, [&table.name], |row| row.get(0)).optional();
        Ok(run("numbers of a dump", found)?.unwrap_or(0))
    }

    fn rows(
        &mut self,
        table: &Table,
        to: &mut dyn FnMut(&[Value<'_>]) -> Result<(), archive::Error>,
    ) -> Result<(), archive::Error> {
        let order = if table.key.is_empty() { "rowid".to_owned() } else { list(&table.key) };
        let sql = format!("SELECT {} FROM {} ORDER BY {order}", list(&table.columns), quoted(&table.name));
        let mut select = run("rows of a dump", self.conn.prepare(&sql))?;
        let mut rows = run("rows of a dump", select.query([]))?;
        while let Some(row) = run("rows of a dump", rows.next())? {
            to(&values_of(row, table.columns.len())?)?;
        }
        Ok(())
    }
}

impl Archived {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        create_for(path)?;
        Ok(Self { conn: connect_to_write(path)? })
    }

    /// Leaves one complete file. If it cannot, the next start does.
    pub(crate) fn checkpoint(&self) {
        if let Err(error) = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
            tracing::warn!(%error, "the checkpoint after loading failed; the next start makes up for it");
        }
    }
}

impl Target for Archived {
    fn schema(&mut self) -> Result<u32, Error> {
        run("schema of a load", schema_of(&self.conn))
    }

    fn migrate(&mut self, migrations: &[Migration], settings: &Settings) -> Result<(), Error> {
        super::migrate::apply(&mut self.conn, migrations, settings.clock.now())?;
        Ok(())
    }

    fn begin(&mut self) -> Result<(), Error> {
        run("begin of a load", self.conn.execute_batch("BEGIN IMMEDIATE"))
    }

    fn tables(&mut self) -> Result<Vec<Table>, Error> {
        run("tables of a load", tables(&self.conn))
    }

    fn is_empty(&mut self, table: &Table) -> Result<bool, Error> {
        let sql = format!("SELECT NOT EXISTS (SELECT 1 FROM {})", quoted(&table.name));
        run("emptiness of a table", self.conn.query_row(&sql, [], |row| row.get(0)))
    }

    fn load(
        &mut self,
        table: &Table,
        columns: &[String],
        rows: &mut Rows<'_>,
        orphans: Orphans,
    ) -> Result<u64, archive::Error> {
        let mut insert = run("insert of a load", self.conn.prepare(&insert(table, columns, orphans)))?;
        let mut left_out = 0;
        while let Some(row) = rows.next()? {
            let stored = insert_row(&mut insert, row.iter().map(Value::from));
            left_out += u64::from(run("insert of a load", stored)? == 0);
        }
        Ok(left_out)
    }

    fn number_after(&mut self, table: &Table, _column: &str, last: i64) -> Result<(), Error> {
        let forget = self.conn.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [&table.name]);
        run("numbers of a load", forget)?;
        let note = "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)";
        run("numbers of a load", self.conn.execute(note, (&table.name, last))).map(drop)
    }

    fn commit(&mut self) -> Result<(), Error> {
        run("commit of a load", self.conn.execute_batch("COMMIT"))
    }
}

fn insert_row<'v>(insert: &mut Statement<'_>, row: impl Iterator<Item = Value<'v>>) -> rusqlite::Result<usize> {
    insert.execute(params_from_iter(row))
}

/// With orphans left out, a row is stored only if all it refers to is there.
fn insert(table: &Table, columns: &[String], orphans: Orphans) -> String {
    let number = |column: &str| columns.iter().position(|name| name == column).map_or(0, |place| place + 1);
    let places: Vec<String> = (1..=columns.len()).map(|number| format!("?{number}")).collect();
    let mut sql = format!("INSERT INTO {} ({}) SELECT {}", quoted(&table.name), list(columns), places.join(", "));
    if orphans == Orphans::LeaveOut {
        for (place, Reference { column, table, to }) in table.references.iter().enumerate() {
            let (word, own) = (if place == 0 { "WHERE" } else { "AND" }, number(column));
            let found = format!("SELECT 1 FROM {} WHERE {} = ?{own}", quoted(table), quoted(to));
            sql.push_str(&format!(" {word} (?{own} IS NULL OR EXISTS ({found}))"));
        }
    }
    sql
}

fn tables(conn: &Connection) -> rusqlite::Result<Vec<Table>> {
    let names = "SELECT name, sql LIKE '%AUTOINCREMENT%' FROM sqlite_schema \
                  WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let mut select = conn.prepare(names)?;
    let found = select.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
    found.map(|table| table.and_then(|(name, numbered)| describe(conn, name, numbered))).collect()
}

fn describe(conn: &Connection, name: String, numbered: bool) -> rusqlite::Result<Table> {
    let mut columns = conn.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let columns = columns.query_map([&name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let columns: Vec<(String, i64)> = columns.collect::<Result<_, _>>()?;
    let mut key: Vec<&(String, i64)> = columns.iter().filter(|(_, place)| *place > 0).collect();
    key.sort_by_key(|(_, place)| *place);
    let key: Vec<String> = key.into_iter().map(|(name, _)| name.clone()).collect();

    let mut references = conn.prepare("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?1)")?;
    let references = references
        .query_map([&name], |row| Ok(Reference { column: row.get(0)?, table: row.get(1)?, to: row.get(2)? }))?;
    let references = references.collect::<Result<_, _>>()?;
    let numbered = key.first().filter(|_| numbered).cloned();
    Ok(Table { columns: columns.into_iter().map(|(name, _)| name).collect(), key, references, numbered, name })
}

/// Only names out of the catalogue are quoted, never those of an archive.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}
