use std::io;
use std::sync::Arc;

use waarborg_base::{Fault, Kind};

/// Why an archive was not written, or not taken.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The database could not be opened, read or written.
    #[error(transparent)]
    Store(#[from] crate::Error),
    /// The archive could not be written.
    #[error("the archive cannot be written: {0}")]
    Output(Arc<io::Error>),
    /// The archive could not be read.
    #[error("the archive cannot be read: {0}")]
    Input(Arc<io::Error>),
    /// The first bytes are not those of an archive.
    #[error("this is not an archive of this program")]
    NotAnArchive,
    /// A later program wrote it.
    #[error("the archive has a format that this program does not know: take the program that wrote it")]
    Format,
    /// It stops before its end.
    #[error("the archive is truncated: it stops at byte {at}, before its end mark")]
    Truncated {
        /// How many bytes there are.
        at: u64,
    },
    /// It is not what was written.
    #[error("the archive is damaged at byte {at} or before: {why}")]
    Damaged {
        /// How far it was read.
        at: u64,
        /// What does not fit.
        why: &'static str,
    },
    /// It changed between being verified and being loaded.
    #[error("the archive changed while it was read; nothing was loaded")]
    Changed,
    /// The program is too old for it.
    #[error("the archive has schema {archive} and this program knows schemas up to {known}: take the newer program")]
    Newer {
        /// The number in the archive.
        archive: u32,
        /// The highest number in the program.
        known: u32,
    },
    /// The database is further than the archive, or has none of our tables.
    #[error("the archive has schema {archive} and the database {database}: load it into an empty database")]
    Schema {
        /// The number in the archive.
        archive: u32,
        /// The number in the database.
        database: u32,
    },
    /// The database holds data already.
    #[error("table {table} of the database is not empty: an archive is loaded into empty tables only")]
    NotEmpty {
        /// The first such table.
        table: String,
    },
    /// There is no such table.
    #[error("the database has no table {table}")]
    NoTable {
        /// Its name.
        table: String,
    },
    /// A table has other columns than in the archive.
    #[error("table {table} has other columns in the archive than in the database")]
    Columns {
        /// Its name.
        table: String,
    },
    /// A value is longer than an archive may hold.
    #[error("table {table} holds a value of more than {} MiB, which an archive cannot hold", super::format::LONGEST >> 20)]
    TooLong {
        /// Its name.
        table: String,
    },
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Store(error) => error.kind(),
            Self::Output(_) | Self::Input(_) => Kind::Unavailable,
            Self::NotEmpty { .. } | Self::Changed => Kind::Conflict,
            Self::NotAnArchive
            | Self::Format
            | Self::Truncated { .. }
            | Self::Damaged { .. }
            | Self::Newer { .. }
            | Self::Schema { .. }
            | Self::NoTable { .. }
            | Self::Columns { .. }
            | Self::TooLong { .. } => Kind::Invalid,
        }
    }
}
