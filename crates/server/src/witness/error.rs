use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use waarborg_base::{Fault, Kind};

use crate::private::Unsafe;

/// Why a witness does not start or does not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder is not private, or the system refuses.
    #[error(transparent)]
    Unsafe(#[from] Unsafe),
    /// A file does not say what was written.
    #[error(
        "{} is not as it was written; without it this witness would sign a tree that another was cosigned instead of: put it back, or, if it is \
         lost, begin a new witness under a new name in another folder",
        path.display()
    )]
    Altered {
        /// Which.
        path: PathBuf,
    },
    /// The folder is another witness's.
    #[error("{} is the state of the witness {kept}, not of {wanted}", path.display())]
    OtherName {
        /// The folder.
        path: PathBuf,
        /// Whose it is.
        kept: String,
        /// Who was asked for.
        wanted: String,
    },
    /// The folder is in use.
    #[error("{} is in use by another witness: two would sign two trees", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// A witness cannot have this name.
    #[error("a witness cannot be called {name}")]
    Name {
        /// The name.
        name: String,
        /// Why not.
        #[source]
        source: waarborg_tlog::Error,
    },
    /// The address is taken, or not one of this machine.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Unsafe(error) => error.kind(),
            Self::InUse { .. } | Self::Listen { .. } => Kind::Unavailable,
            Self::Altered { .. } => Kind::Internal,
            Self::OtherName { .. } | Self::Name { .. } => Kind::Invalid,
        }
    }
}
