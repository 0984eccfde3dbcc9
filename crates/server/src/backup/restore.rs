use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;

use waarborg_base::{Ctx, Timestamp};
use waarborg_seal::{Ring, RootKey};
use waarborg_store::archive::{self, Archived, Orphans};
use waarborg_store::{MIGRATIONS, Store, Tx};
use waarborg_tlog::{Checkpoint, Note, SigningKey};
use waarborg_vault::{Token, erasure};

use super::head::Opened;
use super::{Data, Error, Keys};
use crate::keys::{Edge, KeyFolder, State, root};
use crate::opening::Means;
use crate::outside::{self, Checkpoints};
use crate::settings::{Database, Settings};

/// How many people are looked at in one transaction when erasures are repeated.
const BATCH: u32 = 10_000;

/// What is to be restored.
#[derive(Clone, Debug)]
pub struct Restore {
    /// The archive of the data.
    pub data: PathBuf,
    /// The archive of the keys.
    pub keys: PathBuf,
    /// Goes on with keys that are older than the data: who was added in between is lost.
    pub older_keys: bool,
    /// Goes on although the journal of erasures is lost.
    pub without_journal: bool,
}

/// What a restore would come to, found without changing anything.
pub struct Plan {
    data: Opened,
    keys: Opened,
    root: RootKey,
    files: Vec<crate::keys::KeyFile>,
    destroyed: BTreeSet<[u8; 16]>,
    schema: u32,
    keys_made_at: Timestamp,
    epochs: usize,
    epoch: u32,
    told: Restored,
}

/// What a restore came to, or would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When the archive of the data was made.
    pub data_of: Timestamp,
    /// When the archive of the keys was made.
    pub keys_of: Timestamp,
    /// People that can be read again.
    pub people: u64,
    /// People in the data that have no key any more: erased since it was made. All of them is gone.
    pub without_key: u64,
    /// People with a key whom the journal says were erased: erased again.
    pub erased_again: u64,
    /// People of whom something was kept when they were erased, after the data was made: what is in it of them opens no more, and goes.
    pub outdated: u64,
    /// Keys of people that the data does not know: dropped.
    pub unknown_keys: u64,
    /// Leaves of the ledger.
    pub leaves: u64,
    /// The ledger against the checkpoint outside.
    pub against: Against,
}

/// A ledger that is restored, against the newest checkpoint outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// It is the one that was signed last, or extends it.
    Whole,
    /// It lacks so many leaves that were signed: nothing is signed until `waarborg ledger recover`.
    Behind(u64),
    /// It is another history from before this many leaves: nothing is signed until `waarborg ledger recover`.
    Forked(u64),
    /// No checkpoint is kept outside.
    Unknown,
}

impl Restore {
    /// Finds out what a restore into this installation comes to. Changes nothing.
    ///
    /// Errs when either archive does not hold, when the two or the root key do not belong together, when the keys are older than the data, when
    /// the journal is lost, and when the installation is not empty.
    pub fn plan(&self, settings: &Settings, store: &waarborg_store::Settings, edge: &Edge<'_>) -> Result<Plan, Error> {
        must_be_empty(settings, store)?;
        let kept = Checkpoints::of(&settings.outside.folders).newest()?;
        let kept = kept.map(|note| read(settings, &note)).transpose()?;
        let size = kept.as_ref().map(|(_, checkpoint)| checkpoint.size);

        let found_keys = Keys::read(Opened::read(&self.keys)?)?;
        let root = root::open(&settings.keys, edge)?;
        let refused = |source| Error::KeyFile { path: self.keys.clone(), source };
        let ring = Ring::open(&found_keys.files, &root).map_err(refused)?;
        let unreadable = RefCell::new(BTreeSet::new());
        let look = |row: &Archived<'_>| look(row, &found_keys, &ring, &mut unreadable.borrow_mut());
        let found_data = Data::read(Opened::read(&self.data)?, None, size, &look)?;
        self.belong_together(&found_data, &found_keys, &ring)?;
        let unreadable = unreadable.into_inner();
        let against = self.against(&found_data, kept.as_ref(), &ring)?;
        let destroyed = match outside::destroyed(&settings.outside.folders) {
            Err(outside::Error::Lost { .. }) if self.without_journal => BTreeSet::new(),
            Err(outside::Error::Lost { folders }) => return Err(Error::NoJournal { folders }),
            destroyed => destroyed?,
        };
        let told = tell(&found_data, &found_keys, &destroyed, &unreadable, against);
        let mut destroyed = destroyed;
        destroyed.extend(unreadable);
        let archived = |path: &PathBuf, source| Error::Archive { path: path.clone(), source };
        let (data, keys) = (Opened::read(&self.data)?, Opened::read(&self.keys)?);
        let contents = archive::verify(keys.archive().map_err(|source| keys.io(source))?);
        let schema = contents.map_err(|source| archived(&self.keys, source))?.schema;
        let Keys { made_at: keys_made_at, files, .. } = found_keys;
        let (epochs, epoch) = (ring.epochs().count(), ring.newest_epoch());
        Ok(Plan { data, keys, root, files, destroyed, schema, keys_made_at, epochs, epoch, told })
    }

    fn belong_together(&self, data: &Data, keys: &Keys, ring: &Ring) -> Result<(), Error> {
        match data.ring {
            Some((of, _)) if of != ring.id() => {
                return Err(Error::OtherRing { data: self.data.clone(), keys: self.keys.clone() });
            }
            Some((_, epoch)) if epoch > ring.newest_epoch() => {
                return Err(Error::EpochBehind {
                    keys: self.keys.clone(),
                    newest: ring.newest_epoch(),
                    database: epoch,
                });
            }
            None if !data.people.is_empty() => {
                return Err(Error::OtherRing { data: self.data.clone(), keys: self.keys.clone() });
            }
            _ => {}
        }
        let older = keys.leaves < data.ledger.leaves() || keys.made_at < data.made_at;
        if older && !self.older_keys {
            return Err(Error::OlderKeys { keys: self.keys.clone() });
        }
        Ok(())
    }

    /// Holds both checkpoints, that of the data and the one outside, to the key of the ledger, and compares them.
    fn against(&self, data: &Data, kept: Option<&(Note, Checkpoint)>, ring: &Ring) -> Result<Against, Error> {
        let signed = data.ledger.checkpoint.as_ref();
        let Some(origin) = signed.or(kept.map(|(_, kept)| kept)).map(|checkpoint| checkpoint.origin.clone()) else {
            return Ok(Against::Unknown);
        };
        let refused = |why: String| Error::Ledger { path: self.data.clone(), why };
        let key = SigningKey::from_seed(&origin, ring.ledger_seed()).map_err(|error| refused(error.to_string()))?;
        data.ledger.signed_by(key.verifier()).map_err(refused)?;
        let Some((note, kept)) = kept else { return Ok(Against::Unknown) };
        let ours = Checkpoint::open(note, &origin, std::slice::from_ref(key.verifier()));
        ours.map_err(|error| refused(format!("the checkpoint outside is not of this ledger: {error}")))?;
        let size = signed.map_or(0, |signed| signed.size);
        Ok(match data.ledger.root_at {
            _ if kept.size > size => Against::Behind(kept.size - size),
            Some(root) if root == kept.root => Against::Whole,
            _ => Against::Forked(kept.size),
        })
    }
}

/// A checkpoint that is kept outside, as it reads.
fn read(settings: &Settings, note: &str) -> Result<(Note, Checkpoint), Error> {
    let parsed = Note::parse(note.as_bytes()).and_then(|note| Ok((note.text().parse()?, note)));
    let altered = || settings.outside.folders.first().map(|folder| folder.join("checkpoint")).unwrap_or_default();
    parsed
        .map(|(checkpoint, note)| (note, checkpoint))
        .map_err(|_| outside::Error::Altered { path: altered(), line: 1 }.into())
}

/// Notes the key of a person whose record it does not open.
fn look(row: &Archived<'_>, keys: &Keys, ring: &Ring, unreadable: &mut BTreeSet<[u8; 16]>) -> Result<(), &'static str> {
    let person = row.get::<i64>("number").zip(row.get::<[u8; 16]>("id")).zip(row.get::<&[u8]>("record"));
    let ((number, id), record) = person.ok_or("a person is incomplete")?;
    // Of keys of another installation nothing opens; that is found and said when both are known.
    let Some(key) = keys.of(number) else { return Ok(()) };
    if !erasure::opens(ring, Token::from_bytes(id), key.epoch, &key.wrapped, record).unwrap_or(true) {
        unreadable.insert(key.id);
    }
    Ok(())
}

/// Compares who is in the data with who has a key.
fn tell(
    data: &Data,
    keys: &Keys,
    destroyed: &BTreeSet<[u8; 16]>,
    unreadable: &BTreeSet<[u8; 16]>,
    against: Against,
) -> Restored {
    let mut told = Restored {
        data_of: data.made_at,
        keys_of: keys.made_at,
        people: 0,
        without_key: 0,
        erased_again: 0,
        outdated: 0,
        unknown_keys: 0,
        leaves: data.ledger.leaves(),
        against,
    };
    for person in &data.people {
        *match keys.of(*person) {
            None => &mut told.without_key,
            Some(key) if destroyed.contains(&key.id) => &mut told.erased_again,
            Some(key) if unreadable.contains(&key.id) => &mut told.outdated,
            Some(_) => &mut told.people,
        } += 1;
    }
    told.unknown_keys = keys.people() - told.people - told.erased_again - told.outdated;
    told
}

fn must_be_empty(settings: &Settings, store: &waarborg_store::Settings) -> Result<(), Error> {
    let taken = |what: String| Err(Error::NotEmpty { what });
    if KeyFolder::at(&settings.keys.folder).has_keys()? {
        return taken(format!("a key folder with keys, {},", settings.keys.folder.display()));
    }
    match settings.data.database {
        Database::Sqlite => {
            let file = settings.data.folder.join("waarborg.db");
            let beside = ["", "-wal", "-journal"].map(|end| format!("{}{end}", file.display()));
            match beside.iter().find(|path| std::path::Path::new(path).symlink_metadata().is_ok()) {
                Some(path) => taken(format!("a database, {path},")),
                None => Ok(()),
            }
        }
        Database::Postgres(_) if waarborg_store::inspect(store)? > 0 => taken("a database with tables".to_owned()),
        Database::Postgres(_) => Ok(()),
    }
}

impl Plan {
    /// What it comes to.
    pub fn told(&self) -> &Restored {
        &self.told
    }

    /// Restores: data, then keys, then everybody without a key and everybody in the journal goes, and only then the key files are written. Until
    /// these are there nothing opens, so a restore that breaks off leaves nothing that serves.
    pub fn carry_out(
        self,
        settings: &Settings,
        store: &waarborg_store::Settings,
        means: &Means,
    ) -> Result<Restored, Error> {
        if settings.data.database == Database::Sqlite {
            let folder = &settings.data.folder;
            let made = crate::make_data_folder(folder);
            made.map_err(|source| Error::Io { path: folder.clone(), source })?;
        }
        // The keys are of the later schema of the two; from there on both are brought up to date together.
        let known = MIGRATIONS.iter().take_while(|migration| migration.number <= self.schema).count();
        let data = archive::load(store, &MIGRATIONS[..known], Orphans::Refuse, || self.data.archive());
        data.map_err(|source| self.data.failed(source))?;
        let keys = archive::load(store, MIGRATIONS, Orphans::LeaveOut, || self.keys.archive());
        keys.map_err(|source| self.keys.failed(source))?;
        self.erase_again(store, means)?;
        self.put_keys(settings, means)?;
        Ok(self.told)
    }

    /// Erases everybody without a key, and everybody whom the journal names.
    fn erase_again(&self, settings: &waarborg_store::Settings, means: &Means) -> Result<(), Error> {
        let store = Store::open(settings, MIGRATIONS)?;
        let destroyed = std::sync::Arc::new(self.destroyed.clone());
        let mut next = Some(0);
        while let Some(after) = next {
            let destroyed = std::sync::Arc::clone(&destroyed);
            let body = move |_: &mut Ctx, tx: &mut Tx<'_>| erasure::replay(tx, &destroyed, after, BATCH);
            next = store.write_blocking(means.ctx(), body)?.last;
        }
        store.checkpoint()?;
        store.close();
        Ok(())
    }

    fn put_keys(&self, settings: &Settings, means: &Means) -> Result<(), Error> {
        // Opened once more, from what is going to be written.
        let opened = Ring::open(&self.files, &self.root);
        opened.map_err(|source| Error::KeyFile { path: self.keys.path.clone(), source })?;
        let folder = KeyFolder::at(&settings.keys.folder);
        folder.create(&self.files, means.clock.now())?;
        if let Some(mut turn) = folder.turn()? {
            // As old as the archive is: copies of the lost disk open until the rotation that is due then.
            turn.note(State { epoch: self.epoch, begun_at: self.keys_made_at, under_way: self.epochs > 1 })?;
        }
        Ok(())
    }
}
