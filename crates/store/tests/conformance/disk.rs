use std::os::unix::fs::PermissionsExt;

use waarborg_store::{Engine, Error, Statement, values};
use waarborg_testkit::Bed;

use crate::child::Child;
use crate::note::{ctx, open, stored, write, write_large};

#[test]
fn a_disk_error_at_commit_answers_unknown_and_closes_the_store() {
    let bed = Bed::new(Engine::Sqlite);
    drop(open(&bed));
    // No file may grow past 2,000 blocks of 512 bytes; the write beyond fails instead of killing the process.
    let mut child = Child::start_in("trap '' XFSZ; ulimit -f 2000", &["fill", &bed.settings.url]);
    let mut acked: Vec<i64> = Vec::new();
    let unknown: i64 = loop {
        let line = child.next("").expect("the child answers");
        match line.split_once(' ') {
            Some(("acked", id)) => acked.push(id.parse().unwrap()),
            Some(("unknown", id)) => break id.parse().unwrap(),
            Some(("other", error)) => panic!("{error}"),
            _ => {}
        }
    };
    assert!(acked.len() > 5, "the disk was fine at first");
    assert_eq!(child.next("write").unwrap(), "Unavailable the database is closed; nothing was stored");
    assert_eq!(child.next("read").unwrap(), "Unavailable the database is closed; nothing was stored");
    assert_eq!(child.next("signal").unwrap(), "statement COMMIT failed");
    assert_eq!(child.next("closed").unwrap(), "", "closing comes to an end");
    drop(child);

    let store = open(&bed);
    let mut stored = stored(&store);
    stored.retain(|id| *id != unknown);
    assert_eq!(stored, acked);
    write(&store, 0).unwrap();
}

#[test]
fn a_full_disk_refuses_and_the_store_goes_on_when_there_is_room_again() {
    const LIMIT: Statement = Statement::new("limit", "PRAGMA max_page_count = 60");
    const LIFT: Statement = Statement::new("lift", "PRAGMA max_page_count = 1000000");
    let bed = Bed::new(Engine::Sqlite);
    let store = open(&bed);
    store.write_blocking(ctx(0), |_, tx| tx.query(&LIMIT, &[])).unwrap();
    let refused_at = loop {
        let next = i64::try_from(stored(&store).len()).unwrap() + 1;
        match write_large(&store, next) {
            Ok(()) => {}
            Err(Error::DiskFull) => break next,
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(stored(&store), (1..refused_at).collect::<Vec<_>>(), "reads go on, and what was acknowledged is there");
    store.write_blocking(ctx(0), |_, tx| tx.query(&LIFT, &[])).unwrap();
    write_large(&store, refused_at).unwrap();
}

#[test]
fn deleted_bytes_are_gone_from_file_and_log_after_a_checkpoint() {
    const INSERT: Statement = Statement::new("insert_words", "INSERT INTO note (id, words) VALUES ($1, $2)");
    const DELETE: Statement = Statement::new("delete_all", "DELETE FROM note WHERE id > $1");
    let bed = Bed::new(Engine::Sqlite);
    let store = open(&bed);
    let on_disk = || {
        let files =
            [bed.file(), bed.file().with_extension("db-wal")].map(|path| std::fs::read(path).unwrap_or_default());
        files.concat().windows(6).filter(|bytes| *bytes == b"canary").count()
    };
    for id in 1..=500 {
        store.write_blocking(ctx(id), move |_, tx| tx.execute(&INSERT, &values![id, format!("canary {id}")])).unwrap();
    }
    store.checkpoint().unwrap();
    assert!(on_disk() >= 500, "the search finds what is there");
    store.write_blocking(ctx(1), |_, tx| tx.execute(&DELETE, &values![0_i64])).unwrap();
    store.checkpoint().unwrap();
    assert_eq!(on_disk(), 0);
}

#[test]
fn the_file_is_opened_as_the_design_says() {
    const PRAGMAS: [(&str, i64); 7] = [
        ("PRAGMA wal_autocheckpoint", 8_000),
        ("PRAGMA cache_size", -32_768),
        ("PRAGMA synchronous", 2),
        ("PRAGMA secure_delete", 1),
        ("PRAGMA foreign_keys", 1),
        ("PRAGMA trusted_schema", 0),
        ("PRAGMA cell_size_check", 1),
    ];
    let bed = Bed::new(Engine::Sqlite);
    let store = open(&bed);
    for (pragma, expected) in PRAGMAS {
        let found = store.write_blocking(ctx(1), move |_, tx| tx.query_one(&Statement::new("pragma", pragma), &[]));
        assert_eq!(found.unwrap().get::<i64>(0).unwrap(), expected, "{pragma}");
    }
    let ask =
        |sql| store.read_blocking(move |tx| tx.query_one(&Statement::new("ask", sql), &[])?.get::<String>(0)).unwrap();
    assert_eq!(ask("PRAGMA journal_mode"), "wal");
    let version: Vec<u32> = ask("SELECT sqlite_version()").split('.').map(|part| part.parse().unwrap()).collect();
    assert!(version >= vec![3, 51, 3], "{version:?}: older ones can corrupt the log");
    for name in ["data.db", "data.db-wal", "data.db-shm"] {
        let rights = bed.file().with_file_name(name).metadata().unwrap().permissions().mode();
        assert_eq!(rights & 0o077, 0, "{name} is for its owner only");
    }
}

#[test]
fn closing_leaves_one_complete_file() {
    let bed = Bed::new(Engine::Sqlite);
    let store = open(&bed);
    write(&store, 1).unwrap();
    store.close();
    let copy = Bed::new(Engine::Sqlite);
    std::fs::copy(bed.file(), copy.file()).unwrap();
    assert_eq!(stored(&open(&copy)), [1]);
}
