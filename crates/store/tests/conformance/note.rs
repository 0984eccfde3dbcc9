//! The table that most tests write to, and short ways to do so.

use waarborg_base::Ctx;
use waarborg_store::{Error, MIGRATIONS, Migration, Statement, Store, Tx, values};
use waarborg_testkit::Bed;

const TABLE: Migration = Migration {
    number: 7,
    name: "0007_note",
    sqlite: "CREATE TABLE note (id INTEGER NOT NULL PRIMARY KEY, words TEXT, bytes BLOB, amount INTEGER) STRICT",
    postgres: r#"CREATE TABLE note (id BIGINT NOT NULL PRIMARY KEY, words TEXT COLLATE "C", bytes BYTEA, amount BIGINT)"#,
};

const INSERT: Statement = Statement::new("insert_note", "INSERT INTO note (id, words) VALUES ($1, $2)");
const LIST: Statement = Statement::new("list_notes", "SELECT id FROM note ORDER BY id");

/// The product's migrations and the table of the tests.
pub(crate) fn migrations() -> Vec<Migration> {
    [MIGRATIONS, &[TABLE]].concat()
}

pub(crate) fn open(bed: &Bed) -> Store {
    bed.open_with(&migrations()).expect("the store opens")
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    tx.execute(&INSERT, &values![id, "words"]).map(drop)
}

pub(crate) fn list(tx: &mut Tx<'_>) -> Result<Vec<i64>, Error> {
    tx.query(&LIST, &[])?.iter().map(|row| row.get(0)).collect()
}

pub(crate) fn stored(store: &Store) -> Vec<i64> {
    store.read_blocking(list).expect("notes can be read")
}

/// Writes one note in a transaction of its own.
pub(crate) fn write(store: &Store, id: i64) -> Result<(), Error> {
    store.write_blocking(ctx(id), move |_, tx| insert(tx, id))
}

/// Writes a note of 20 kB in a transaction of its own.
pub(crate) fn write_large(store: &Store, id: i64) -> Result<(), Error> {
    const INSERT: Statement = Statement::new("insert_large", "INSERT INTO note (id, bytes) VALUES ($1, $2)");
    store.write_blocking(ctx(id), move |_, tx| tx.execute(&INSERT, &values![id, vec![7; 20_000]]).map(drop))
}

pub(crate) fn ctx(seed: i64) -> Ctx {
    Ctx::for_test(seed.unsigned_abs())
}
