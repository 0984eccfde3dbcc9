//! What tests stand on: a real PostgreSQL server per test process, and a store on either engine.
//!
//! Nothing here is a stand-in: where a real thing is needed and missing, the test fails and names the package to install.

mod engines;
mod postgres;

pub use engines::{Bed, each_engine, same_shape_on_both_engines};
pub use postgres::Postgres;
