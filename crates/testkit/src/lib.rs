//! What tests stand on: a real PostgreSQL server per test process, and a store on either engine.
//!
//! Nothing here is a stand-in: where a real thing is needed and missing, the test fails and names the package to install.

mod columns;
mod engines;
mod postgres;
mod statements;

pub use columns::Columns;
pub use engines::{Bed, each_engine};
pub use postgres::Postgres;
pub use statements::{every_sql_file_is_a_statement, same_shape_on_both_engines};
