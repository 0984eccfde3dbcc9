use serde::{Deserialize, Serialize};
use waarborg_base::{Digest, Personal, id};
use waarborg_seal::{FileOpener, FileSealer, PersonKey, Place};

use crate::Token;
use crate::rules::{Grant, Reason};

id!(
    /// One file.
    pub struct FileId;
);

/// A file to take in.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// About whom.
    pub token: Token,
    /// In which field, of the kind `file`.
    pub field: String,
    /// What it is called.
    pub name: Personal<String>,
    /// Its media type, as its sender says.
    pub media_type: Personal<String>,
}

/// A file that is being taken in.
pub struct Begun {
    /// Its id.
    pub file: FileId,
    /// About whom.
    pub token: Token,
    /// Its number, for [`super::keep`].
    pub(super) number: i64,
    pub(super) field: String,
    pub(super) sealer: FileSealer,
    pub(super) next: i64,
}

impl Begun {
    /// Seals the next bytes and appends what is ready to be kept to `out`.
    ///
    /// # Errors
    /// When the file is larger than any file can be.
    pub fn seal(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), waarborg_seal::Error> {
        self.sealer.push(bytes, out)
    }

    /// The place of the next bytes that are kept.
    pub fn next_place(&mut self) -> (i64, i64) {
        let place = (self.number, self.next);
        self.next += 1;
        place
    }

    /// Seals the end and appends it to `out`; what is left is for [`super::complete`], or [`super::discard`].
    ///
    /// # Errors
    /// When the file is larger than any file can be.
    pub fn finish(self, size_bytes: u64, content: Digest, out: &mut Vec<u8>) -> Result<Whole, waarborg_seal::Error> {
        let Self { file, token, number, field, sealer, .. } = self;
        sealer.finish(out)?;
        Ok(Whole { file, token, size_bytes, number, field, content })
    }

    /// Its number, for [`super::discard`].
    pub fn number(&self) -> i64 {
        self.number
    }
}

/// A file of which every byte is kept.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Its id.
    pub file: FileId,
    /// About whom.
    pub token: Token,
    /// How long it is.
    pub size_bytes: u64,
    pub(super) number: i64,
    pub(super) field: String,
    pub(super) content: Digest,
}

/// What taking a file in came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStored {
    /// Names it.
    pub file: FileId,
    /// How long it is.
    pub size_bytes: u64,
    /// The leaf in the ledger.
    pub arrival: i64,
}

/// A file to give out.
#[derive(Clone, Debug)]
pub struct GetFile {
    /// About whom.
    pub token: Token,
    /// Which.
    pub file: FileId,
    /// What for, as the protocol names it.
    pub purpose: String,
    /// The purposes that the caller may ask for.
    pub grant: Grant,
}

/// Whether a file is given.
pub enum FileAnswer {
    /// It is. It is in the ledger.
    Given(OpenedFile),
    /// It is not, and why. It is in the ledger.
    Withheld(Reason),
    /// The protocol in force has no such purpose. Nobody was looked for.
    UnknownPurpose,
}

/// A file that is given.
pub struct OpenedFile {
    /// What it is called.
    pub name: Personal<String>,
    /// Its media type, as its sender said.
    pub media_type: Personal<String>,
    /// How long it is.
    pub size_bytes: u64,
    /// The leaf in the ledger.
    pub arrival: i64,
    /// The key of the person and the place of the file, for opening it.
    pub read: FileRead,
}

/// What opens a file, chunk by chunk.
pub struct FileRead {
    pub(super) number: i64,
    pub(super) file: FileId,
    pub(super) person: Token,
    pub(super) field: String,
    pub(super) key: PersonKey,
}

impl FileRead {
    /// Its number, for [`super::chunk`].
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Opens what [`super::chunk`] gives, in order.
    pub fn opener(&self) -> FileOpener<'_> {
        FileOpener::new(&self.key, &content(&self.file, &self.field, &self.person))
    }
}

/// Where the content of a file is sealed for.
pub(super) fn content<'p>(file: &'p FileId, field: &'p str, person: &'p Token) -> Place<'p> {
    Place { table: "vault_chunk", row: file.as_bytes(), field, subject: person.as_bytes(), version: 1 }
}

/// Where the name and media type of a file are sealed for.
pub(super) fn about<'p>(file: &'p FileId, person: &'p Token) -> Place<'p> {
    Place { table: "vault_file", row: file.as_bytes(), field: "sealed", subject: person.as_bytes(), version: 1 }
}
