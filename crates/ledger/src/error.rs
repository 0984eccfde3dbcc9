use waarborg_base::{Fault, Kind};

/// What the ledger can refuse, or finds wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A record holds a number that programs write differently.
    #[error("{number} cannot be in a record: only whole numbers up to 2^53 have one text")]
    NotCanonical {
        /// The number.
        number: String,
    },
    /// The store.
    #[error(transparent)]
    Store(#[from] waarborg_store::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotCanonical { .. } => Kind::Internal,
            Self::Store(error) => error.kind(),
        }
    }
}
