//! The key folder: one file for each key, for this user only.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::Error;
use crate::private::{self, Unsafe};

/// Held by whoever rotates, so that only one does.
const ROTATION: &str = "rotation.lock";

/// The folder of the key files.
#[derive(Clone, Debug)]
pub struct KeyFolder {
    path: PathBuf,
}

/// A name and what is in the file of that name.
pub type KeyFile = (String, Vec<u8>);

/// The right to rotate: as long as it is held, nobody else does.
pub struct Turn {
    _file: File,
}

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
            names => Ok(names?.iter().any(|name| name != ROTATION)),
        }
    }

    /// Every key file. What a killed process left half done is ended first.
    ///
    /// Errs when the folder or any file in it is not private, by its name.
    pub fn read(&self) -> Result<Vec<KeyFile>, Error> {
        private::check_folder(&self.path)?;
        let _alone = self.alone()?;
        private::finish(&self.path)?;
        let names = private::names(&self.path)?.into_iter().filter(|name| name != ROTATION);
        let files = names.map(|name| {
            let bytes = private::read(&self.path.join(&name))?;
            Ok((name, bytes.to_vec()))
        });
        files.collect()
    }

    /// Writes the files of a new set of keys, and makes the folder. Errs when there are keys already; then nothing is written.
    pub fn create(&self, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
        private::make_folder(&self.path)?;
        let _alone = self.alone()?;
        private::finish(&self.path)?;
        if self.has_keys()? {
            return Err(Error::AlreadyThere { path: self.path.clone() });
        }
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
            Ok(()) => Ok(Some(Turn { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(Unsafe::Io { path, source }.into()),
        }
    }

    /// Waits until nobody else reads or changes the folder. Held for the moment only.
    fn alone(&self) -> Result<File, Error> {
        let locked = File::open(&self.path).and_then(|folder| folder.lock().map(|()| folder));
        locked.map_err(|source| Unsafe::Io { path: self.path.clone(), source }.into())
    }
}
