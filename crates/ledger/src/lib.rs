#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod attest;
mod canonical;
mod entry;
mod error;
mod http;
mod leaf;
mod ledger;
mod outside;
mod published;
mod receipt;
mod recover;
mod sequencer;
mod store;
mod tree;
pub mod verify;
pub mod witness;

pub use canonical::canonical;
pub use entry::{commitment, committed};
pub use error::Error;
pub use http::routes;
pub use leaf::{Leaf, open_record};
pub use ledger::Ledger;
pub use outside::{InMemory, Outside, OutsideError};
pub use published::Sink;
pub use receipt::{Appended, Receipt, Traced};
pub use recover::{OUTSIDE_LOST, RECOVERED};
pub use sequencer::Sequenced;
/// What [`Ledger::open`] signs with.
pub use waarborg_tlog::SigningKey;

/// Every statement of this room, for the test that prepares them on both engines.
pub fn statements() -> impl Iterator<Item = &'static waarborg_store::Statement> {
    store::STATEMENTS.iter()
}
