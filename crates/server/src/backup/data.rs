use std::path::{Path, PathBuf};

use waarborg_base::Timestamp;
use waarborg_seal::RingId;
use waarborg_store::archive::{self, Archived, Choice, Contents};
use waarborg_tlog::VerifierKey;

use super::fresh::Fresh;
use super::head::Opened;
use super::{Error, Head, Ledger, Written, stamp};

/// The table that is never among the data.
const KEY_TABLE: &str = "vault_key";

/// What an archive of the data holds.
#[derive(Debug)]
pub struct Data {
    /// When it was begun.
    pub made_at: Timestamp,
    /// Its tables and how many rows of each there are.
    pub contents: Contents,
    /// The ledger.
    pub ledger: Ledger,
    /// The key that the signature of the checkpoint was checked with.
    pub key: Option<VerifierKey>,
    /// The people in it, by number.
    pub(super) people: Vec<i64>,
    /// The key ring that the data belongs to, and the epoch it was written under.
    pub(super) ring: Option<(RingId, u32)>,
}

/// Writes every table but the wrapped person keys, as they are at one moment, into a new file of the folder, and reads it back. Works beside a
/// running server. `key` is the public key of the ledger, if it is known.
pub fn write_data(
    store: &waarborg_store::Settings,
    folder: &Path,
    now: Timestamp,
    key: Option<&VerifierKey>,
) -> Result<Written<Data>, Error> {
    let path = free(folder, now);
    let fresh = Fresh::begin(&path)?;
    let head = Head::Data { made_at: now.as_micros(), ledger_key: key.map(ToString::to_string) };
    head.write(&fresh.file).map_err(|source| Error::Io { path: path.clone(), source })?;
    let without_keys = Choice::Except(&[KEY_TABLE]);
    archive::dump(store, without_keys, &fresh.file).map_err(|source| Error::Archive { path: path.clone(), source })?;
    fresh.sync()?;
    let found = Data::read(Opened::read(fresh.path())?, key, None, &|_| Ok(()))?;
    fresh.keep()?;
    Ok(Written { path, found })
}

/// The name of a moment, or the first after it that is free.
fn free(folder: &Path, now: Timestamp) -> PathBuf {
    let name = |number: u32| match number {
        1 => format!("data-{}.waarborg", stamp(now)),
        more => format!("data-{}-{more}.waarborg", stamp(now)),
    };
    let paths = (1..).map(|number| folder.join(name(number)));
    let mut paths = paths.skip_while(|path| path.symlink_metadata().is_ok());
    paths.next().expect("a folder holds fewer files than there are numbers")
}

impl Data {
    /// Reads one to its end. `size` is that of a checkpoint whose root is wanted; `look` sees every person, and may find one damaged.
    pub(super) fn read(
        opened: Opened,
        key: Option<&VerifierKey>,
        size: Option<u64>,
        look: &dyn Fn(&Archived<'_>) -> Result<(), &'static str>,
    ) -> Result<Self, Error> {
        let Head::Data { made_at, ledger_key } = &opened.head else {
            return Err(Error::Kind { path: opened.path, found: "keys", wanted: "data" });
        };
        let said = ledger_key.as_deref().map(str::parse).transpose();
        let said = said.map_err(|_| opened.damaged("it names a key that is none"))?;
        let key = key.cloned().or(said);
        let made_at =
            Timestamp::from_micros(*made_at).ok_or_else(|| opened.damaged("it was made at no time that there is"))?;
        let mut walk = Walk { ledger: Ledger::noting(size), people: Vec::new(), ring: None, look };
        let contents = archive::walk(opened.archive().map_err(|source| opened.io(source))?, |row| walk.row(&row));
        let contents = contents.map_err(|stopped| stopped.of(&opened))?;
        let Walk { mut ledger, people, ring, .. } = walk;
        ledger.check(key.as_ref()).map_err(|why| Error::Ledger { path: opened.path.clone(), why })?;
        Ok(Self { made_at, contents, ledger, key, people, ring })
    }

    /// How many people are in it.
    pub fn people(&self) -> u64 {
        self.people.len() as u64
    }
}

struct Walk<'l> {
    ledger: Ledger,
    people: Vec<i64>,
    ring: Option<(RingId, u32)>,
    look: &'l dyn Fn(&Archived<'_>) -> Result<(), &'static str>,
}

/// Why reading stopped.
enum Stopped {
    Archive(archive::Error),
    Ledger(String),
    Damaged(&'static str),
}

impl From<archive::Error> for Stopped {
    fn from(error: archive::Error) -> Self {
        Self::Archive(error)
    }
}

impl Stopped {
    fn of(self, opened: &Opened) -> Error {
        match self {
            Self::Archive(source) => opened.failed(source),
            Self::Ledger(why) => Error::Ledger { path: opened.path.clone(), why },
            Self::Damaged(why) => opened.damaged(why),
        }
    }
}

impl Walk<'_> {
    fn row(&mut self, row: &Archived<'_>) -> Result<(), Stopped> {
        match row.table {
            KEY_TABLE => return Err(Stopped::Damaged("it holds person keys, which a backup of the data never does")),
            "vault_person" => {
                let number = row.get("number").ok_or(Stopped::Damaged("a person has no number"))?;
                if self.people.last().is_some_and(|last| *last >= number) {
                    return Err(Stopped::Damaged("its people are out of order"));
                }
                (self.look)(row).map_err(Stopped::Damaged)?;
                self.people.push(number);
            }
            "vault_ring" => {
                let ring = row.get::<[u8; 16]>("ring").zip(row.get::<u32>("epoch"));
                let (ring, epoch) = ring.ok_or(Stopped::Damaged("its key ring is none"))?;
                self.ring = Some((RingId::from_bytes(ring), epoch));
            }
            _ => self.ledger.row(row).map_err(Stopped::Ledger)?,
        }
        Ok(())
    }
}
