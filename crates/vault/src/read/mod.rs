//! The audited read: fields for a purpose, with their leaf in the ledger, or nothing.

mod model;
mod service;
pub(crate) mod store;

pub use model::{Answer, Disclosed, Given, Read, Withheld};
pub use service::read;
