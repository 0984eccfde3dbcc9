//! Everything about one person, for that person (GDPR Art. 15, 20).

mod csv;
mod json;
mod model;
mod service;
pub(crate) mod store;

pub use model::{Export, Exported};
pub use service::export;
