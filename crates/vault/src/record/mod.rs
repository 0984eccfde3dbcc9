//! The one row of a person: each field sealed for its place, under a key of its own.

mod field;
mod layout;

pub(crate) use field::{Held, open, seal};
pub(crate) use layout::{Entry, Record};
