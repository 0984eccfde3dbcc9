use std::io;
use std::path::PathBuf;

use waarborg_base::{Fault, Kind};
use waarborg_store::archive;

use crate::{keys, outside};

/// Why a backup was not made, does not hold, or was not restored. Names files, never what is in them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read or written.
    #[error("{} cannot be read or written", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// It is something else.
    #[error("{} is not a backup of this program", path.display())]
    NotABackup {
        /// Which.
        path: PathBuf,
    },
    /// It is not what was written.
    #[error("{} is damaged: {why}", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What does not fit.
        why: &'static str,
    },
    /// The tables in it cannot be read, or loaded.
    #[error("{}", path.display())]
    Archive {
        /// Which file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: archive::Error,
    },
    /// An archive of the one kind was given for the other.
    #[error("{} is a backup of the {found}, and one of the {wanted} is asked for", path.display())]
    Kind {
        /// Which.
        path: PathBuf,
        /// What it is.
        found: &'static str,
        /// What was asked for.
        wanted: &'static str,
    },
    /// The archive of keys that is there belongs to another installation.
    #[error("{} holds the keys of another installation, and is left as it is; name another folder", path.display())]
    OtherInstallation {
        /// Which.
        path: PathBuf,
    },
    /// The archive of keys that is there is newer than the database.
    #[error(
        "{} holds the keys of a newer database ({archive} leaves; this one has {database}), and is left as it is: restore from it, or move it \
         away if what came after is given up",
        path.display()
    )]
    OlderDatabase {
        /// Which.
        path: PathBuf,
        /// The leaves of its database.
        archive: u64,
        /// The leaves of this database.
        database: u64,
    },
    /// The ledger in it is not what was signed.
    #[error("the ledger in {} does not hold: {why}", path.display())]
    Ledger {
        /// Which file.
        path: PathBuf,
        /// What is wrong, and at which leaf.
        why: String,
    },
    /// A key is wrapped under an epoch that has no file.
    #[error("{} has a key of epoch {epoch} and not the file of that epoch", path.display())]
    Epoch {
        /// Which archive, or the key folder.
        path: PathBuf,
        /// The epoch.
        epoch: u32,
    },
    /// A key file in it does not hold, or not with this root.
    #[error("in {}", path.display())]
    KeyFile {
        /// Which archive.
        path: PathBuf,
        /// Which file and why.
        #[source]
        source: waarborg_seal::Error,
    },
    /// A rotation goes on.
    #[error("the keys are being rotated, and that does not end; see whether the server says why not")]
    Rotating,
    /// The two are of different installations.
    #[error("{} and {} are of different installations: their key rings differ", data.display(), keys.display())]
    OtherRing {
        /// The data.
        data: PathBuf,
        /// The keys.
        keys: PathBuf,
    },
    /// The keys are older than the data.
    #[error(
        "{} is older than the data: who was added in between has no key in it and would be lost; take the newest key archive, or, if there is \
         none: --older-keys",
        keys.display()
    )]
    OlderKeys {
        /// The keys.
        keys: PathBuf,
    },
    /// The keys do not know an epoch that the data was written under.
    #[error("{} ends at epoch {newest}, and the data was written under epoch {database}: these keys cannot go on with it", keys.display())]
    EpochBehind {
        /// The keys.
        keys: PathBuf,
        /// The newest epoch in them.
        newest: u32,
        /// That of the data.
        database: u32,
    },
    /// There is something to lose.
    #[error("{what} is there: a restore takes nothing's place; move it aside, or restore elsewhere")]
    NotEmpty {
        /// What.
        what: String,
    },
    /// The journal of erasures is lost.
    #[error(
        "nothing is kept in {}: without the journal of erasures, who was erased after the key archive was made comes back; put the folder \
         back, or, if every copy of it is lost: --without-journal",
        folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ")
    )]
    NoJournal {
        /// The folders.
        folders: Vec<PathBuf>,
    },
    /// The key folder, or the root key.
    #[error(transparent)]
    Keys(#[from] keys::Error),
    /// What is kept outside.
    #[error(transparent)]
    Outside(#[from] outside::Error),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] waarborg_vault::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] waarborg_store::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Io { .. } | Self::Rotating => Kind::Unavailable,
            Self::NotEmpty { .. }
            | Self::OlderKeys { .. }
            | Self::OtherInstallation { .. }
            | Self::OlderDatabase { .. } => Kind::Conflict,
            Self::Archive { source, .. } => source.kind(),
            Self::Keys(error) => error.kind(),
            Self::Outside(error) => error.kind(),
            Self::Vault(error) => error.kind(),
            Self::Store(error) => error.kind(),
            _ => Kind::Invalid,
        }
    }
}
