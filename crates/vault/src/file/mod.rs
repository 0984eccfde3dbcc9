//! Files about people, sealed as they stream by: whatever a file's length, neither side holds more than a few chunks of it.
//!
//! A file is written in transactions of its own, chunk after chunk, and is there for nobody until the last one completes it. What breaks
//! off is removed: at once by whoever received it, or by [`forget_unfinished`] when the server broke off with it.

mod model;
mod service;
mod store;

pub use model::{Begun, FileAnswer, FileId, FileRead, FileStored, GetFile, NewFile, OpenedFile, Whole};
pub use service::{begin, chunk, complete, discard, forget_unfinished, keep, open};

pub(crate) use store::STATEMENTS;
