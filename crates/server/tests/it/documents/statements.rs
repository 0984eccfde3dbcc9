use waarborg_testkit::{every_sql_file_is_a_statement, same_shape_on_both_engines};

#[test]
fn every_statement_prepares_on_both_engines_and_no_file_is_left_over() {
    every_sql_file_is_a_statement(
        concat!(env!("CARGO_MANIFEST_DIR"), "/../documents"),
        waarborg_documents::statements(),
    );
    same_shape_on_both_engines(waarborg_documents::statements());
}
