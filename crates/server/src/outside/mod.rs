//! What is kept outside the database and every backup of it: the newest checkpoint of the ledger, and the journal of erasures.
//!
//! A database can be put back from an old copy; these folders are what tells so. They hold no personal data.

mod checkpoint;
mod error;
mod journal;

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use checkpoint::Newest;
pub use error::Error;
pub use journal::Entry;
use journal::Journal;
use waarborg_ledger::OutsideError;
use waarborg_tlog::VerifierKey;
use waarborg_vault::erasure::Erasure;

use crate::private;

/// The file of the journal in a folder.
const JOURNAL: &str = "erasures";

/// The journal of erasures, in every folder alike. A cheap handle.
#[derive(Clone)]
pub struct Erasures {
    shared: Arc<Shared>,
}

struct Shared {
    journals: Mutex<Vec<Journal>>,
    waiting: Mutex<Vec<Waiting>>,
}

/// Entries that somebody waits for, and how to tell when they are durable.
struct Waiting {
    entries: Vec<Entry>,
    tell: Sender<Result<(), Arc<Error>>>,
}

/// What was found on opening.
pub struct Found {
    /// Every key that was ever destroyed.
    pub destroyed: BTreeSet<[u8; 16]>,
    /// Folders that lacked lines which another had, and have them now.
    pub completed: Vec<PathBuf>,
}

impl Erasures {
    /// Makes the folders of a new installation, and begins a journal in each. What is there stays.
    pub fn make(folders: &[PathBuf]) -> Result<(), Error> {
        for folder in folders {
            private::make_folder(folder)?;
            Journal::begin(&folder.join(JOURNAL))?;
        }
        Ok(())
    }

    /// Opens the folders for the one process that answers, and completes each with what only another has.
    ///
    /// Errs when a file is not as it was written or not private, when another process has them open, and with [`Error::Lost`] when none of
    /// them has a journal.
    pub fn open(folders: &[PathBuf]) -> Result<(Self, Found), Error> {
        let has_one = |folder: &PathBuf| folder.join(JOURNAL).symlink_metadata().is_ok();
        if !folders.iter().any(has_one) {
            return Err(Error::Lost { folders: folders.to_vec() });
        }
        let lacking: Vec<PathBuf> = folders.iter().filter(|folder| !has_one(folder)).cloned().collect();
        Self::make(&lacking)?;
        let opened = folders.iter().map(|folder| {
            private::check_folder(folder)?;
            private::finish(folder)?;
            Journal::open(folder.join(JOURNAL))
        });
        let (mut journals, entries): (Vec<Journal>, Vec<Vec<Entry>>) =
            opened.collect::<Result<Vec<_>, Error>>()?.into_iter().unzip();
        let mut completed = Vec::new();
        let mut seen = HashSet::new();
        let all: Vec<Entry> = entries.iter().flatten().filter(|entry| seen.insert(*entry)).cloned().collect();
        for (at, journal) in journals.iter_mut().enumerate() {
            let own: HashSet<&Entry> = entries[at].iter().collect();
            let lacks: Vec<Entry> = all.iter().filter(|entry| !own.contains(entry)).cloned().collect();
            if !lacks.is_empty() {
                journal.append(&lacks)?;
                completed.push(folders[at].clone());
            }
        }
        let destroyed = all.iter().map(|entry| entry.key).collect();
        let checkpoints = Checkpoints::of(folders);
        if let Some(newest) = checkpoints.newest()? {
            checkpoints.advance(&newest)?;
        }
        let shared = Shared { journals: Mutex::new(journals), waiting: Mutex::new(Vec::new()) };
        Ok((Self { shared: Arc::new(shared) }, Found { destroyed, completed }))
    }

    /// Writes down that keys were destroyed. When it returns, that is durable in every folder; several callers share one write.
    ///
    /// Blocks. When it errs, the caller must not say that the erasure is done.
    pub fn record(&self, entries: Vec<Entry>) -> Result<(), Error> {
        let (tell, told) = channel();
        lock(&self.shared.waiting).push(Waiting { entries, tell });
        {
            // Whoever is first here writes for all who wait by then; the others find their answer.
            let mut journals = lock(&self.shared.journals);
            let waiting = std::mem::take(&mut *lock(&self.shared.waiting));
            if !waiting.is_empty() {
                let all: Vec<Entry> = waiting.iter().flat_map(|one| one.entries.iter().cloned()).collect();
                let outcome = journals.iter_mut().try_for_each(|journal| journal.append(&all)).map_err(Arc::new);
                for one in waiting {
                    // Nobody takes back what they wait for: the receiver lives on the stack of its caller.
                    one.tell.send(outcome.clone()).ok();
                }
            }
        }
        told.recv().expect("whoever took the entry has told").map_err(Error::Shared)
    }

    /// Whether every write so far succeeded. After one that failed, no erasure is answered until the next start.
    pub fn works(&self) -> bool {
        lock(&self.shared.journals).iter().all(Journal::works)
    }
}

impl From<&Erasure> for Entry {
    fn from(erasure: &Erasure) -> Self {
        Self { at: erasure.erased_at, erasure: *erasure.id.as_bytes(), key: erasure.key }
    }
}

/// The checkpoints in the folders, for whoever signs: the process that answers, or a command beside it.
pub struct Checkpoints {
    newest: Vec<Newest>,
}

impl Checkpoints {
    /// Those in these folders.
    pub fn of(folders: &[PathBuf]) -> Self {
        Self { newest: folders.iter().cloned().map(Newest::of).collect() }
    }

    /// The newest checkpoint that any of the folders keeps.
    pub fn newest(&self) -> Result<Option<String>, Error> {
        let kept: Vec<Option<String>> = self.newest.iter().map(Newest::read).collect::<Result<_, _>>()?;
        Ok(kept.into_iter().flatten().max_by_key(|note| checkpoint::size(note)))
    }

    /// Keeps a checkpoint in each folder, unless it is older than what is kept there. Errs when it contradicts what is kept.
    pub fn advance(&self, note: &str) -> Result<(), Error> {
        self.newest.iter().try_for_each(|newest| newest.advance(note))
    }
}

impl waarborg_ledger::Outside for Checkpoints {
    fn newest(&self) -> Result<Option<String>, OutsideError> {
        Ok(Self::newest(self)?)
    }

    fn advance(&self, note: &str) -> Result<(), OutsideError> {
        Ok(Self::advance(self, note)?)
    }

    fn replace(&self, note: &str) -> Result<(), OutsideError> {
        self.newest.iter().try_for_each(|newest| newest.replace(note))?;
        Ok(())
    }
}

/// Every key that was ever destroyed, for a command that only looks. Errs with [`Error::Lost`] when none of the folders has a journal.
pub fn destroyed(folders: &[PathBuf]) -> Result<BTreeSet<[u8; 16]>, Error> {
    let journals: Vec<PathBuf> = folders.iter().map(|folder| folder.join(JOURNAL)).collect();
    let there = journals.iter().filter(|path| path.symlink_metadata().is_ok());
    let found: Vec<Vec<Entry>> = there.map(|path| Journal::entries(path)).collect::<Result<_, _>>()?;
    if found.is_empty() {
        return Err(Error::Lost { folders: folders.to_vec() });
    }
    Ok(found.into_iter().flatten().map(|entry| entry.key).collect())
}

/// The file of the ledger's public key in a folder: who verifies the database needs it, and need not open the keys for it.
const LEDGER_KEY: &str = "ledger-key";

/// Keeps the public key of the ledger in each folder.
pub fn keep_ledger_key(folders: &[PathBuf], key: &VerifierKey) -> Result<(), Error> {
    let text = format!("{key}\n");
    for path in folders.iter().map(|folder| folder.join(LEDGER_KEY)) {
        let kept = path.symlink_metadata().is_ok() && private::read(&path)?.as_slice() == text.as_bytes();
        if !kept {
            private::write(&path, text.as_bytes())?;
        }
    }
    Ok(())
}

/// The public key of the ledger as it was kept, in the first folder that has it.
pub fn ledger_key(folders: &[PathBuf]) -> Result<Option<VerifierKey>, Error> {
    for path in folders.iter().map(|folder| folder.join(LEDGER_KEY)) {
        if path.symlink_metadata().is_ok() {
            let text = private::read(&path)?;
            let key = std::str::from_utf8(&text).ok().and_then(|text| text.trim_end().parse().ok());
            return key.map(Some).ok_or(Error::Altered { path, line: 1 });
        }
    }
    Ok(None)
}

/// What a folder holds, for a command that only looks: how many erasures, and how large the tree was.
pub fn look(folder: &Path) -> Result<(u64, Option<u64>), Error> {
    private::check_folder(folder)?;
    let erasures = Journal::look(&folder.join(JOURNAL))?;
    Ok((erasures, Newest::of(folder.to_owned()).read()?.as_deref().and_then(checkpoint::size)))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
