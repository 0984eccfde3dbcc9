//! Callers of the interface who remember what they were told, and hold the server to it.

mod caller;
mod person;

pub(crate) use caller::{Caller, Manners};
pub(crate) use person::Person;
