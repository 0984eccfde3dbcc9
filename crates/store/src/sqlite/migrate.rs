use rusqlite::Connection;
use waarborg_base::Timestamp;

use super::bind::cause;
use crate::error::Cause;
use crate::migration::{Applied, Migration, Target, run};
use crate::{Engine, MigrationError};

pub(super) fn apply(conn: &mut Connection, migrations: &[Migration], now: Timestamp) -> Result<u32, MigrationError> {
    run(&mut File(conn), migrations, now)
}

struct File<'c>(&'c Connection);

fn told<T>(result: rusqlite::Result<T>) -> Result<T, Cause> {
    result.map_err(|error| cause(error) as Cause)
}

impl Target for File<'_> {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    /// The write lock of the file is the lock: a second starter waits here, and then finds the work done.
    fn begin(&mut self) -> Result<(), Cause> {
        told(self.0.execute_batch("BEGIN IMMEDIATE"))?;
        told(self.0.execute_batch(
            "CREATE TABLE IF NOT EXISTS store_migration (
                 number     INTEGER NOT NULL PRIMARY KEY,
                 name       TEXT    NOT NULL,
                 digest     TEXT    NOT NULL,
                 applied_at INTEGER NOT NULL
             ) STRICT",
        ))
    }

    fn applied(&mut self) -> Result<Vec<Applied>, Cause> {
        let mut select = told(self.0.prepare("SELECT number, name, digest FROM store_migration ORDER BY number"))?;
        let rows = told(
            select.query_map([], |row| Ok(Applied { number: row.get(0)?, name: row.get(1)?, digest: row.get(2)? })),
        )?;
        rows.map(told).collect()
    }

    fn execute(&mut self, sql: &str) -> Result<(), Cause> {
        told(self.0.execute_batch(sql))
    }

    fn record(&mut self, row: &Applied, now: Timestamp) -> Result<(), Cause> {
        let insert = "INSERT INTO store_migration (number, name, digest, applied_at) VALUES (?1, ?2, ?3, ?4)";
        told(self.0.execute(insert, (row.number, &row.name, &row.digest, now.as_micros()))).map(drop)
    }

    fn commit(&mut self) -> Result<(), Cause> {
        told(self.0.execute_batch("COMMIT"))
    }

    fn rollback(&mut self) {
        if !self.0.is_autocommit() {
            drop(self.0.execute_batch("ROLLBACK"));
        }
    }
}
