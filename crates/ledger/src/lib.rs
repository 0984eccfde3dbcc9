#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod canonical;
mod entry;
mod error;
mod leaf;
mod ledger;
mod outside;
mod receipt;
mod store;

pub use canonical::canonical;
pub use entry::{commitment, committed};
pub use error::Error;
pub use leaf::{Leaf, open_record};
pub use ledger::Ledger;
pub use outside::{Outside, OutsideError};
pub use receipt::{Appended, Receipt, Traced};

/// Every statement of this room, for the test that prepares them on both engines.
pub fn statements() -> impl Iterator<Item = &'static waarborg_store::Statement> {
    store::STATEMENTS.iter()
}
