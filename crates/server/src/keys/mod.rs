//! The keys on disk: the key folder, and the root key that opens it.
//!
//! Nothing here is ever made in place of what is lost: new keys could not open what the old ones closed.

mod error;
mod folder;
pub mod root;
mod state;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use folder::{KeyFile, KeyFolder};
pub use root::Edge;
pub use state::{State, Turn};
use waarborg_base::{Ctx, SecretString};
use waarborg_seal::{Ring, Root, RootKey};

use crate::settings::{Keys, RootSource};

/// The keys of an installation, opened, and where they are.
pub struct Opened {
    /// The keys.
    pub ring: Ring,
    /// The root key. Held as long as keys are rotated.
    pub root: RootKey,
    /// Where the files are.
    pub folder: KeyFolder,
}

/// What was made for a new installation.
pub struct Made {
    /// Whether the root key was made too; otherwise it was there.
    pub root: bool,
}

/// Opens the root key and every key file. Whatever is missing, loose, foreign, swapped, cut, altered or too much is refused here, by name.
pub fn open(settings: &Keys, edge: &Edge<'_>) -> Result<Opened, Error> {
    let folder = KeyFolder::at(&settings.folder);
    if !folder.has_keys()? {
        return Err(Error::None { folder: settings.folder.clone() });
    }
    // Looked at first: a passphrase is not asked for in vain.
    let files = folder.read()?;
    let root = root::open(settings, edge)?;
    let ring = ring_of(&folder, &files, &root)?;
    Ok(Opened { ring, root, folder })
}

/// The ring in the files of a folder.
pub(crate) fn ring_of(folder: &KeyFolder, files: &[KeyFile], root: &dyn Root) -> Result<Ring, Error> {
    Ring::open(files, root).map_err(|source| Error::File { folder: folder.path().to_owned(), source })
}

/// Makes the keys of a new installation: the root key, unless it is there, and then the key files.
///
/// Whoever calls has made sure that no database needs other keys. Errs when there are keys; then nothing is made.
pub fn make(ctx: &mut Ctx, settings: &Keys, edge: &Edge<'_>, passphrase: Option<&SecretString>) -> Result<Made, Error> {
    let folder = KeyFolder::at(&settings.folder);
    if folder.has_keys()? {
        return Err(Error::AlreadyThere { path: settings.folder.clone() });
    }
    let there = match &settings.root {
        RootSource::File(path) => path.symlink_metadata().is_ok(),
        RootSource::Credential(_) => true,
    };
    let root = if there { root::open(settings, edge)? } else { RootKey::generate(ctx) };
    if !there {
        root::write(settings, ctx, &root, passphrase)?;
    }
    let files = Ring::create(ctx).files(ctx, &root)?;
    folder.create(&files, ctx.now)?;
    Ok(Made { root: !there })
}
