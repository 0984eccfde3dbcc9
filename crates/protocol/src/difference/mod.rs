//! The difference of two versions of a protocol.

#[expect(dead_code, reason = "the judgements follow")]
mod compare;
mod said;

pub use said::{Said, Say};
