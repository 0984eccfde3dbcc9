#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod calendar;
pub mod check;
pub mod difference;
pub mod finding;
pub mod load;
pub mod model;
mod preset;
pub mod read;
pub mod reference;
pub mod schema;
pub mod source;

pub use finding::{Finding, FindingKind};
pub use load::{Folder, Loaded, Unreadable, load, load_written};
pub use model::Protocol;
pub use source::{FileId, Place, Sources, Span};
