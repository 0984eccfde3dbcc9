//! API clients: the programs of the controller that may call the interface.
//!
//! A client is a name, a secret, what it may do, for which purposes, and how often. The secret is shown once and kept as a digest;
//! the gate compares against a table in memory, so that a call costs no trip to the store.

mod gate;
mod limit;
mod model;
mod secret;
mod service;
mod store;
mod table;
#[cfg(test)]
mod tests;

pub use gate::ClientGate;
pub use model::{Client, ClientId, NewClient, Operation, Operations, UnknownOperation};
pub use secret::ClientSecret;
pub use service::{add, disable, list};
pub use table::Clients;

pub(crate) use store::STATEMENTS;
