use waarborg_base::{Fault, Kind};

use crate::OutsideError;

/// What the ledger can refuse, or finds wrong. Sizes count leaves, positions count from 0.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A record holds a number that programs write differently.
    #[error("{number} cannot be in a record: only whole numbers up to 2^53 have one text")]
    NotCanonical {
        /// The number.
        number: String,
    },
    /// The database is older than what is kept outside: it was put back from a copy, or a standby that lagged behind took over.
    #[error(
        "the database was rolled back: its ledger has {stored} leaves, and {outside} were signed before; put the newer database back, or, \
         if what came after is lost: waarborg ledger recover"
    )]
    RolledBack {
        /// The leaves of the database.
        stored: u64,
        /// The leaves of the newest checkpoint that is known.
        outside: u64,
    },
    /// The database has another history than what was signed before.
    #[error(
        "the first {size} leaves of the database are not those that were signed before; waarborg verify tells the first that differs; put \
         the right database back, or, if it is lost: waarborg ledger recover"
    )]
    Forked {
        /// The leaves of the checkpoint that does not fit.
        size: u64,
    },
    /// A checkpoint is not signed by the key of this ledger, or is not a checkpoint of it.
    #[error(
        "the checkpoint {place} does not verify with the key of this ledger, which is {key}; were the keys or the origin changed?"
    )]
    NotOurs {
        /// Where it was found.
        place: &'static str,
        /// The name of our key.
        key: String,
        /// What is wrong with it.
        #[source]
        source: waarborg_tlog::Error,
    },
    /// What the database says of the tree is not what was signed.
    #[error(
        "{what} does not fit the checkpoint that was signed over {size} leaves: the database was changed; waarborg verify tells where"
    )]
    Altered {
        /// What.
        what: &'static str,
        /// The leaves of the checkpoint.
        size: u64,
    },
    /// A leaf is not there.
    #[error("leaf {position} is missing from the database; waarborg verify tells what else is wrong")]
    LeafMissing {
        /// Its place in the tree.
        position: u64,
    },
    /// There are leaves, and nothing that says they were ever signed.
    #[error(
        "the database has {leaves} leaves and no tree: the row of ledger_tree was removed; put the database back from a copy"
    )]
    TreeMissing {
        /// How many leaves.
        leaves: u64,
    },
    /// Somebody else extended the tree in the meantime. Trying again finds their tree.
    #[error("the tree was extended by another server in the meantime")]
    Overtaken,
    /// There is nothing to recover from: the database extends what is known outside.
    #[error("nothing to recover: the database extends what is kept outside")]
    NothingToRecover,
    /// The place outside could not be read or written.
    #[error("what is kept outside the database could not be {what}")]
    Outside {
        /// What was tried.
        what: &'static str,
        /// Why not.
        #[source]
        source: OutsideError,
    },
    /// A witness answered what it may not, or refused.
    #[error("witness {witness}: {problem}")]
    Witness {
        /// The name of its key.
        witness: String,
        /// What is wrong.
        problem: String,
    },
    /// An exported file could not be written or read.
    #[error("{path} could not be written or read")]
    Export {
        /// The path within the exported log.
        path: String,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// What is read is not in the form of a log.
    #[error(transparent)]
    Log(#[from] waarborg_tlog::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] waarborg_store::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotCanonical { .. }
            | Self::NotOurs { .. }
            | Self::Altered { .. }
            | Self::LeafMissing { .. }
            | Self::TreeMissing { .. }
            | Self::RolledBack { .. }
            | Self::Forked { .. } => Kind::Internal,
            Self::Overtaken | Self::Outside { .. } | Self::Witness { .. } | Self::Export { .. } => Kind::Unavailable,
            Self::NothingToRecover => Kind::Conflict,
            Self::Log(error) => error.kind(),
            Self::Store(error) => error.kind(),
        }
    }
}
