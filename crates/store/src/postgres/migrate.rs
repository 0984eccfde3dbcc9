use std::sync::Arc;

use postgres::Client;
use waarborg_base::Timestamp;

use crate::error::Cause;
use crate::migration::{Applied, Migration, Target, run};
use crate::{Engine, MigrationError};

/// The advisory lock that starters share: "waarborg" in ASCII.
const LOCK: i64 = i64::from_be_bytes(*b"waarborg");

pub(super) fn apply(client: &mut Client, migrations: &[Migration], now: Timestamp) -> Result<u32, MigrationError> {
    run(&mut Server(client), migrations, now)
}

struct Server<'c>(&'c mut Client);

fn told<T>(result: Result<T, postgres::Error>) -> Result<T, Cause> {
    result.map_err(|error| Arc::new(Told(error)) as Cause)
}

/// Prints what the server said instead of "db error".
#[derive(Debug)]
struct Told(postgres::Error);

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.as_db_error() {
            Some(said) => f.write_str(said.message()),
            None => self.0.fmt(f),
        }
    }
}

impl std::error::Error for Told {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl Target for Server<'_> {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    /// READ COMMITTED: what is read after waiting for the lock must be what the starter before us committed.
    fn begin(&mut self) -> Result<(), Cause> {
        told(self.0.batch_execute(&format!(
            "BEGIN ISOLATION LEVEL READ COMMITTED;
             SELECT pg_advisory_xact_lock({LOCK});"
        )))?;
        // Asked first: IF NOT EXISTS would put a notice in the log at every start.
        let there = told(self.0.query_one("SELECT to_regclass('store_migration') IS NOT NULL", &[]))?;
        if there.get(0) {
            return Ok(());
        }
        told(self.0.batch_execute(
            r#"CREATE TABLE store_migration (
                   number     BIGINT           NOT NULL PRIMARY KEY,
                   name       TEXT COLLATE "C" NOT NULL,
                   digest     TEXT COLLATE "C" NOT NULL,
                   applied_at BIGINT           NOT NULL
               )"#,
        ))
    }

    fn applied(&mut self) -> Result<Vec<Applied>, Cause> {
        let select = "SELECT number, name, digest FROM store_migration ORDER BY number";
        let applied = |row: &postgres::Row| {
            let number = u32::try_from(row.get::<_, i64>(0)).unwrap_or(u32::MAX);
            Applied { number, name: row.get(1), digest: row.get(2) }
        };
        Ok(told(self.0.query(select, &[]))?.iter().map(applied).collect())
    }

    fn execute(&mut self, sql: &str) -> Result<(), Cause> {
        told(self.0.batch_execute(sql))
    }

    fn record(&mut self, row: &Applied, now: Timestamp) -> Result<(), Cause> {
        let insert = "INSERT INTO store_migration (number, name, digest, applied_at) VALUES ($1, $2, $3, $4)";
        let number = i64::from(row.number);
        told(self.0.execute(insert, &[&number, &row.name, &row.digest, &now.as_micros()])).map(drop)
    }

    fn commit(&mut self) -> Result<(), Cause> {
        told(self.0.batch_execute("COMMIT"))
    }

    fn rollback(&mut self) {
        drop(self.0.batch_execute("ROLLBACK"));
    }
}
