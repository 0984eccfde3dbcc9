//! Where the root key comes from: a file, a credential of systemd, or a passphrase.

use std::path::{Path, PathBuf};

use waarborg_base::{Digest, from_hex};
use zeroize::Zeroizing;

use super::Error;
use crate::private::{self, Unsafe};
use crate::settings::RootSource;

/// The first words of a root key's file.
const HEAD: &str = "waarborg-root-key-1";

/// Reads what the root key is made of, at the edge: a key of 256 bits, or a passphrase.
pub enum Secret {
    /// The key itself.
    Key(Zeroizing<[u8; 32]>),
    /// What somebody typed, or what a credential holds.
    Passphrase(Zeroizing<String>),
}

/// What only the edge of the process can know.
pub struct Edge<'a> {
    /// The folder in which systemd puts credentials (`$CREDENTIALS_DIRECTORY`).
    pub credentials: Option<PathBuf>,
    /// Asks whoever sits at the terminal, without showing what is typed.
    pub ask: &'a dyn Fn() -> std::io::Result<Zeroizing<String>>,
}

/// Fetches the secret from where the settings say. Errs by the name of the file or credential.
pub fn fetch(source: &RootSource, edge: &Edge<'_>) -> Result<Secret, Error> {
    match source {
        RootSource::File(path) => parse(&private::read(path).map_err(missing_root)?, path),
        RootSource::Credential(name) => {
            let (path, bytes) = credential(name, edge)?;
            parse(&bytes, &path)
        }
        RootSource::Passphrase(Some(name)) => {
            let (path, bytes) = credential(name, edge)?;
            let text = std::str::from_utf8(&bytes).map_err(|_| Error::NotARootKey { path })?;
            passphrase(text)
        }
        RootSource::Passphrase(None) => passphrase(&(edge.ask)().map_err(Error::NobodyToAsk)?),
    }
}

/// A credential is private by the doing of systemd, which owns it; its mode says little.
fn credential(name: &str, edge: &Edge<'_>) -> Result<(PathBuf, Zeroizing<Vec<u8>>), Error> {
    let folder = edge.credentials.as_ref().ok_or_else(|| Error::NoCredentials { name: name.to_owned() })?;
    let path = folder.join(name);
    let bytes = std::fs::read(&path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => Unsafe::Missing { path: path.clone() },
        _ => Unsafe::Io { path: path.clone(), source },
    })?;
    Ok((path, Zeroizing::new(bytes)))
}

fn passphrase(text: &str) -> Result<Secret, Error> {
    let text = text.trim_end_matches(['\r', '\n']);
    if text.chars().count() < LEAST {
        return Err(Error::ShortPassphrase);
    }
    Ok(Secret::Passphrase(Zeroizing::new(text.to_owned())))
}

/// The shortest passphrase, in characters: whoever has the key files can try as many as they can pay for.
pub const LEAST: usize = 16;

/// Writes a root key where the settings say, for this user only. Errs when something is there already.
pub fn write(path: &Path, key: &[u8; 32]) -> Result<(), Error> {
    if path.symlink_metadata().is_ok() {
        return Err(Error::AlreadyThere { folder: path.to_owned() });
    }
    Ok(private::write(path, text(key).as_bytes())?)
}

/// One line: what it is, the key, and a checksum, so that a torn or mistyped one is known for what it is.
pub fn text(key: &[u8; 32]) -> Zeroizing<String> {
    let digits = Zeroizing::new(Digest::from_bytes(*key).to_string());
    Zeroizing::new(format!("{HEAD} {} {}\n", *digits, checksum(key)))
}

fn parse(bytes: &[u8], path: &Path) -> Result<Secret, Error> {
    let wrong = || Error::NotARootKey { path: path.to_owned() };
    let text = std::str::from_utf8(bytes).map_err(|_| wrong())?;
    let parts: Vec<&str> = text.split_whitespace().collect();
    let [HEAD, digits, check] = parts[..] else { return Err(wrong()) };
    let key = Zeroizing::new(from_hex(digits).ok_or_else(wrong)?);
    if checksum(&key) == check { Ok(Secret::Key(key)) } else { Err(wrong()) }
}

/// 32 bits of a digest of the head and the key: tells a slip, and nothing that helps to guess 256 bits.
fn checksum(key: &[u8; 32]) -> String {
    let digest = Digest::of(&Zeroizing::new([HEAD.as_bytes(), key].concat()));
    digest.to_string()[..8].to_owned()
}

fn missing_root(error: Unsafe) -> Error {
    match error {
        Unsafe::Missing { path } => Error::NoRoot { path },
        other => other.into(),
    }
}
