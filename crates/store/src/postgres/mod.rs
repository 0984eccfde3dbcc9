//! PostgreSQL: a pool of threads with one connection each; every use case is a serialisable transaction of its own.

mod bind;
mod connect;
mod migrate;
mod pool;
mod session;

pub(crate) use connect::schema;
pub(crate) use pool::start;
pub(crate) use session::Session;
