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
    #[error("{} is already there; keys are never written over: nothing was made", path.display())]
    AlreadyThere {
        /// Where.
        path: PathBuf,
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
    /// The file is no root key, or the passphrase is not its own.
    #[error("{} does not give the root key; put the right file there, or rebuild it from its shares: waarborg keys join", path.display())]
    NotARootKey {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: waarborg_seal::Error,
    },
    /// The root key is a credential, which only systemd can be given.
    #[error(
        "[keys] root names the credential {name}, which is not there: `waarborg keys new-root | systemd-creds encrypt --name={name} - FILE` \
         makes one"
    )]
    RootIsACredential {
        /// The credential.
        name: String,
    },
    /// A passphrase is text.
    #[error("{} is not text", path.display())]
    NotText {
        /// The credential.
        path: PathBuf,
    },
    /// A key file is refused.
    #[error("in {}", folder.display())]
    File {
        /// The key folder.
        folder: PathBuf,
        /// Which file and why.
        #[source]
        source: waarborg_seal::Error,
    },
    /// Systemd handed over no such credential.
    #[error(
        "[keys] names the credential {name}, and systemd handed over none of that name; add LoadCredentialEncrypted={name}:FILE to the service, \
         or start a command by hand with systemd-run and the same property"
    )]
    NoCredentials {
        /// The credential.
        name: String,
    },
    /// Nobody can be asked for the passphrase.
    #[error(
        "nobody can be asked for the passphrase of the root key here; hand it over as a credential: [keys] passphrase = \"credential:NAME\""
    )]
    NobodyToAsk(#[source] io::Error),
    /// The root key or a passphrase cannot be used so.
    #[error(transparent)]
    Seal(#[from] waarborg_seal::Error),
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
