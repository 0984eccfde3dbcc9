//! Everything about one person, for that person (GDPR Art. 15, 20).

mod model;
mod service;

pub use model::{Export, Exported};
pub use service::export;
