use std::sync::Arc;

use postgres::binary_copy::BinaryCopyInWriter;
use postgres::types::{ToSql, Type};
use postgres::{Client, IsolationLevel, Transaction};
use tokio_postgres::Config;

use super::connect::connect;
use crate::archive::{self, Orphans, Reference, Rows, SMALL, Source, Table, Target};
use crate::row::Cell;
use crate::{Error, Migration, Settings, Value};

/// One moment of the database, read over a connection of its own while others write.
pub(crate) struct Snapshot<'c> {
    tx: Transaction<'c>,
}

/// A database that an archive is loaded into.
pub(crate) struct Archived {
    client: Client,
}

/// Runs something for an archive; what fails is named after it.
fn run<T>(what: &'static str, ran: Result<T, postgres::Error>) -> Result<T, Error> {
    use postgres::error::SqlState;
    ran.map_err(|error| match error.code() {
        Some(&SqlState::DISK_FULL) => Error::DiskFull,
        Some(code) if code.code().starts_with("23") => Error::Constraint { statement: what, source: Arc::new(error) },
        _ => Error::Statement { statement: what, source: Arc::new(error) },
    })
}

/// A connection that may pause for as long as whoever reads or writes the archive does.
pub(crate) fn connect_to_archive(config: &Config) -> Result<Client, Error> {
    let mut client = connect(config)?;
    run("begin of an archive", client.batch_execute("SET idle_in_transaction_session_timeout = 0"))?;
    Ok(client)
}

impl<'c> Snapshot<'c> {
    pub(crate) fn begin(client: &'c mut Client) -> Result<Self, Error> {
        let builder = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        Ok(Self { tx: run("begin of a dump", builder.start())? })
    }
}

impl Source for Snapshot<'_> {
    fn schema(&mut self) -> Result<u32, Error> {
        run("schema of a dump", schema(&mut self.tx))
    }

    fn tables(&mut self) -> Result<Vec<Table>, Error> {
        run("tables of a dump", tables(&mut self.tx))
    }

    fn last_number(&mut self, table: &Table, column: &str) -> Result<i64, Error> {
        let asked = "SELECT pg_get_serial_sequence($1, $2)";
        let row = run("numbers of a dump", self.tx.query_one(asked, &[&quoted(&table.name), &column]))?;
        let sequence: String = run("numbers of a dump", row.try_get(0))?;
        // A sequence stands outside the moment of the transaction: what it tells is never too low.
        let asked = format!("SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence}");
        let row = run("numbers of a dump", self.tx.query_one(&asked, &[]))?;
        run("numbers of a dump", row.try_get(0))
    }

    fn rows(
        &mut self,
        table: &Table,
        to: &mut dyn FnMut(&[Value<'_>]) -> Result<(), archive::Error>,
    ) -> Result<(), archive::Error> {
        let order = if table.key.is_empty() { "ctid".to_owned() } else { list(&table.key) };
        let sql = format!("SELECT {} FROM {} ORDER BY {order}", list(&table.columns), quoted(&table.name));
        let portal = run("rows of a dump", self.tx.bind(&sql, &[]))?;
        loop {
            let rows = run("rows of a dump", self.tx.query_portal(&portal, SMALL))?;
            for row in &rows {
                let cells = (0..row.len()).map(|column| row.try_get::<_, Cell>(column)).collect::<Result<Vec<_>, _>>();
                let cells = run("rows of a dump", cells)?;
                to(&cells.iter().map(Value::from).collect::<Vec<_>>())?;
            }
            if rows.is_empty() {
                return Ok(());
            }
        }
    }
}

impl Archived {
    pub(crate) fn open(config: &Config) -> Result<Self, Error> {
        let mut client = connect_to_archive(config)?;
        super::connect::inspect(&mut client)?;
        Ok(Self { client })
    }
}

impl Target for Archived {
    fn schema(&mut self) -> Result<u32, Error> {
        let there = self.client.query_one("SELECT to_regclass('store_migration') IS NOT NULL", &[]);
        if !run("schema of a load", there)?.get::<_, bool>(0) {
            return Ok(0);
        }
        run("schema of a load", schema(&mut self.client))
    }

    fn migrate(&mut self, migrations: &[Migration], settings: &Settings) -> Result<(), Error> {
        super::migrate::apply(&mut self.client, migrations, settings.clock.now())?;
        Ok(())
    }

    fn begin(&mut self) -> Result<(), Error> {
        run("begin of a load", self.client.batch_execute("BEGIN"))
    }

    fn tables(&mut self) -> Result<Vec<Table>, Error> {
        run("tables of a load", tables(&mut self.client))
    }

    fn is_empty(&mut self, table: &Table) -> Result<bool, Error> {
        // The lock keeps it so until the load has ended.
        let lock = format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", quoted(&table.name));
        run("emptiness of a table", self.client.batch_execute(&lock))?;
        let sql = format!("SELECT NOT EXISTS (SELECT 1 FROM {})", quoted(&table.name));
        let row = run("emptiness of a table", self.client.query_one(&sql, &[]))?;
        run("emptiness of a table", row.try_get(0))
    }

    fn load(
        &mut self,
        table: &Table,
        columns: &[String],
        rows: &mut Rows<'_>,
        orphans: Orphans,
    ) -> Result<u64, archive::Error> {
        if orphans == Orphans::Refuse || table.references.is_empty() {
            self.copy(&quoted(&table.name), columns, rows)?;
            return Ok(0);
        }
        let name = quoted(&table.name);
        let make = format!("CREATE TEMPORARY TABLE arrived ON COMMIT DROP AS SELECT * FROM {name} WHERE false");
        run("insert of a load", self.client.batch_execute(&make))?;
        let arrived = self.copy("arrived", columns, rows)?;
        let (names, found) = (list(columns), table.references.iter().map(is_there).collect::<Vec<_>>().join(" AND "));
        let keep = format!(
            "INSERT INTO {name} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM arrived AS own WHERE {found}"
        );
        let kept = run("insert of a load", self.client.execute(&keep, &[]))?;
        run("insert of a load", self.client.batch_execute("DROP TABLE arrived"))?;
        Ok(arrived - kept)
    }

    fn number_after(&mut self, table: &Table, column: &str, last: i64) -> Result<(), Error> {
        let next = last.saturating_add(1);
        let sql = format!("ALTER TABLE {} ALTER COLUMN {} RESTART WITH {next}", quoted(&table.name), quoted(column));
        run("numbers of a load", self.client.batch_execute(&sql))
    }

    fn commit(&mut self) -> Result<(), Error> {
        run("commit of a load", self.client.batch_execute("COMMIT"))
    }
}

impl Archived {
    /// Sends every row in one go, instead of a question and an answer for each.
    fn copy(&mut self, into: &str, columns: &[String], rows: &mut Rows<'_>) -> Result<u64, archive::Error> {
        let names = list(columns);
        let described = self.client.prepare(&format!("SELECT {names} FROM {into}"));
        let described = run("insert of a load", described)?;
        let types: Vec<Type> = described.columns().iter().map(|column| column.type_().clone()).collect();
        let copy = self.client.copy_in(&format!("COPY {into} ({names}) FROM STDIN BINARY"));
        let mut writer = BinaryCopyInWriter::new(run("insert of a load", copy)?, &types);
        while let Some(row) = rows.next()? {
            let values: Vec<Value<'_>> = row.iter().map(Value::from).collect();
            let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
            run("insert of a load", writer.write(&values))?;
        }
        Ok(run("insert of a load", writer.finish())?)
    }
}

fn is_there(Reference { column, table, to }: &Reference) -> String {
    let (own, table, to) = (quoted(column), quoted(table), quoted(to));
    format!("(own.{own} IS NULL OR EXISTS (SELECT 1 FROM {table} AS other WHERE other.{to} = own.{own}))")
}

fn schema(client: &mut impl postgres::GenericClient) -> Result<u32, postgres::Error> {
    let row = client.query_one("SELECT coalesce(max(number), 0) FROM store_migration", &[])?;
    Ok(u32::try_from(row.try_get::<_, i64>(0)?).unwrap_or(u32::MAX))
}

fn tables(client: &mut impl postgres::GenericClient) -> Result<Vec<Table>, postgres::Error> {
    let columns = "
        SELECT c.table_name::text, c.column_name::text, c.is_identity = 'YES',
               (SELECT array_position(i.indkey::int2[], a.attnum)
                  FROM pg_attribute a JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
                 WHERE a.attrelid = format('%I.%I', c.table_schema, c.table_name)::regclass AND a.attname = c.column_name)
          FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
         ORDER BY c.table_name, c.ordinal_position";
    let mut tables: Vec<(Table, Vec<(i32, String)>)> = Vec::new();
    for row in client.query(columns, &[])? {
        let (name, column): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if tables.last().is_none_or(|(table, _)| table.name != name) {
            let (columns, key, references) = (Vec::new(), Vec::new(), Vec::new());
            tables.push((Table { name, columns, key, references, numbered: None }, Vec::new()));
        }
        let Some((table, key)) = tables.last_mut() else { continue };
        if row.try_get(2)? {
            table.numbered = Some(column.clone());
        }
        key.extend(row.try_get::<_, Option<i32>>(3)?.map(|place| (place, column.clone())));
        table.columns.push(column);
    }
    let references = "
        SELECT own.relname::text, a.attname::text, other.relname::text, b.attname::text
          FROM pg_constraint k
          JOIN pg_class own ON own.oid = k.conrelid
          JOIN pg_class other ON other.oid = k.confrelid
          JOIN unnest(k.conkey, k.confkey) AS pair (own, other) ON true
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.own
          JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.other
         WHERE k.contype = 'f' AND own.relnamespace = current_schema()::regnamespace
         ORDER BY 1, 2, 3";
    for row in client.query(references, &[])? {
        let name: String = row.try_get(0)?;
        let reference = Reference { column: row.try_get(1)?, table: row.try_get(2)?, to: row.try_get(3)? };
        if let Some((table, _)) = tables.iter_mut().find(|(table, _)| table.name == name) {
            table.references.push(reference);
        }
    }
    let with_key = |(mut table, mut key): (Table, Vec<(i32, String)>)| {
        key.sort_unstable();
        table.key = key.into_iter().map(|(_, column)| column).collect();
        table
    };
    Ok(tables.into_iter().map(with_key).collect())
}

/// Only names out of the catalogue are quoted, never those of an archive.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}
