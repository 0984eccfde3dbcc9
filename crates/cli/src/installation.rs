//! An installation on this machine: its settings, its store, its protocol folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use waarborg_base::{Actor, Clock, Ctx, Entropy, OsEntropy, SystemClock};
use waarborg_ledger::Sequenced;
use waarborg_protocol::{FindingKind, Loaded};
use waarborg_server::Settings;
use waarborg_server::keys::{self, Edge, KeyFolder};
use waarborg_server::opening::{self, Attended, Installed, Means};
use waarborg_server::settings::Database;
use waarborg_store::{Engine, MIGRATIONS, Store, Tx};
use waarborg_vault::rotation;

use crate::{folder, terminal};

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
    settings.data.address()
}

/// Opens the store of an installation, making the data folder when it is not there.
pub(crate) fn open(settings: &Settings) -> Result<Store> {
    open_with(settings, &waarborg_store::Settings::new(database(settings)))
}

fn open_with(settings: &Settings, store: &waarborg_store::Settings) -> Result<Store> {
    let folder = &settings.data.folder;
    waarborg_server::make_data_folder(folder)
        .with_context(|| format!("cannot make the data folder {}", folder.display()))?;
    Ok(Store::open(store, MIGRATIONS)?)
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

/// What the process brings along: the machine's clock and random bytes.
pub(crate) fn means() -> Means {
    let entropy = std::sync::Arc::new(|| Box::new(OsEntropy::new()) as Box<dyn Entropy>);
    Means { clock: std::sync::Arc::new(SystemClock), entropy }
}

/// Hands over what only the edge of the process knows: where credentials are, and who sits at the terminal.
pub(crate) fn with_edge<T>(body: impl FnOnce(&Edge<'_>) -> Result<T>) -> Result<T> {
    #[expect(clippy::disallowed_methods, reason = "systemd tells where its credentials are in no other way")]
    let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    let ask = || terminal::ask("Passphrase of the root key");
    body(&Edge { credentials: credentials.as_deref(), ask: &ask })
}

/// Refuses an installation without keys before anything is made for it.
pub(crate) fn must_have_keys(settings: &Settings) -> Result<()> {
    if has_database(settings) || KeyFolder::at(&settings.keys.folder).has_keys()? {
        return Ok(());
    }
    let none = keys::Error::None { folder: settings.keys.folder.clone() };
    // Keys made here would be of no use to an installation that lies in another folder.
    if is_nowhere(settings) {
        bail!("there is no {USUAL} here: name the one of the installation with --config, or begin one: {none}");
    }
    Err(none.into())
}

/// Whether these settings are only the defaults: none were named, and there are none in the current folder.
fn is_nowhere(settings: &Settings) -> bool {
    let here = std::env::current_dir().map(|folder| Settings::usual(&folder));
    !Path::new(USUAL).is_file() && here.is_ok_and(|here| here.keys.folder == settings.keys.folder)
}

/// Opens an installation with its keys, for a command beside a server that may run.
pub(crate) fn open_whole(settings: &Settings) -> Result<Installed> {
    must_have_keys(settings)?;
    let store = open(settings)?;
    with_edge(|edge| Ok(opening::open(settings, store, edge, means())?))
}

/// Opens an installation with its keys, for the one server that attends to it.
pub(crate) fn open_to_serve(settings: &Settings) -> Result<(Installed, Attended)> {
    must_have_keys(settings)?;
    // On a full disk, whoever must be erased still is.
    let ballast = waarborg_store::Settings::BALLAST;
    let store = waarborg_store::Settings { ballast, ..waarborg_store::Settings::new(database(settings)) };
    let store = open_with(settings, &store)?;
    with_edge(|edge| Ok(opening::open_to_serve(settings, store, edge, means())?))
}

/// Goes on after a loss.
pub(crate) fn recover(settings: &Settings, by: &[String]) -> Result<(Installed, Attended)> {
    must_have_keys(settings)?;
    let store = open(settings)?;
    with_edge(|edge| Ok(opening::recover(settings, store, edge, means(), by)?))
}

/// Leaves nothing to a server that may not run: places what waits for the ledger, and keeps the newest checkpoint outside.
pub(crate) fn settle(installed: &Installed) -> Result<()> {
    let Installed { store, ledger, .. } = installed;
    while store.engine() == Engine::Postgres && matches!(ledger.sequence(store, ctx())?, Sequenced::Placed(1..)) {}
    Ok(ledger.keep_outside()?)
}

/// The first schema that knows of keys.
const WITH_KEYS: u32 = 5;

/// Whether there is a database that belongs to keys.
pub(crate) fn is_bound(settings: &Settings) -> Result<bool> {
    let address = waarborg_store::Settings::new(database(settings));
    if !has_database(settings) || waarborg_store::inspect(&address)? < WITH_KEYS {
        return Ok(false);
    }
    let store = open_to_look(settings)?;
    let bound =
        store.as_ref().map(|store| store.read_blocking(|tx: &mut Tx<'_>| rotation::is_bound(tx))).transpose()?;
    store.iter().for_each(Store::close);
    Ok(bound.unwrap_or(false))
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
