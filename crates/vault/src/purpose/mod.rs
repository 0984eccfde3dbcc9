//! For which purposes a person's data may be used (GDPR Art. 5(1)(b), 7(3)).

mod service;
pub(crate) mod store;

pub use service::{ChangePurpose, PurposeChanged, add_purpose, remove_purpose};
