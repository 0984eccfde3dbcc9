//! Erasure (GDPR Art. 17): the key of the person is destroyed, and with it every copy of what was sealed under it.

mod model;
mod opens;
mod service;
pub(crate) mod store;

pub use model::{Erase, Erased, Erasure, ErasureId, Keep, Kept, attested};
pub use opens::opens;
pub use service::{Replayed, erase, find_erasure, journal_again, list_unjournaled, mark_journaled, replay};
