//! Opens an installation: database, keys, what is kept outside, ledger, vault; and refuses, by name, whatever does not belong together.
//!
//! In this order, so that nothing is served that a restore brought back: erasures that are committed and not in the journal yet are written
//! there; everybody whom the journal names is erased again; only then the ledger is opened, which refuses a database that was rolled back.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use waarborg_base::{Actor, Clock, Ctx, Fault, Kind};
use waarborg_documents::version;
use waarborg_ledger::{Leaf, Ledger, OUTSIDE_LOST};
use waarborg_seal::{Ring, RootKey};
use waarborg_store::{Store, Tx};
use waarborg_tlog::SigningKey;
use waarborg_vault::erasure;
use waarborg_vault::rules::{Rules, Version};
use waarborg_vault::{Vault, rotation as wrapped};
use waarborg_web::NewEntropy;

use crate::backup::KeyArchives;
use crate::keys::{self, Edge, KeyFolder};
use crate::outside::{self, Checkpoints, Erasures};
use crate::rotation::Rotation;
use crate::settings::Settings;

/// How many people are looked at in one transaction when erasures are repeated.
const BATCH: u32 = 10_000;

/// Why an installation cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The keys.
    #[error(transparent)]
    Keys(#[from] keys::Error),
    /// What is kept outside.
    #[error(transparent)]
    Outside(#[from] outside::Error),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] waarborg_ledger::Error),
    /// The ledger cannot have this name.
    #[error("[ledger] origin: a ledger cannot be called {origin}")]
    Origin {
        /// The name.
        origin: String,
        /// Why not.
        #[source]
        source: waarborg_tlog::Error,
    },
    /// The ledger has leaves, and no checkpoint of it is kept.
    #[error(
        "no checkpoint is kept in {folders}, and the ledger has {leaves} leaves: nothing tells whether the database was rolled back; put the \
         file `checkpoint` back, or, if every copy of it is lost: waarborg ledger recover"
    )]
    CheckpointLost {
        /// Where it should be.
        folders: Folders,
        /// How many leaves the database has.
        leaves: u64,
    },
    /// The vault.
    #[error(transparent)]
    Vault(#[from] waarborg_vault::Error),
    /// The keys are of another installation, or of another time.
    #[error("the keys in {} do not belong to this database; put the key folder of this installation back", folder.display())]
    OtherKeys {
        /// The key folder.
        folder: PathBuf,
        /// What does not fit.
        #[source]
        source: waarborg_vault::Error,
    },
    /// A restore stopped between the data and the keys.
    #[error(
        "the database has people, and the key of nobody: a restore stopped before it put the keys in, and nobody was erased for it; empty \
         the database, move {} away, and restore data and keys once more",
        folder.display()
    )]
    NoPersonKeys {
        /// The key folder.
        folder: PathBuf,
    },
    /// The file of an epoch is gone while keys are wrapped under it.
    #[error(
        "the keys of {left} people are wrapped under an epoch that has no file in {}; put the file back: without it these people cannot be \
         read, and nothing can take its place",
        folder.display()
    )]
    EpochMissing {
        /// How many.
        left: u64,
        /// The key folder.
        folder: PathBuf,
    },
    /// The documents.
    #[error(transparent)]
    Documents(#[from] waarborg_documents::Error),
    /// No protocol is in force.
    #[error("no version of the protocol is in force yet; `waarborg apply` makes the first one so")]
    NoVersion,
    /// The store.
    #[error(transparent)]
    Store(#[from] waarborg_store::Error),
}

/// Folders, as a message names them.
#[derive(Debug)]
pub struct Folders(Vec<PathBuf>);

impl std::fmt::Display for Folders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown: Vec<String> = self.0.iter().map(|folder| folder.display().to_string()).collect();
        f.write_str(&shown.join(", "))
    }
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Keys(error) => error.kind(),
            Self::Outside(error) => error.kind(),
            Self::Ledger(error) => error.kind(),
            Self::Vault(error) => error.kind(),
            Self::Documents(error) => error.kind(),
            Self::Store(error) => error.kind(),
            Self::NoVersion | Self::Origin { .. } => Kind::Invalid,
            Self::OtherKeys { .. }
            | Self::NoPersonKeys { .. }
            | Self::EpochMissing { .. }
            | Self::CheckpointLost { .. } => Kind::Internal,
        }
    }
}

/// What the process brings along.
#[derive(Clone)]
pub struct Means {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives the random bytes.
    pub entropy: NewEntropy,
}

impl Means {
    /// A context for what the system does by itself.
    pub fn ctx(&self) -> Ctx {
        Ctx::new(self.clock.now(), Actor::System, (self.entropy)())
    }
}

/// An installation that is open, with its keys in memory.
pub struct Installed {
    /// The database.
    pub store: Store,
    /// The ledger, which signs.
    pub ledger: Ledger,
    ring: Ring,
    root: Arc<RootKey>,
    folder: KeyFolder,
    means: Means,
    every: std::time::Duration,
    archives: Option<KeyArchives>,
}

/// What a server holds on top: the journal of erasures.
pub struct Attended {
    /// The journal, which nobody else holds.
    pub erasures: Erasures,
    /// How many erasures were written to the journal only now.
    pub journaled: u64,
    /// How many people were erased again.
    pub erased_again: u64,
    /// Folders outside that were completed from another.
    pub completed: Vec<PathBuf>,
}

/// Opens an installation for a command, beside a server that may run. Blocks.
///
/// Errs when anything is lost, loose, foreign or rolled back; then nothing is served, signed or made in its place.
pub fn open(settings: &Settings, store: Store, edge: &Edge<'_>, means: Means) -> Result<Installed, Error> {
    let keys = open_keys(settings, &store, edge)?;
    finish(settings, store, keys, means)
}

/// Opens an installation for the one server that attends to it: also takes the journal, and repeats what it says. Blocks.
pub fn open_to_serve(
    settings: &Settings,
    store: Store,
    edge: &Edge<'_>,
    means: Means,
) -> Result<(Installed, Attended), Error> {
    let keys = open_keys(settings, &store, edge)?;
    must_belong(&store, &keys)?;
    let attended = attend(settings, &store, &means)?;
    Ok((finish(settings, store, keys, means)?, attended))
}

/// Goes on after a loss, with a leaf in the ledger that says so: the journal and the checkpoint outside begin anew where they are lost, and
/// the ledger goes on from the tree that the database has. `by` are those who agreed to it. Blocks.
pub fn recover(
    settings: &Settings,
    store: Store,
    edge: &Edge<'_>,
    means: Means,
    by: &[String],
) -> Result<(Installed, Attended), Error> {
    let keys = open_keys(settings, &store, edge)?;
    must_belong(&store, &keys)?;
    Erasures::make(&settings.outside.folders)?;
    // What was lost may be the journal: every erasure that the database tells of is written down in it again.
    store.write_blocking(means.ctx(), |_: &mut Ctx, tx: &mut Tx<'_>| erasure::journal_again(tx))?;
    let attended = attend(settings, &store, &means)?;
    let (key, origin, checkpoints) = name(settings, &keys)?;
    if checkpoints.newest()?.is_none() {
        // What was lost was outside: the tree is as it was, and says that nothing vouches for it being the newest.
        let ledger = Ledger::open(&store, means.ctx(), key, &origin, checkpoints)?;
        let (telling, record) = (ledger.clone(), serde_json::json!({ "size": ledger.size(), "by": by }));
        let tell = move |ctx: &mut Ctx, tx: &mut Tx<'_>| telling.append(ctx, tx, Leaf::open(OUTSIDE_LOST, &record));
        store.write_blocking(means.ctx(), tell)?;
        keep_outside(settings, &ledger)?;
        return Ok((Installed::of(settings, store, ledger, keys, means), attended));
    }
    let ledger = Ledger::recover(&store, means.ctx(), key, &origin, checkpoints, by)?;
    keep_outside(settings, &ledger)?;
    Ok((Installed::of(settings, store, ledger, keys, means), attended))
}

fn open_keys(settings: &Settings, store: &Store, edge: &Edge<'_>) -> Result<keys::Opened, Error> {
    match keys::open(&settings.keys, edge) {
        Err(keys::Error::None { folder }) if store.read_blocking(|tx: &mut Tx<'_>| wrapped::is_bound(tx))? => {
            Err(keys::Error::Lost { folder }.into())
        }
        opened => Ok(opened?),
    }
}

/// Stands before the journal: the erasures of another installation are not to be noted in it, and a restore that stopped halfway is no reason to
/// erase everybody.
fn must_belong(store: &Store, keys: &keys::Opened) -> Result<(), Error> {
    let ring = keys.ring.clone();
    store.read_blocking(move |tx: &mut Tx<'_>| wrapped::check(tx, &ring)).map_err(|source| others(&keys.folder, source))
}

/// Names the folder of keys that are not those of the database.
fn others(folder: &KeyFolder, source: waarborg_vault::Error) -> Error {
    use waarborg_vault::Error as Vault;
    let folder = folder.path().to_owned();
    match source {
        Vault::OtherKeys | Vault::KeysBehind { .. } => Error::OtherKeys { folder, source },
        Vault::NoPersonKeys => Error::NoPersonKeys { folder },
        other => other.into(),
    }
}

fn finish(settings: &Settings, store: Store, keys: keys::Opened, means: Means) -> Result<Installed, Error> {
    let (key, origin, checkpoints) = name(settings, &keys)?;
    let begun = checkpoints.newest()?.is_some();
    let ledger = Ledger::open(&store, means.ctx(), key, &origin, checkpoints)?;
    // The first one is kept before the first leaf, so without one it was lost.
    if !begun && ledger.size() > 0 {
        let folders = settings.outside.folders.clone();
        return Err(Error::CheckpointLost { folders: Folders(folders), leaves: ledger.size() });
    }
    keep_outside(settings, &ledger)?;
    Ok(Installed::of(settings, store, ledger, keys, means))
}

/// The newest checkpoint, and the key that it verifies with.
fn keep_outside(settings: &Settings, ledger: &Ledger) -> Result<(), Error> {
    outside::keep_ledger_key(&settings.outside.folders, ledger.key())?;
    Ok(ledger.keep_outside()?)
}

/// The key and the name of the ledger: as set, else as it was called first, else after the public address.
fn name(settings: &Settings, keys: &keys::Opened) -> Result<(SigningKey, String, Arc<Checkpoints>), Error> {
    let checkpoints = Checkpoints::of(&settings.outside.folders);
    let first = checkpoints.newest()?.and_then(|note| note.lines().next().map(str::to_owned));
    let usual = || {
        let host = settings.public_url.split_once("://").map_or(&*settings.public_url, |(_, host)| host);
        format!("{host}/ledger")
    };
    let origin = settings.ledger.origin.clone().or(first).unwrap_or_else(usual);
    match SigningKey::from_seed(&origin, keys.ring.ledger_seed()) {
        Ok(key) => Ok((key, origin, Arc::new(checkpoints))),
        Err(source) => Err(Error::Origin { origin, source }),
    }
}

/// Takes the journal, writes down what is missing in it, and repeats what it says.
fn attend(settings: &Settings, store: &Store, means: &Means) -> Result<Attended, Error> {
    let (erasures, found) = Erasures::open(&settings.outside.folders)?;
    let mut destroyed = found.destroyed;
    let mut journaled = 0;
    loop {
        let open = store.read_blocking(erasure::list_unjournaled)?;
        if open.is_empty() {
            break;
        }
        let lacking: Vec<_> = open.iter().filter(|erasure| destroyed.insert(erasure.key)).collect();
        journaled += u64::try_from(lacking.len()).unwrap_or(u64::MAX);
        erasures.record(lacking.into_iter().map(outside::Entry::from).collect())?;
        let ids: Vec<_> = open.iter().map(|erasure| erasure.id).collect();
        store.write_urgent_blocking(means.ctx(), move |ctx: &mut Ctx, tx: &mut Tx<'_>| {
            erasure::mark_journaled(ctx, tx, &ids)
        })?;
    }
    let erased_again = if destroyed.is_empty() { 0 } else { repeat(store, means, destroyed)? };
    // Told here as well: whoever opens may yet refuse to serve, and then nobody hears it otherwise.
    if erased_again > 0 {
        tracing::warn!(target: "waarborg::outside", people = erased_again, "erased again: a copy of the database had brought them back");
    }
    Ok(Attended { erasures, journaled, erased_again, completed: found.completed })
}

/// Erases everybody again whom the journal names.
fn repeat(store: &Store, means: &Means, destroyed: BTreeSet<[u8; 16]>) -> Result<u64, Error> {
    let destroyed = Arc::new(destroyed);
    let (mut after, mut erased) = (0, 0);
    loop {
        let destroyed = Arc::clone(&destroyed);
        let body = move |_: &mut Ctx, tx: &mut Tx<'_>| erasure::replay(tx, &destroyed, after, BATCH);
        let replayed = store.write_urgent_blocking(means.ctx(), body)?;
        erased += replayed.erased;
        match replayed.last {
            Some(last) => after = last,
            None => return Ok(erased),
        }
    }
}

impl Installed {
    fn of(settings: &Settings, store: Store, ledger: Ledger, keys: keys::Opened, means: Means) -> Self {
        let keys::Opened { ring, root, folder } = keys;
        let every = settings.keys.rotate_every;
        let archives = KeyArchives::of(settings, &folder);
        Self { store, ledger, ring, root: Arc::new(root), folder, means, every, archives }
    }

    /// The vault under the protocol in force. Blocks.
    ///
    /// Errs when there is none, when the keys do not belong to the database, and when the file of an epoch is missing.
    pub fn vault(&self) -> Result<Vault, Error> {
        let rules = self.store.read_blocking(rules_in_force)?.ok_or(Error::NoVersion)?;
        let vault = Vault::new(self.ring.clone(), rules, self.ledger.clone(), self.every);
        let bound = vault.clone();
        let bind = move |ctx: &mut Ctx, tx: &mut Tx<'_>| wrapped::bind(ctx, tx, &bound);
        let bound = self.store.write_blocking(self.means.ctx(), bind);
        bound.map_err(|source| others(&self.folder, source))?;
        if self.ring.epochs().count() == 1 {
            let counted = vault.clone();
            let left = self.store.read_blocking(move |tx: &mut Tx<'_>| wrapped::count_left(tx, &counted))?;
            if left > 0 {
                return Err(Error::EpochMissing { left, folder: self.folder.path().to_owned() });
            }
        }
        Ok(vault)
    }

    /// What rotates the keys of this vault.
    pub fn rotation(&self, vault: &Vault) -> Rotation {
        Rotation {
            store: self.store.clone(),
            vault: vault.clone(),
            folder: self.folder.clone(),
            root: Arc::clone(&self.root),
            archives: self.archives.clone(),
            means: self.means.clone(),
        }
    }
}

/// The rules of the version in force, if there is one.
pub(crate) fn rules_in_force(tx: &mut Tx<'_>) -> Result<Option<Rules>, waarborg_documents::Error> {
    let Some(version) = version::in_force(tx)? else { return Ok(None) };
    let protocol = version::protocol_of(tx, version.number)?;
    let named = Version { number: version.number, digest: version.digest };
    Ok(protocol.map(|protocol| Rules::compile(&protocol).of_version(named)))
}
