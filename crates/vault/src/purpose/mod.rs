//! For which purposes a person's data may be used (GDPR Art. 5(1)(b), 7(3)).

mod count;
mod service;
pub(crate) mod store;

pub use count::count_people;
pub use service::{ChangePurpose, PurposeChanged, add_purpose, remove_purpose};
