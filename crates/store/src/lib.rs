#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod archive;
mod at_commit;
mod error;
pub mod idempotency;
mod inspect;
mod migration;
pub mod outbox;
mod postgres;
mod queue;
mod row;
mod settings;
mod sqlite;
mod statement;
mod store;
mod tx;
mod use_case;
mod value;

pub use at_commit::AtCommit;
pub use error::Error;
pub use inspect::{inspect, newest_schema};
pub use migration::{MIGRATIONS, Migration, MigrationError};
pub use row::{Cell, FromColumn, Row};
pub use settings::{Engine, EntropySource, Settings};
pub use statement::{Shape, Statement};
pub use store::{Counts, Store};
pub use tx::Tx;
pub use use_case::Isolation;
pub use value::Value;

/// Every statement of this room, for the test that prepares them on both engines.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    idempotency::STATEMENTS.iter().chain(outbox::STATEMENTS)
}
