use waarborg_base::{Digest, Timestamp};

use crate::Engine;
use crate::error::Cause;

/// One step of the schema: a pair of texts under one number and name. Only ever added, never changed.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// 1, 2, 3, … without a gap.
    pub number: u32,
    /// The file name without `.sql`, for instance `0001_store`.
    pub name: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
}

/// Every migration of the product, embedded in the binary.
pub const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_store"),
    migration!(2, "0002_documents_version"),
    migration!(3, "0003_store_idempotency"),
    migration!(4, "0004_ledger"),
    migration!(5, "0005_vault"),
    migration!(6, "0006_store_idempotency_order"),
];

/// A pair of files in `migrations/`.
macro_rules! migration {
    ($number:literal, $name:literal) => {
        Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }
    };
}
use migration;

impl Migration {
    /// The text for an engine.
    pub fn sql(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

/// Why the schema could not be brought up to date. Each is one sentence for the operator, who reads it at start.
#[derive(Clone, Debug, thiserror::Error)]
pub enum MigrationError {
    /// A newer program has been at this database.
    #[error(
        "the database has schema {found} ({name}) and this program knows schemas up to {known}: start the newer program \
         again, or restore a backup from before the upgrade"
    )]
    Newer {
        /// The highest number in the database.
        found: u32,
        /// Its name there.
        name: String,
        /// The highest number in the program.
        known: u32,
    },
    /// The text of a migration differs from what was applied.
    #[error(
        "migration {name} differs from what was applied to this database: start the program that made it, or put the \
         change in a new migration"
    )]
    Changed {
        /// The migration's name in the program.
        name: &'static str,
    },
    /// The program's own list has a gap.
    #[error("migration {name} has number {number} where {expected} must come: the program was built wrongly")]
    Gap {
        /// The migration's name.
        name: &'static str,
        /// Its number.
        number: u32,
        /// What should stand there.
        expected: u32,
    },
    /// A migration failed and was undone.
    #[error("migration {name} failed on {engine} and was undone: {source}; mend the cause and start again")]
    Failed {
        /// The migration's name.
        name: &'static str,
        /// The engine.
        engine: Engine,
        /// What the engine said.
        #[source]
        source: Cause,
    },
    /// The list of applied migrations could not be read or locked.
    #[error("the list of applied migrations cannot be read on {engine}: {source}")]
    Unreadable {
        /// The engine.
        engine: Engine,
        /// What the engine said.
        #[source]
        source: Cause,
    },
}

/// A row of `store_migration`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Applied {
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) digest: String,
}

/// A database to bring up to date.
pub(crate) trait Target {
    fn engine(&self) -> Engine;

    /// Begins a transaction that holds the lock of all starters, and makes `store_migration` if it is not there.
    fn begin(&mut self) -> Result<(), Cause>;

    /// What was applied, by number.
    fn applied(&mut self) -> Result<Vec<Applied>, Cause>;

    fn execute(&mut self, sql: &str) -> Result<(), Cause>;

    fn record(&mut self, row: &Applied, now: Timestamp) -> Result<(), Cause>;

    fn commit(&mut self) -> Result<(), Cause>;

    fn rollback(&mut self);
}

/// Applies what is missing, each migration with its row in one transaction under the lock; gives the schema's number.
///
/// A kill in the middle leaves nothing of the migration it hit: the next start takes up there.
pub(crate) fn run(target: &mut impl Target, migrations: &[Migration], now: Timestamp) -> Result<u32, MigrationError> {
    while let Some(migration) = step(target, migrations, now)? {
        tracing::info!(migration = migration.name, engine = %target.engine(), "migration applied");
    }
    Ok(migrations.last().map_or(0, |last| last.number))
}

/// Applies the next migration, if any is missing.
fn step<'m>(
    target: &mut impl Target,
    migrations: &'m [Migration],
    now: Timestamp,
) -> Result<Option<&'m Migration>, MigrationError> {
    let engine = target.engine();
    let applied = target.begin().and_then(|()| target.applied());
    let found = applied.map_err(|source| MigrationError::Unreadable { engine, source });
    let stepped = found.and_then(|applied| next(&applied, migrations, engine)).and_then(|next| {
        let Some(migration) = next else { return Ok(None) };
        let sql = migration.sql(engine);
        let row = Applied { number: migration.number, name: migration.name.to_owned(), digest: digest(sql) };
        let ran = target.execute(sql).and_then(|()| target.record(&row, now)).and_then(|()| target.commit());
        ran.map_err(|source| MigrationError::Failed { name: migration.name, engine, source })?;
        Ok(Some(migration))
    });
    if !matches!(stepped, Ok(Some(_))) {
        target.rollback();
    }
    stepped
}

fn digest(sql: &str) -> String {
    Digest::of(sql.as_bytes()).to_string()
}

/// Compares what was applied with what the program knows: the next migration to apply, or why there is none.
fn next<'m>(
    applied: &[Applied],
    migrations: &'m [Migration],
    engine: Engine,
) -> Result<Option<&'m Migration>, MigrationError> {
    for (migration, expected) in migrations.iter().zip(1..) {
        if migration.number != expected {
            return Err(MigrationError::Gap { name: migration.name, number: migration.number, expected });
        }
    }
    if let Some(last) = applied.get(migrations.len()..).and_then(<[_]>::last) {
        let (found, name) = (last.number, last.name.clone());
        return Err(MigrationError::Newer { found, name, known: migrations.len().try_into().unwrap_or(u32::MAX) });
    }
    for (row, migration) in applied.iter().zip(migrations) {
        let same = (row.number, row.name.as_str()) == (migration.number, migration.name);
        if !same || row.digest != digest(migration.sql(engine)) {
            return Err(MigrationError::Changed { name: migration.name });
        }
    }
    Ok(migrations.get(applied.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Migration; 2] = [
        Migration { number: 1, name: "0001_a", sqlite: "a", postgres: "a" },
        Migration { number: 2, name: "0002_b", sqlite: "b", postgres: "b" },
    ];

    fn row(number: u32, name: &str, sql: &str) -> Applied {
        Applied { number, name: name.to_owned(), digest: digest(sql) }
    }

    fn check(applied: &[Applied], expected: Result<Option<&str>, &str>) {
        let found = next(applied, &KNOWN, Engine::Sqlite).map(|next| next.map(|migration| migration.name));
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (found, expected) => panic!("{found:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn the_next_migration_is_the_first_missing_one_or_a_clear_refusal() {
        let (a, b) = (row(1, "0001_a", "a"), row(2, "0002_b", "b"));
        check(&[], Ok(Some("0001_a")));
        check(std::slice::from_ref(&a), Ok(Some("0002_b")));
        check(&[a.clone(), b.clone()], Ok(None));
        check(&[row(1, "0001_a", "A")], Err("migration 0001_a differs"));
        check(&[row(1, "0001_x", "a")], Err("migration 0001_a differs"));
        check(&[a.clone(), row(2, "0002_b", "B")], Err("migration 0002_b differs"));
        check(std::slice::from_ref(&b), Err("migration 0001_a differs"));
        check(&[a, b, row(3, "0003_c", "c")], Err("schema 3 (0003_c) and this program knows schemas up to 2"));
    }

    #[test]
    fn a_list_with_a_gap_is_refused() {
        let gap = [KNOWN[1]];
        assert!(matches!(next(&[], &gap, Engine::Sqlite), Err(MigrationError::Gap { number: 2, expected: 1, .. })));
    }
}
