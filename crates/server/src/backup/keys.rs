use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use waarborg_base::Timestamp;
use waarborg_seal::{KeyKind, RingId, RootId, describe};
use waarborg_store::archive::{self, Archived, Choice};

use super::fresh::Fresh;
use super::head::Opened;
use super::{Error, Head, Ledger, Written};
use crate::keys::{KeyFile, KeyFolder, Turn};
use crate::settings::Settings;

/// The name of the file: there is one of them at a place.
pub const KEYS: &str = "keys.waarborg";

/// How often it is looked whether a rotation has ended, and for how long.
const LOOK: Duration = Duration::from_millis(100);
const LOOKS: u32 = 1_200;

/// What an archive of the keys holds.
#[derive(Debug)]
pub struct Keys {
    /// When it was begun.
    pub made_at: Timestamp,
    /// Which one at its place.
    pub generation: u64,
    /// How many leaves the ledger had by then.
    pub leaves: u64,
    /// The key ring of the files.
    pub ring: RingId,
    /// The root that they are sealed under.
    pub root: RootId,
    /// The newest epoch.
    pub epoch: u32,
    /// The key files.
    pub(super) files: Vec<KeyFile>,
    /// The key of each person, by number.
    pub(super) people: Vec<PersonKey>,
}

/// The wrapped key of a person.
#[derive(Debug)]
pub(super) struct PersonKey {
    pub(super) person: i64,
    pub(super) id: [u8; 16],
    pub(super) epoch: u32,
    pub(super) wrapped: Vec<u8>,
}

/// The places where the latest key archive is kept up to date: after each rotation a new one takes the place of the one before.
#[derive(Clone)]
pub struct KeyArchives {
    /// The database.
    pub store: waarborg_store::Settings,
    /// The key files.
    pub keys: KeyFolder,
    /// The folders.
    pub places: Vec<PathBuf>,
}

impl KeyArchives {
    /// Those that the settings name, if any.
    pub fn of(settings: &Settings, keys: &KeyFolder) -> Option<Self> {
        let places = settings.backup.keys.clone();
        let store = waarborg_store::Settings::new(settings.data.address());
        (!places.is_empty()).then(|| Self { store, keys: keys.clone(), places })
    }

    /// Writes the key archive in every place, once no rotation goes on. Blocks.
    pub fn write(&self, now: Timestamp) -> Result<Vec<Written<Keys>>, Error> {
        for _ in 0..LOOKS {
            match self.keys.turn()? {
                Some(turn) => return self.write_in(&turn, now),
                None => std::thread::sleep(LOOK),
            }
        }
        Err(Error::Rotating)
    }

    /// Writes the key archive in every place, for whoever has the turn to rotate. Blocks.
    pub fn write_in(&self, turn: &Turn, now: Timestamp) -> Result<Vec<Written<Keys>>, Error> {
        self.places.iter().map(|place| write_keys(&self.store, &self.keys, turn, place, now)).collect()
    }
}

/// Writes the key files as they are and the wrapped person keys, reads that back, and has it take the place of the one before, which is
/// wiped. Whoever holds the turn keeps rotations away, so that no epoch is in it that is destroyed by then.
pub fn write_keys(
    store: &waarborg_store::Settings,
    keys: &KeyFolder,
    _held: &Turn,
    folder: &Path,
    now: Timestamp,
) -> Result<Written<Keys>, Error> {
    let path = folder.join(KEYS);
    let before = match Opened::read(&path).and_then(Keys::read) {
        Ok(before) => Some(before),
        // What cannot be read is of no use, and what is something else is not ours to take away.
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => None,
        Err(Error::Damaged { .. }) => None,
        Err(error) => return Err(error),
    };
    let archived = |source| Error::Archive { path: path.clone(), source };
    let leaves = leaves(store).map_err(archived)?;
    let files = keys.read()?.into_iter().map(|(name, bytes)| (name, hex(&bytes))).collect();
    let head = Head::Keys {
        made_at: now.as_micros(),
        generation: before.as_ref().map_or(0, |before| before.generation) + 1,
        leaves,
        files,
    };
    let fresh = Fresh::begin(&path)?;
    head.write(&fresh.file).map_err(|source| Error::Io { path: path.clone(), source })?;
    archive::dump(store, Choice::Only(&["vault_key"]), &fresh.file).map_err(archived)?;
    fresh.sync()?;
    let found = Keys::read(Opened::read(fresh.path())?)?;
    if let Some(before) = before {
        may_replace(&path, &before, &found)?;
    }
    fresh.keep_instead()?;
    Ok(Written { path, found })
}

/// A newer archive may be all that is left of the keys of newer people: neither another installation nor an older database takes its place.
fn may_replace(path: &Path, before: &Keys, now: &Keys) -> Result<(), Error> {
    if before.ring != now.ring {
        return Err(Error::OtherInstallation { path: path.to_owned() });
    }
    if before.leaves > now.leaves {
        return Err(Error::OlderDatabase { path: path.to_owned(), archive: before.leaves, database: now.leaves });
    }
    Ok(())
}

/// How many leaves the ledger has, those in the queue included. Read before the keys, so it is never too many.
fn leaves(store: &waarborg_store::Settings) -> Result<u64, archive::Error> {
    let mut bytes = Vec::new();
    archive::dump(store, Choice::Only(&["ledger_pending", "ledger_tree"]), &mut bytes)?;
    let (mut ledger, mut size) = (Ledger::default(), 0);
    archive::walk(bytes.as_slice(), |row| {
        if let Some(found) = row.get::<i64>("size") {
            size = u64::try_from(found).unwrap_or(0);
        }
        // Only counts: what is wrong with the ledger is for the archive of the data to find.
        ledger.row(&row).ok();
        Ok::<_, archive::Error>(())
    })?;
    Ok(size + ledger.pending)
}

impl Keys {
    /// Reads one to its end.
    pub(super) fn read(opened: Opened) -> Result<Self, Error> {
        let Head::Keys { made_at, generation, leaves, files } = &opened.head else {
            return Err(Error::Kind { path: opened.path, found: "data", wanted: "keys" });
        };
        let made_at =
            Timestamp::from_micros(*made_at).ok_or_else(|| opened.damaged("it was made at no time that there is"))?;
        let files: Vec<KeyFile> = files
            .iter()
            .map(|(name, text)| Some((name.clone(), from_hex(text)?)))
            .collect::<Option<_>>()
            .ok_or_else(|| opened.damaged("a key file in it is not hexadecimal"))?;
        let (ring, root, epochs) = described(&opened, &files)?;
        let mut people = Vec::new();
        let mut missing = None;
        let mut take = |row: &Archived<'_>| -> Option<()> {
            let (person, epoch): (i64, u32) = (row.get("person")?, row.get("epoch")?);
            if !epochs.contains(&epoch) {
                missing.get_or_insert(epoch);
            }
            let in_order = people.last().is_none_or(|last: &PersonKey| last.person < person);
            people.push(PersonKey { person, id: row.get("key_id")?, epoch, wrapped: row.get("bytes")? });
            (in_order && row.table == "vault_key").then_some(())
        };
        let mut odd = false;
        let archive = opened.archive().map_err(|source| opened.io(source))?;
        let walked = archive::walk(archive, |row| {
            odd |= take(&row).is_none();
            Ok::<_, archive::Error>(())
        });
        walked.map_err(|source| opened.failed(source))?;
        if odd {
            return Err(opened.damaged("it holds something else than person keys in order"));
        }
        if let Some(epoch) = missing {
            return Err(Error::Epoch { path: opened.path, epoch });
        }
        let epoch = epochs.last().copied().unwrap_or(0);
        let (generation, leaves) = (*generation, *leaves);
        Ok(Self { made_at, generation, leaves, ring, root, epoch, files, people })
    }

    /// The key of a person, if it is in it.
    pub(super) fn of(&self, person: i64) -> Option<&PersonKey> {
        let place = self.people.binary_search_by_key(&person, |key| key.person).ok()?;
        self.people.get(place)
    }

    /// How many people have a key in it.
    pub fn people(&self) -> u64 {
        self.people.len() as u64
    }

    /// The names of the key files in it.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }
}

/// The ring, the root and the epochs of key files that all belong together, each kind once.
fn described(opened: &Opened, files: &[KeyFile]) -> Result<(RingId, RootId, BTreeSet<u32>), Error> {
    let refused = |source| Error::KeyFile { path: opened.path.clone(), source };
    let mut kinds = BTreeMap::new();
    for (name, bytes) in files {
        let found = describe(name, bytes).map_err(refused)?;
        if found.kind.file_name() != *name {
            return Err(opened.damaged("a key file in it has the name of another"));
        }
        kinds.insert(found.kind, found);
    }
    let first = kinds.values().next().copied().ok_or_else(|| opened.damaged("it holds no key files"))?;
    if kinds.values().any(|found| (found.ring, found.root) != (first.ring, first.root)) {
        return Err(opened.damaged("its key files are of different key rings or roots"));
    }
    let single = [KeyKind::Index, KeyKind::Suppression, KeyKind::Pepper, KeyKind::Ledger];
    let epochs: BTreeSet<u32> =
        kinds.keys().filter_map(|kind| if let KeyKind::Epoch(number) = kind { Some(*number) } else { None }).collect();
    if epochs.is_empty() || !single.iter().all(|kind| kinds.contains_key(kind)) {
        return Err(opened.damaged("a key file is missing from it"));
    }
    Ok((first.ring, first.root, epochs))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |text, byte| text + &format!("{byte:02x}"))
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |pair: &[u8; 2]| Some(digit(pair[0])? << 4 | digit(pair[1])?);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}
