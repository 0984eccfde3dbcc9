//! The newest checkpoint, in one folder: a database that is behind it was rolled back.

use std::fs::File;
use std::path::PathBuf;

use super::Error;
use crate::private::{self, Unsafe};

/// The checkpoint in one folder.
pub(super) struct Newest {
    folder: PathBuf,
    path: PathBuf,
}

/// What decides which of two checkpoints is newer: the lines of the text itself (C2SP tlog-checkpoint).
#[derive(Clone, Debug, PartialEq, Eq)]
struct Head {
    origin: String,
    size: u64,
    root: String,
}

impl Newest {
    pub(super) fn of(folder: PathBuf) -> Self {
        let path = folder.join("checkpoint");
        Self { folder, path }
    }

    /// The checkpoint that is kept, if any. Whether it is signed, the ledger finds out.
    pub(super) fn read(&self) -> Result<Option<String>, Error> {
        match private::read(&self.path) {
            Err(Unsafe::Missing { .. }) => Ok(None),
            Err(error) => Err(error.into()),
            Ok(bytes) => {
                let text = String::from_utf8(bytes.to_vec()).map_err(|_| self.altered())?;
                head(&text).ok_or_else(|| self.altered())?;
                Ok(Some(text))
            }
        }
    }

    /// Keeps a checkpoint, durably, when it is newer than the one that is kept. Errs when it is of another ledger, or says something else
    /// of the same size: what was kept stays.
    pub(super) fn advance(&self, note: &str) -> Result<(), Error> {
        let given = head(note).ok_or_else(|| self.altered())?;
        let _alone = self.alone()?;
        if let Some(kept) = self.read()?.as_deref().and_then(head) {
            let other = kept.origin != given.origin || (kept.size == given.size && kept.root != given.root);
            if other {
                return Err(Error::Fork { path: self.path.clone(), size: kept.size });
            }
            if given.size <= kept.size {
                return Ok(());
            }
        }
        Ok(private::write(&self.path, note.as_bytes())?)
    }

    /// Keeps a checkpoint whatever was kept before, which stays beside it for ever: the evidence of what was recovered from.
    pub(super) fn replace(&self, note: &str) -> Result<(), Error> {
        let _alone = self.alone()?;
        if let Some(left) = self.read()?.filter(|kept| kept != note) {
            let size = head(&left).map_or(0, |head| head.size);
            let mut evidence = self.folder.join(format!("checkpoint-{size}-left"));
            let mut again = 1;
            while evidence.symlink_metadata().is_ok() && private::read(&evidence)?.as_slice() != left.as_bytes() {
                again += 1;
                evidence = self.folder.join(format!("checkpoint-{size}-left-{again}"));
            }
            private::write(&evidence, left.as_bytes())?;
        }
        Ok(private::write(&self.path, note.as_bytes())?)
    }

    /// Between looking and writing, nobody else may.
    fn alone(&self) -> Result<File, Error> {
        let lock = File::open(&self.folder).and_then(|folder| folder.lock().map(|()| folder));
        lock.map_err(|source| Unsafe::Io { path: self.folder.clone(), source }.into())
    }

    fn altered(&self) -> Error {
        Error::Altered { path: self.path.clone(), line: 1 }
    }
}

/// How many leaves the tree of a checkpoint has.
pub(super) fn size(note: &str) -> Option<u64> {
    head(note).map(|head| head.size)
}

fn head(note: &str) -> Option<Head> {
    let mut lines = note.lines();
    let origin = lines.next().filter(|origin| !origin.is_empty())?.to_owned();
    let size = lines.next()?;
    let root = lines.next().filter(|root| !root.is_empty())?.to_owned();
    let number: u64 = size.parse().ok()?;
    (number.to_string() == size).then_some(Head { origin, size: number, root })
}
