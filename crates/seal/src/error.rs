use waarborg_base::{Fault, Kind};

use crate::{RingId, RootId};

/// Why something was not sealed, opened, read or joined. Holds names of files, tables and keys, never a value or a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// What is sealed was altered, cut, moved from another place, or sealed with another key: nobody can tell which.
    #[error("what is sealed at {table}.{field} does not open: it was altered, moved, or sealed with another key")]
    DoesNotOpen {
        /// The table of the place where it was looked for.
        table: String,
        /// The field of that place.
        field: String,
    },
    /// The ring has no epoch key of this number: destroyed by rotation, or its file is lost.
    #[error("there is no key of epoch {epoch}: it was destroyed by rotation, or its key file is not there")]
    NoEpoch {
        /// The number.
        epoch: u32,
    },
    /// The newest epoch key wraps the keys of new persons, and cannot be dropped.
    #[error("epoch {epoch} is the newest: make the next epoch before this one is dropped")]
    NewestEpoch {
        /// The number.
        epoch: u32,
    },
    /// A wrapped person key was altered, belongs to another data subject, or was wrapped by another ring.
    #[error("a person key wrapped in epoch {epoch} does not open: it was altered, or belongs to another data subject")]
    WrappedKey {
        /// The epoch that it is said to be wrapped in.
        epoch: u32,
    },
    /// A key file was refused.
    #[error("key file `{file}` {fault}")]
    KeyFile {
        /// The name of the file.
        file: String,
        /// Why.
        fault: FileFault,
    },
    /// The root file cannot be read.
    #[error("the root file {fault}: put back a copy of it, or join the recovery shares")]
    RootFile {
        /// Why.
        fault: LineFault,
    },
    /// What a root wrapped does not open with this root.
    #[error("what was wrapped under the root key does not open with root key {root}")]
    NotOfThisRoot {
        /// The root that was tried.
        root: RootId,
    },
    /// The passphrase is not the one of this root file.
    #[error("this is not the passphrase of the root file")]
    WrongPassphrase,
    /// The passphrase is too short to protect the root key.
    #[error("a passphrase for the root key has at least {least} characters: take several words")]
    ShortPassphrase {
        /// The least number of characters.
        least: usize,
    },
    /// The effort asked of a guess is outside what Argon2 knows or this program allows.
    #[error("memory, passes or lanes of the passphrase are out of range: at most 1 GiB, 16 passes and 16 lanes")]
    Effort,
    /// These numbers of shares make no sense.
    #[error("{needed} of {all} shares cannot be made: at least 2 are needed, and there are at most {most}")]
    ShareCount {
        /// How many are needed to join.
        needed: u8,
        /// How many are made.
        all: u8,
        /// The most there can be.
        most: u8,
    },
    /// A line is not a share, or was mistyped.
    #[error("this share {fault}")]
    ShareLine {
        /// Why.
        fault: LineFault,
    },
    /// A share belongs to another group than the first one.
    #[error("share {number} belongs to group {group}, the first share to group {expected}: they do not join")]
    ForeignShare {
        /// The number on the share.
        number: u8,
        /// The group on the share.
        group: String,
        /// The group of the first share.
        expected: String,
    },
    /// The same share was given twice.
    #[error("share {number} was given twice: give another one instead")]
    RepeatedShare {
        /// The number on the share.
        number: u8,
    },
    /// More shares are needed.
    #[error("{needed} shares are needed, and {given} were given")]
    TooFewShares {
        /// How many are needed to join.
        needed: u8,
        /// How many there are.
        given: usize,
    },
    /// This share does not fit the others, which do join.
    #[error("share {number} is not what was handed out, though its check is right: leave it out")]
    WrongShare {
        /// The number on the share.
        number: u8,
    },
    /// The shares belong together and do not give the root key they name, so at least one was made up.
    #[error(
        "these shares do not give root key {root}: one of them is not what was handed out; add another to find which"
    )]
    SharesDisagree {
        /// The root key that the shares name.
        root: RootId,
    },
    /// A file of 2³² chunks or more.
    #[error("a file may have at most 256 TiB")]
    FileTooLarge,
}

/// What is wrong with a key file. Reads as the end of a sentence that starts with its name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// Does not begin as a key file does.
    #[error("is not a key file")]
    NotAKeyFile,
    /// Ends too early, or goes on too long.
    #[error("has {found} bytes where its head says {expected}: it was cut or added to; put back a copy")]
    Length {
        /// Bytes there should be.
        expected: usize,
        /// Bytes there are.
        found: usize,
    },
    /// A format of a later version of this program.
    #[error("is of format {version}, which this version cannot read")]
    UnknownVersion {
        /// The version it says.
        version: u8,
    },
    /// A kind of key of a later version of this program.
    #[error("holds a key of kind {kind}, which this version does not know")]
    UnknownKind {
        /// The number of the kind.
        kind: u8,
    },
    /// Its bytes are not those that were written.
    #[error("was altered: put back a copy")]
    Altered,
    /// Sealed under another root key.
    #[error("was sealed under root key {sealed_under}, and this is root key {root}")]
    WrongRoot {
        /// The root it was sealed under.
        sealed_under: RootId,
        /// The root that was tried.
        root: RootId,
    },
    /// Holds another key than its name says: swapped or renamed.
    #[error("holds the key that belongs in `{belongs_in}`: the two were swapped, or it was renamed")]
    Swapped {
        /// The name that belongs to what it holds.
        belongs_in: String,
    },
    /// Holds the same key as another file.
    #[error("holds a second copy of what is in `{other}`: keep one")]
    Twice {
        /// The other file.
        other: String,
    },
    /// Belongs to another installation than most of the files.
    #[error("belongs to key ring {ring}, the other files to {expected}: it is of another installation")]
    ForeignRing {
        /// The ring it belongs to.
        ring: RingId,
        /// The ring that most of the files belong to.
        expected: RingId,
    },
    /// Is not there.
    #[error("is not there: put back a copy; a new key cannot take its place")]
    Missing,
}

/// What is wrong with a line of text that holds a secret. Reads as the end of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// Does not begin with the expected word.
    #[error("does not begin with `{word}`")]
    NotThis {
        /// The word.
        word: &'static str,
    },
    /// A word is missing, not expected there, or has no value that can be right.
    #[error("has no proper `{word}=…`")]
    Word {
        /// The word.
        word: &'static str,
    },
    /// The check at the end does not fit the rest.
    #[error("was altered or mistyped: its check does not fit")]
    Check,
}

impl Error {
    pub(crate) fn file(file: &str, fault: FileFault) -> Self {
        Self::KeyFile { file: file.to_owned(), fault }
    }
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::DoesNotOpen { .. } | Self::NoEpoch { .. } | Self::WrappedKey { .. } => Kind::Internal,
            Self::NewestEpoch { .. } => Kind::Conflict,
            Self::FileTooLarge => Kind::Limited,
            _ => Kind::Invalid,
        }
    }
}
