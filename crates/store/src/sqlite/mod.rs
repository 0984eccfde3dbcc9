//! The embedded engine: one thread writes, others read, one file holds it all.

mod archive;
mod ballast;
mod batch;
mod bind;
mod migrate;
mod open;
mod reader;
mod writer;

pub(crate) use archive::{Archived, Snapshot};
pub(crate) use bind::{execute, prepare, query};
pub(crate) use open::{schema, start};

use std::sync::Arc;

use rusqlite::ErrorCode;

use crate::Error;
use crate::tx::{Doom, Remedy};

/// What an error of a statement means for its transaction and for the store.
fn doom(statement: &'static str, error: rusqlite::Error) -> Doom {
    let code = error.sqlite_error_code();
    let source = Arc::new(error);
    match code {
        Some(ErrorCode::ConstraintViolation) => Doom::undo(Error::Constraint { statement, source }),
        Some(ErrorCode::DiskFull) => Doom::undo(Error::DiskFull),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Doom::undo(locked(source)),
        Some(ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Doom { error: Error::Statement { statement, source }, remedy: Remedy::Stop }
        }
        _ => Doom::undo(Error::Statement { statement, source }),
    }
}

fn locked(source: Arc<rusqlite::Error>) -> Error {
    Error::Unavailable { why: "another process holds the write lock of the file", source: Some(source) }
}
