//! Who used a person's data, when and what for: readable with the key of that person, and by nobody after erasure.

mod service;

pub(crate) use service::uses;
pub use service::{Look, Page, Use, history};
