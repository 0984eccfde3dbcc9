//! Every column says what it holds and what becomes of it.

use std::collections::BTreeSet;

use waarborg_store::{Engine, Statement};
use waarborg_testkit::{Bed, Columns, each_engine};

const LIST: Statement = Statement::per_engine(
    "list_columns",
    "SELECT t.name || '.' || c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
      WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'",
    "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'",
);

fn columns(bed: &Bed) -> BTreeSet<String> {
    let rows = bed.open().read_blocking(|tx| tx.query(&LIST, &[])).unwrap();
    rows.iter().map(|row| row.get(0).unwrap()).collect()
}

#[test]
fn every_column_of_the_schema_has_an_owner_a_class_a_retention_and_an_erasure() {
    each_engine(|bed| {
        let problems = Columns::read().problems(&columns(bed));
        assert!(problems.is_empty(), "migrations/columns.toml:\n{}", problems.join("\n"));
    });
}

#[test]
fn a_column_without_an_entry_is_found_and_so_are_entries_and_words_that_mean_nothing() {
    let text = r#"
        elsewhere = []
        [classes]
        personal = "…"
        idle = "…"
        [retention]
        person = "…"
        [erasure]
        not-about-a-person = "…"
        [tables.vault_person]
        owner = "vault"
        holds = "…"
        retention = "person"
        columns.id = { class = "personal", erasure = "not-about-a-person" }
        columns.gone = { class = "persnal", erasure = "burnt" }
        [tables.ledger_leaf]
        owner = "vault"
        holds = "…"
        retention = "ever"
        columns.tag = { class = "personal", erasure = "not-about-a-person" }
    "#;
    let real = ["vault_person.id", "vault_person.new", "ledger_leaf.tag"].map(str::to_owned).into();
    let expected = [
        "vault_person.new has no entry",
        "vault_person.gone is no column",
        "the word idle is explained and not used",
        "ledger_leaf: the retention ever is not explained",
        "ledger_leaf: a table carries the name of its room, which is not vault",
        "ledger_leaf.tag: personal is about a person, so say what an erasure does",
        "vault_person.gone: the class persnal is not explained",
        "vault_person.gone: the erasure burnt is not explained",
        "vault_person.id: personal is about a person, so say what an erasure does",
    ];
    assert_eq!(Columns::parse(text).unwrap().problems(&real), expected);
    Columns::parse(&text.replace("owner", "ower")).unwrap_err();
    assert!(columns(&Bed::new(Engine::Sqlite)).len() > 100, "the real columns are read");
}
