//! Everything in the database as one stream of bytes that knows no engine: a dump of SQLite loads into PostgreSQL and back.
//!
//! A dump reads one moment of the data over a connection of its own and keeps nobody from writing; it holds one row at a time.
//! The stream ends with a mark and the SHA-256 of all before it, so a truncated or altered one is refused before anything of
//! it is loaded. It is not encrypted and not signed: that is for whoever stores it.

mod dump;
mod error;
mod format;
mod load;
mod table;
mod walk;

pub use dump::dump;
pub use error::Error;
pub use format::{Contents, Counted};
pub use load::{Orphans, load};
pub use walk::{Archived, walk};

pub(crate) use dump::Source;
pub(crate) use format::{Rows, SMALL};
pub(crate) use load::Target;
pub(crate) use table::{Reference, Table};

use std::io::Read;

/// Which tables a dump holds.
#[derive(Clone, Copy, Debug)]
pub enum Choice<'c> {
    /// Every one.
    All,
    /// Every one but these.
    Except(&'c [&'c str]),
    /// These and no other.
    Only(&'c [&'c str]),
}

/// Reads an archive to its end and tells what is in it, without a database. Errs unless it is whole and unaltered.
pub fn verify(from: impl Read) -> Result<Contents, Error> {
    walk(from, |_| Ok(()))
}
