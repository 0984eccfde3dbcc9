//! PostgreSQL: a pool of threads with one connection each; every use case is a transaction of its own, as strictly kept apart as it asks.

mod archive;
mod bind;
mod connect;
mod journey;
mod migrate;
mod pool;
mod session;

pub(crate) use archive::{Archived, Snapshot, connect_to_archive};
pub(crate) use connect::schema;
pub(crate) use pool::start;
pub(crate) use session::Session;
