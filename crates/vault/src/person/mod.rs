//! A person in the vault: taken up, found, corrected, merged with a duplicate.

mod correct;
mod create;
mod find;
mod merge;
pub(crate) mod merged;
mod model;
pub(crate) mod store;

pub use correct::correct;
pub use create::create;
pub(crate) use create::{prepare, take_up};
pub use find::find;
pub(crate) use find::has_identifier;
pub use merge::merge;
pub use model::{Change, Choice, Correct, Corrected, Create, Created, Find, Found, IfKnown, Merge, Merged};
