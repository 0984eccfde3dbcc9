use waarborg_ledger::statements;
use waarborg_testkit::{every_sql_file_is_a_statement, same_shape_on_both_engines};

#[test]
fn every_statement_is_a_file_and_has_one_shape_on_both_engines() {
    every_sql_file_is_a_statement(env!("CARGO_MANIFEST_DIR"), statements());
    same_shape_on_both_engines(statements());
}
