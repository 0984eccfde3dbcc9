//! The keys on disk: the key folder, and the root key that opens it.
//!
//! Nothing here is ever made in place of what is lost: new keys could not open what the old ones closed.

mod error;
mod folder;
pub mod root;

pub use error::Error;
pub use folder::{KeyFile, KeyFolder, Turn};
