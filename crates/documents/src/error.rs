use waarborg_base::{Fault, Kind};

/// What can go wrong in this room.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A protocol that cannot run cannot be applied.
    #[error("the protocol is invalid; `waarborg check` tells what is wrong")]
    Invalid,
    /// This text was in force before, and another is now.
    #[error("exactly this text was version {number}; raise its version to put it in force again")]
    AppliedBefore {
        /// The version it was.
        number: i64,
    },
    /// The text of a version is not the text that was applied.
    #[error("the stored text of version {number} does not have the digest it was applied with")]
    Altered {
        /// The version.
        number: i64,
    },
    /// The text of a version cannot be read.
    #[error("the stored text of version {number} cannot be read")]
    Unreadable {
        /// The version.
        number: i64,
        /// Why not.
        #[source]
        source: serde_json::Error,
    },
    /// A version was applied by a program that knew another language.
    #[error("version {number} cannot run with this program")]
    NoLongerRuns {
        /// The version.
        number: i64,
    },
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] waarborg_ledger::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] waarborg_store::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Invalid => Kind::Invalid,
            Self::AppliedBefore { .. } => Kind::Conflict,
            Self::Altered { .. } | Self::Unreadable { .. } | Self::NoLongerRuns { .. } => Kind::Internal,
            Self::Ledger(error) => error.kind(),
            Self::Store(error) => error.kind(),
        }
    }
}
