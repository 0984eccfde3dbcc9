//! For which purposes a person's data may be used (GDPR Art. 5(1)(b), 7(3)).

mod service;

pub use service::{PurposeChanged, add_purpose, remove_purpose};
