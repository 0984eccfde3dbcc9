use std::path::PathBuf;
use std::sync::Arc;

use waarborg_base::{Fault, Kind};

use crate::private::Unsafe;

/// Why what is kept outside the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder is not private, or the system refuses.
    #[error(transparent)]
    Unsafe(#[from] Unsafe),
    /// A file does not say what was written.
    #[error(
        "{}, line {line}, is not as it was written; put the last good copy of this file back (another folder of [outside] may have one)",
        path.display()
    )]
    Altered {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// The database says something else than it said before.
    #[error(
        "the ledger of the database is not the one of {}: they differ at {size} leaves; one of the two belongs to another installation, or \
         the database was rolled back and written to",
        path.display()
    )]
    Fork {
        /// The checkpoint that is kept.
        path: PathBuf,
        /// Its size.
        size: u64,
    },
    /// Another process keeps the journal.
    #[error("{} is in use by another Waarborg; stop that one, or name another folder in [outside]", path.display())]
    InUse {
        /// The journal.
        path: PathBuf,
    },
    /// None of the folders holds anything, and the database does.
    #[error(
        "nothing is kept in {}, although this database has a history: without the journal of erasures, a restore may bring erased people \
         back; put the folder back, or, if every copy of it is lost: waarborg ledger recover",
        folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ")
    )]
    Lost {
        /// The folders.
        folders: Vec<PathBuf>,
    },
    /// An earlier write failed, so nothing more is trusted until the next start.
    #[error("the journal of erasures could not be written earlier; free or mend the disk, and start Waarborg again")]
    Broken,
    /// A write that several waited for failed.
    #[error(transparent)]
    Shared(Arc<Error>),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Unsafe(error) => error.kind(),
            Self::Shared(error) => error.kind(),
            Self::InUse { .. } | Self::Broken => Kind::Unavailable,
            Self::Altered { .. } | Self::Fork { .. } | Self::Lost { .. } => Kind::Internal,
        }
    }
}
