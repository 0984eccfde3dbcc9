//! Where the root key comes from: a file or a credential of systemd, sealed under a passphrase or not.

use std::io;
use std::path::{Path, PathBuf};

use waarborg_base::{Ctx, SecretString};
use waarborg_seal::{Effort, PassphraseRoot, RootFile, RootKey};
use zeroize::Zeroizing;

use super::Error;
use crate::private::{self, Unsafe};
use crate::settings::{Keys, RootSource};

/// What only the edge of the process can know or do.
#[derive(Clone, Copy)]
pub struct Edge<'a> {
    /// The folder in which systemd puts credentials (`$CREDENTIALS_DIRECTORY`).
    pub credentials: Option<&'a Path>,
    /// Asks whoever sits at the terminal for a passphrase, without showing what is typed.
    pub ask: &'a dyn Fn() -> io::Result<Zeroizing<String>>,
}

/// Opens the root key. Errs by the name of the file or credential.
pub fn open(settings: &Keys, edge: &Edge<'_>) -> Result<RootKey, Error> {
    let (path, bytes) = match &settings.root {
        RootSource::File(path) => (path.clone(), private::read(path).map_err(missing)?),
        RootSource::Credential(name) => credential(name, edge)?,
    };
    match RootFile::read(&bytes).map_err(|source| Error::NotARootKey { path: path.clone(), source })? {
        RootFile::Key(key) => Ok(key),
        RootFile::Passphrase(sealed) => {
            let passphrase = passphrase(settings, edge)?;
            sealed.open(&passphrase).map_err(|source| Error::NotARootKey { path, source })
        }
    }
}

/// Writes a root key where the settings say, for this user only, under a passphrase when one is given. Errs when something is there already,
/// and when it is for systemd to hand over.
pub fn write(settings: &Keys, ctx: &mut Ctx, key: &RootKey, passphrase: Option<&SecretString>) -> Result<(), Error> {
    let path = match &settings.root {
        RootSource::File(path) => path,
        RootSource::Credential(name) => return Err(Error::RootIsACredential { name: name.clone() }),
    };
    if path.symlink_metadata().is_ok() {
        return Err(Error::AlreadyThere { path: path.clone() });
    }
    let text = match passphrase {
        None => key.to_file(),
        Some(passphrase) => PassphraseRoot::seal(ctx, key, passphrase, Effort::USUAL)?.to_file(),
    };
    Ok(private::write(path, text.as_bytes())?)
}

/// The passphrase, from where the settings say. Errs when nobody can be asked.
pub fn passphrase(settings: &Keys, edge: &Edge<'_>) -> Result<SecretString, Error> {
    let text = match &settings.passphrase {
        None => (edge.ask)().map_err(Error::NobodyToAsk)?,
        Some(name) => {
            let (path, bytes) = credential(name, edge)?;
            let text = std::str::from_utf8(&bytes).map_err(|_| Error::NotText { path })?;
            Zeroizing::new(text.to_owned())
        }
    };
    Ok(text.trim_end_matches(['\r', '\n']).into())
}

/// A credential is private by the doing of systemd, which owns it; its mode says little.
fn credential(name: &str, edge: &Edge<'_>) -> Result<(PathBuf, Zeroizing<Vec<u8>>), Error> {
    let folder = edge.credentials.ok_or_else(|| Error::NoCredentials { name: name.to_owned() })?;
    let path = folder.join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Ok((path, Zeroizing::new(bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::NoCredentials { name: name.to_owned() }),
        Err(source) => Err(Unsafe::Io { path, source }.into()),
    }
}

fn missing(error: Unsafe) -> Error {
    match error {
        Unsafe::Missing { path } => Error::NoRoot { path },
        other => other.into(),
    }
}
