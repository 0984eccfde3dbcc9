//! A person in the vault: taken up, found, corrected, merged with a duplicate.

mod model;
mod service;
pub(crate) mod store;

pub use model::{Change, Choice, Correct, Corrected, Create, Created, Find, Found, IfKnown, Merge, Merged};
pub use service::{correct, create, find, merge};
