use std::io;
use std::path::PathBuf;

use waarborg_base::{Fault, Kind};

use crate::private::Unsafe;

/// Why keys cannot be used. Names files and folders, never what is in them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder is not private, or the system refuses.
    #[error(transparent)]
    Unsafe(#[from] Unsafe),
    /// There are keys, and others were to be made.
    #[error("{} is already there; keys are never written over: nothing was made", folder.display())]
    AlreadyThere {
        /// Where.
        folder: PathBuf,
    },
    /// There are no keys, and no database either that could need them.
    #[error("there are no keys in {}; `waarborg keys init` makes them", folder.display())]
    None {
        /// Where.
        folder: PathBuf,
    },
    /// There are no keys, and the database needs those it was made with.
    #[error(
        "there are no keys in {}, and this database was made with keys: nothing was made in their place, for new keys could not open it. Put \
         the newest copy of the key folder back (`waarborg restore`, or your own copy of it)",
        folder.display()
    )]
    Lost {
        /// Where.
        folder: PathBuf,
    },
    /// The root key is not there.
    #[error(
        "the root key {} is not there, and nothing is made in its place; put it back, or rebuild it from its shares: waarborg keys join",
        path.display()
    )]
    NoRoot {
        /// Where it should be.
        path: PathBuf,
    },
    /// The file is no root key.
    #[error("{} is not a root key, or only a part of one; put the right file there, or rebuild it: waarborg keys join", path.display())]
    NotARootKey {
        /// The file.
        path: PathBuf,
    },
    /// Systemd handed over no credentials.
    #[error(
        "[keys] root names the credential {name}, and systemd handed over none; add LoadCredentialEncrypted={name} to the service, or give \
         CREDENTIALS_DIRECTORY to a command that runs by hand"
    )]
    NoCredentials {
        /// The credential.
        name: String,
    },
    /// Nobody can be asked for the passphrase.
    #[error("nobody can be asked for the passphrase here; write it in a credential: root = \"passphrase:NAME\"")]
    NobodyToAsk(#[source] io::Error),
    /// The passphrase is too short to protect anything.
    #[error("the passphrase is shorter than {} characters; five words that have nothing to do with each other are easier", super::root::LEAST)]
    ShortPassphrase,
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Unsafe(error) => error.kind(),
            Self::AlreadyThere { .. } => Kind::Conflict,
            _ => Kind::Invalid,
        }
    }
}
