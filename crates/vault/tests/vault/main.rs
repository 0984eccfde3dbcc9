//! The use cases of the vault, on SQLite and on PostgreSQL.

mod canary;
mod condition;
mod erasure;
mod history;
mod house;
mod merge;
mod person;
mod purpose;
mod read;
mod rotation;
mod swap;
mod together;

use waarborg_testkit::{every_sql_file_is_a_statement, same_shape_on_both_engines};

#[test]
fn every_statement_of_the_room_has_the_same_shape_on_both_engines() {
    every_sql_file_is_a_statement(env!("CARGO_MANIFEST_DIR"), waarborg_vault::statements());
    same_shape_on_both_engines(waarborg_vault::statements());
}
