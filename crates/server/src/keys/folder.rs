//! The key folder: one file for each key, for this user only.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use waarborg_base::Timestamp;

use super::{Error, State, Turn};
use crate::private::{self, Unsafe};

/// Held by whoever rotates, so that only one does; remembers how far that is.
const ROTATION: &str = "rotation";

/// There when somebody asks the server for a rotation.
const ASKED: &str = "rotate-now";

/// The folder of the key files.
#[derive(Clone, Debug)]
pub struct KeyFolder {
    path: PathBuf,
}

/// A name and what is in the file of that name.
pub type KeyFile = (String, Vec<u8>);

impl KeyFolder {
    /// The folder at `path`, there or not.
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it holds any key file.
    pub fn has_keys(&self) -> Result<bool, Error> {
        match private::names(&self.path) {
            Err(Unsafe::Missing { .. }) => Ok(false),
            names => Ok(names?.iter().any(|name| is_key(name))),
        }
    }

    /// Every key file. What a killed process left half done is ended first.
    ///
    /// Errs when the folder or any file in it is not private, by its name.
    pub fn read(&self) -> Result<Vec<KeyFile>, Error> {
        private::check_folder(&self.path)?;
        let _alone = self.alone()?;
        private::finish(&self.path)?;
        let names = private::names(&self.path)?.into_iter().filter(|name| is_key(name));
        let files = names.map(|name| {
            let bytes = private::read(&self.path.join(&name))?;
            Ok((name, bytes.to_vec()))
        });
        files.collect()
    }

    /// Writes the files of a new set of keys, made `now`, and makes the folder. Errs when there are keys already; then nothing is written.
    pub fn create(&self, files: &[KeyFile], now: Timestamp) -> Result<(), Error> {
        private::make_folder(&self.path)?;
        let _alone = self.alone()?;
        private::finish(&self.path)?;
        if self.has_keys()? {
            return Err(Error::AlreadyThere { path: self.path.clone() });
        }
        let state = State { epoch: 1, begun_at: now, under_way: false };
        private::write(&self.path.join(ROTATION), state.text().as_bytes())?;
        files.iter().try_for_each(|(name, bytes)| Ok(private::write(&self.path.join(name), bytes)?))
    }

    /// Adds one file. Durable when it returns.
    pub fn add(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let _alone = self.alone()?;
        Ok(private::write(&self.path.join(name), bytes)?)
    }

    /// Overwrites one file and takes it away, durably.
    pub fn destroy(&self, name: &str) -> Result<(), Error> {
        let _alone = self.alone()?;
        Ok(private::destroy(&self.path.join(name))?)
    }

    /// The right to rotate; `None` while somebody else has it.
    pub fn turn(&self) -> Result<Option<Turn>, Error> {
        let path = self.path.join(ROTATION);
        let file = private::open_or_make(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Turn { file, path })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(Unsafe::Io { path, source }.into()),
        }
    }

    /// How far the rotation is, for whoever only looks; `None` when nothing is known of it.
    pub fn state(&self) -> Result<Option<State>, Error> {
        match private::read(&self.path.join(ROTATION)) {
            Err(Unsafe::Missing { .. }) => Ok(None),
            text => Ok(std::str::from_utf8(&text?).ok().and_then(State::parse)),
        }
    }

    /// The names of the key files.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        Ok(private::names(&self.path)?.into_iter().filter(|name| is_key(name)).collect())
    }

    /// Asks the server that runs for a rotation.
    pub fn ask_for_rotation(&self) -> Result<(), Error> {
        Ok(private::write(&self.path.join(ASKED), b"")?)
    }

    /// Whether somebody asked for a rotation.
    pub fn is_rotation_asked(&self) -> bool {
        self.path.join(ASKED).symlink_metadata().is_ok()
    }

    /// Forgets that somebody asked for a rotation.
    pub(crate) fn forget_asked(&self) -> Result<(), Error> {
        Ok(private::destroy(&self.path.join(ASKED))?)
    }

    /// Waits until nobody else reads or changes the folder. Held for the moment only.
    fn alone(&self) -> Result<File, Error> {
        let locked = File::open(&self.path).and_then(|folder| folder.lock().map(|()| folder));
        locked.map_err(|source| Unsafe::Io { path: self.path.clone(), source }.into())
    }
}

/// Everything in the folder is a key file or refused, but for the two files of the rotation.
fn is_key(name: &str) -> bool {
    name != ROTATION && name != ASKED
}
