//! An installation on this machine: its settings, its store, its protocol folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use waarborg_base::{Actor, Clock, Ctx, OsEntropy, SystemClock};
use waarborg_protocol::{FindingKind, Loaded};
use waarborg_server::Settings;
use waarborg_server::settings::Database;
use waarborg_store::{MIGRATIONS, Store};

use crate::folder;

/// The settings file that is read when none is named.
const USUAL: &str = "server.toml";

/// Reads the settings: the named file, else `server.toml` here, else the defaults.
pub(crate) fn settings(config: Option<&Path>) -> Result<Settings> {
    let usual = PathBuf::from(USUAL);
    match config {
        Some(file) => Ok(Settings::load(file)?),
        None if usual.is_file() => Ok(Settings::load(&usual)?),
        None => Ok(Settings::usual(&std::env::current_dir().context("cannot tell the current folder")?)),
    }
}

/// The address of the database, for the store.
pub(crate) fn database(settings: &Settings) -> String {
    match &settings.data.database {
        Database::Sqlite => format!("sqlite:{}", settings.data.folder.join("waarborg.db").display()),
        Database::Postgres(address) => address.clone(),
    }
}

/// Opens the store of an installation, making the data folder when it is not there.
pub(crate) fn open(settings: &Settings) -> Result<Store> {
    let folder = &settings.data.folder;
    waarborg_server::make_data_folder(folder)
        .with_context(|| format!("cannot make the data folder {}", folder.display()))?;
    Ok(Store::open(&waarborg_store::Settings::new(database(settings)), MIGRATIONS)?)
}

/// Opens the store of an installation to look at it: makes no folder, no database and no new schema. `None`: there is none yet.
pub(crate) fn open_to_look(settings: &Settings) -> Result<Option<Store>> {
    if !has_database(settings) {
        return Ok(None);
    }
    let address = waarborg_store::Settings::new(database(settings));
    let newest = waarborg_store::newest_schema();
    match waarborg_store::inspect(&address)? {
        0 => Ok(None),
        schema if schema < newest => bail!(
            "the database has schema {schema} and this program needs {newest}; the next `waarborg serve` brings it up to date, \
             make a copy first"
        ),
        _ => Ok(Some(Store::open(&address, MIGRATIONS)?)),
    }
}

/// Whether there is a database to ask; of a PostgreSQL server only asking tells.
pub(crate) fn has_database(settings: &Settings) -> bool {
    settings.data.database != Database::Sqlite || settings.data.folder.join("waarborg.db").is_file()
}

/// Reads a protocol that can run.
pub(crate) fn protocol(path: &Path) -> Result<Loaded> {
    running(path, folder::read(path))
}

/// A protocol that was read from `path`, if it can run.
pub(crate) fn running(path: &Path, loaded: Loaded) -> Result<Loaded> {
    if loaded.protocol.is_none() {
        let path = path.display();
        let problems = match loaded.count(FindingKind::Invalid) {
            1 => "1 problem".to_owned(),
            many => format!("{many} problems"),
        };
        bail!("the protocol in {path} cannot run ({problems}); `waarborg check {path}` shows where");
    }
    Ok(loaded)
}

/// The context of a command that somebody gives at this machine.
pub(crate) fn ctx() -> Ctx {
    Ctx::new(SystemClock.now(), Actor::Operator, Box::new(OsEntropy::new()))
}
