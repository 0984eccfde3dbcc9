//! Versions of the protocol: which is in force, what each said, who had to be told.

mod model;
mod service;
mod store;

pub use model::{Applied, Notice, Version, VersionId};
pub use service::{
    APPLIED, TOPIC_ANNOUNCE, announce, apply, in_force, list_notices, list_versions, number_in_force, protocol_of,
    source_of,
};
pub(crate) use store::STATEMENTS;
