use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};

use super::ballast::Ballast;
use super::bind::cause;
use super::{migrate, reader, writer};
use crate::error::Cause;
use crate::store::{Started, spawn};
use crate::{Engine, Error, Migration, Settings};

/// How long a connection waits for another process (a backup, the command line) to let go of the write lock.
const LOCK_WAIT: Duration = Duration::from_secs(10);
/// Statements kept prepared per connection: more than all rooms together have.
const PREPARED: usize = 1_024;
/// Pages in the write-ahead log before a commit copies them home: 31 MiB. Larger means fewer, longer pauses, and a page that
/// is changed again and again is copied once.
const CHECKPOINT_PAGES: i64 = 8_000;
/// Pages that the writer, and each reader, keeps in memory, in KiB: enough for the upper levels of every tree.
const WRITER_CACHE: i64 = 32 << 10;
const READER_CACHE: i64 = 8 << 10;
/// What the write-ahead log is cut back to after a checkpoint that could empty it.
const LOG_BYTES: i64 = 64 << 20;

/// Opens the file, brings its schema up to date, and starts the writer and the readers.
pub(crate) fn start(path: &Path, settings: &Settings, migrations: &[Migration]) -> Result<Started, Error> {
    create_for(path)?;
    let mut conn = connect_to_write(path)?;
    let schema = migrate::apply(&mut conn, migrations, settings.clock.now())?;

    let started = Started::new(Engine::Sqlite, schema, settings);
    for number in 0..settings.readers.max(1) {
        let conn = connect_to_read(path)?;
        let reads = Arc::clone(&started.reads);
        spawn(&started, &format!("store-reader-{number}"), move || reader::run(&conn, &reads))?;
    }
    let ballast = Ballast::take(path, settings.ballast);
    let writer = writer::Writer::new(conn, &started, settings.batch.max(1), ballast);
    spawn(&started, "store-writer", move || writer.run())?;
    Ok(started)
}

/// The number of the schema in the file, 0 if it has none. Changes nothing.
pub(crate) fn schema(path: &Path) -> Result<u32, Error> {
    schema_of(&connect_to_read(path)?).map_err(|error| unreadable(path, error))
}

pub(super) fn schema_of(conn: &Connection) -> rusqlite::Result<u32> {
    let asked = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'store_migration'";
    let migrated: i64 = conn.query_row(asked, [], |row| row.get(0))?;
    if migrated == 0 {
        return Ok(0);
    }
    conn.query_row("SELECT coalesce(max(number), 0) FROM store_migration", [], |row| row.get(0))
}

/// Makes the file unless it is there.
pub(super) fn create_for(path: &Path) -> Result<(), Error> {
    create(path).map_err(|error| {
        failed(format!("{} cannot be created or read; check the folder and its owner", path.display()), Arc::new(error))
    })
}

/// Makes the file readable by its owner only; the log files beside it take over the same rights.
fn create(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(file) => {
            file.sync_all()?;
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            File::open(folder)?.sync_all()
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

pub(super) fn connect_to_write(path: &Path) -> Result<Connection, Error> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // A file that may be read only opens all the same, and would refuse the first change instead of the start.
    if conn.is_readonly(MAIN_DB).map_err(|error| unreadable(path, error))? {
        let why = format!("{} cannot be written by this user; check its owner and rights", path.display());
        return Err(Error::Open { why, source: None });
    }
    let mode = set(&conn, path, "PRAGMA journal_mode = WAL; ")?;
    if mode != "wal" {
        let why = format!("{} cannot use a write-ahead log (it says {mode}); is it on a network disk?", path.display());
        return Err(Error::Open { why, source: None });
    }
    conn.execute_batch(&format!(
        "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
         PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}; PRAGMA journal_size_limit = {LOG_BYTES}; \
         PRAGMA cache_size = -{WRITER_CACHE};"
    ))
    .map_err(|error| unreadable(path, error))?;
    Ok(conn)
}

pub(super) fn connect_to_read(path: &Path) -> Result<Connection, Error> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.execute_batch(&format!("PRAGMA query_only = ON; PRAGMA cache_size = -{READER_CACHE};"))
        .map_err(|error| unreadable(path, error))?;
    Ok(conn)
}

fn connect(path: &Path, mode: OpenFlags) -> Result<Connection, Error> {
    let open = || {
        let conn = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.busy_timeout(LOCK_WAIT)?;
        conn.set_prepared_statement_cache_capacity(PREPARED);
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        // Otherwise some plans depend on the values bound and are made anew for each: most of the time of a short statement.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // After a disk error nothing more may be written; a graceful stop asks for its checkpoint itself.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        conn.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;",
        )?;
        Ok(conn)
    };
    open().map_err(|error| unreadable(path, error))
}

/// Runs a PRAGMA that answers one word.
fn set(conn: &Connection, path: &Path, pragma: &str) -> Result<String, Error> {
    conn.query_row(pragma, [], |row| row.get(0)).map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, error: rusqlite::Error) -> Error {
    failed(format!("{} does not open as an SQLite database", path.display()), cause(error))
}

fn failed(why: String, source: Cause) -> Error {
    Error::Open { why, source: Some(source) }
}
