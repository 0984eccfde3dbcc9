use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use waarborg_base::Digest;

use super::Error;

/// The first line of an archive.
const MAGIC: &str = "waarborg backup 1\n";
/// Longest line at the beginning: a few hundred key files.
const LONGEST: u64 = 4 << 20;

/// What an archive says of itself, in its second line. The third is the SHA-256 of both; what follows ends with a digest of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Head {
    /// Of the data.
    Data {
        /// When it was begun, in microseconds.
        made_at: i64,
        /// The public key of the ledger, when it was known.
        ledger_key: Option<String>,
    },
    /// Of the keys.
    Keys {
        /// When it was begun, in microseconds.
        made_at: i64,
        /// Which one at its place: 1 for the first.
        generation: u64,
        /// How many leaves the ledger had by then: a restore asks for keys that are no older than the data.
        leaves: u64,
        /// The key files as they are, sealed under the root, in hexadecimal.
        files: BTreeMap<String, String>,
    },
}

/// An archive whose head was read.
pub(super) struct Opened {
    pub(super) path: PathBuf,
    pub(super) head: Head,
    file: File,
    /// Where the archive of the store begins.
    at: u64,
}

impl Opened {
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Io { path: path.to_owned(), source };
        let damaged = |why| Error::Damaged { path: path.to_owned(), why };
        let file = File::open(path).map_err(failed)?;
        let mut reader = BufReader::new(&file);
        let mut line = || {
            let mut line = Vec::new();
            (&mut reader).take(LONGEST).read_until(b'\n', &mut line).map(|_| line)
        };
        let [magic, head, digest] = [line().map_err(failed)?, line().map_err(failed)?, line().map_err(failed)?];
        if magic != MAGIC.as_bytes() {
            return Err(Error::NotABackup { path: path.to_owned() });
        }
        let found = Digest::of(&[magic.as_slice(), &head].concat());
        if digest != format!("{found}\n").into_bytes() {
            return Err(damaged("the digest of its first lines does not fit"));
        }
        let at = (magic.len() + head.len() + digest.len()) as u64;
        let head =
            serde_json::from_slice(&head).map_err(|_| damaged("it says of itself what this program does not know"))?;
        Ok(Self { path: path.to_owned(), head, file, at })
    }

    /// What follows the head, from its beginning.
    pub(super) fn archive(&self) -> std::io::Result<impl Read + use<>> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(self.at))?;
        Ok(file)
    }

    pub(super) fn failed(&self, source: waarborg_store::archive::Error) -> Error {
        Error::Archive { path: self.path.clone(), source }
    }

    pub(super) fn io(&self, source: std::io::Error) -> Error {
        Error::Io { path: self.path.clone(), source }
    }

    pub(super) fn damaged(&self, why: &'static str) -> Error {
        Error::Damaged { path: self.path.clone(), why }
    }
}

impl Head {
    pub(super) fn write(&self, mut out: impl Write) -> std::io::Result<()> {
        let head = format!("{MAGIC}{}\n", serde_json::to_string(self).expect("numbers and text are JSON"));
        out.write_all(format!("{head}{}\n", Digest::of(head.as_bytes())).as_bytes())
    }
}
