//! F-05: a disk that is really full, a small file system in memory of a process of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use waarborg_store::{Engine, Error, Settings, Statement, Store, values};
use waarborg_testkit::{Bed, each_engine};

use crate::child::{Child, say};
use crate::note::{self, ctx, insert, open, stored, write};

/// More than the log grows to on this disk, as 64 MiB is on a real one: closing copies the log into the file, and needs room.
const BALLAST: u64 = 1_536 << 10;
const FILLER: usize = 1_024 << 10;
/// The disk, in KiB.
const DISK: u32 = 4_096;

/// Makes `folder` a file system of so many KiB that only the child sees.
fn small_disk(folder: &Path, kib: u32) -> String {
    let mount = format!("mount -t tmpfs -o size={kib}k tmpfs {}", folder.display());
    format!("exec unshare -rm sh -c '{mount} && exec \"$0\" \"$@\"' \"$0\" \"$@\"")
}

#[test]
fn on_a_full_disk_reads_go_on_erasures_are_stored_and_the_rest_waits_for_room() {
    // Full at another place each time: 4 KiB is a page, and frames of the log do not fit it.
    for step in 0..24 {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("data.db").display());
        let mut child = Child::start_in(&small_disk(folder.path(), DISK + step * 4), &["crowd", &url]);
        let expected = [
            ("full", "true"),
            ("read", "true"),
            ("erased", "Ok(())"),
            ("refused", "Err(DiskFull)"),
            ("erased", "Ok(())"),
            ("reopened", "Err(DiskFull)"),
            ("erased", "Ok(())"),
            ("resumed", "Ok(())"),
            ("ballast", "true"),
            ("stored", "true"),
        ];
        for (word, answer) in expected {
            let said = child.next(word);
            assert_eq!(said.as_deref(), Some(answer), "step {step}, {word} (does `unshare -rm` work here?)");
        }
    }
}

fn erase(store: &Store, id: i64) -> Result<(), Error> {
    const DELETE: Statement = Statement::new("delete_note", "DELETE FROM note WHERE id = $1");
    store.write_urgent_blocking(ctx(id), move |_, tx| tx.execute(&DELETE, &values![id]).map(drop))
}

/// Takes all room but so many bytes.
fn fill_but(path: PathBuf, rest: u64) -> PathBuf {
    let mut file = fs::File::create(&path).unwrap();
    while file.write_all(&[1; 4_096]).is_ok() {}
    file.set_len(file.metadata().unwrap().len() - rest).unwrap();
    path
}

/// Fills the disk, and says what can be done then and what after there is room again.
pub(crate) fn crowd(settings: &Settings) {
    let file = PathBuf::from(settings.url.strip_prefix("sqlite:").unwrap());
    let filler = file.with_file_name("filler");
    fs::write(&filler, vec![1; FILLER]).unwrap();
    let settings = Settings { ballast: BALLAST, ..settings.clone() };
    let store = Store::open(&settings, &note::migrations()).unwrap();

    let mut acked = Vec::new();
    let refused = (1..).find_map(|id| match note::write_large(&store, id) {
        Ok(()) => {
            acked.push(id);
            None
        }
        Err(error) => Some(error),
    });
    // What little is left goes too.
    while let Ok(()) = write(&store, 1_000 + i64::try_from(acked.len()).unwrap()) {
        acked.push(1_000 + i64::try_from(acked.len()).unwrap());
    }
    say(&format!(
        "full {}",
        matches!(refused, Some(Error::DiskFull | Error::OutcomeUnknown { .. })) && acked.len() > 5
    ));
    say(&format!("read {}", stored(&store) == acked));
    say(&format!("erased {:?}", erase(&store, 1)));
    say(&format!("refused {:?}", write(&store, 0)));
    say(&format!("erased {:?}", erase(&store, 2)));
    store.close();
    let more = fill_but(file.with_file_name("more"), 200 << 10);
    let store = Store::open(&settings, &note::migrations()).unwrap();
    say(&format!("reopened {:?}", write(&store, 0)));
    say(&format!("erased {:?}", erase(&store, 3)));

    fs::remove_file(&filler).and_then(|()| fs::remove_file(&more)).unwrap();
    say(&format!("resumed {:?}", write(&store, 0)));
    let ballast = fs::metadata(file.with_file_name("data.db-ballast"));
    say(&format!("ballast {}", ballast.is_ok_and(|ballast| ballast.len() == BALLAST)));
    acked.retain(|id| *id > 3);
    acked.insert(0, 0);
    say(&format!("stored {}", stored(&store) == acked));
}

#[test]
fn an_urgent_write_is_a_write_like_any_other_while_there_is_room() {
    each_engine(|bed| {
        let store = open(bed);
        store.write_urgent_blocking(ctx(1), |_, tx| insert(tx, 1)).unwrap();
        let refused = store.write_urgent_blocking(ctx(2), |_, tx| insert(tx, 1));
        assert!(matches!(refused, Err(Error::Constraint { .. })), "{refused:?}");
        assert_eq!(stored(&store), [1]);
    });
}

#[test]
fn an_urgent_write_that_ballast_does_not_help_hears_that_the_disk_is_full() {
    const LIMIT: Statement = Statement::new("limit", "PRAGMA max_page_count = 10");
    const INSERT: Statement = Statement::new("insert_large", "INSERT INTO note (id, bytes) VALUES (1, $1)");
    let bed = Bed::new(Engine::Sqlite);
    let settings = Settings { ballast: 10_000, ..bed.settings.clone() };
    let store = Store::open(&settings, &note::migrations()).unwrap();
    store.write_blocking(ctx(0), |_, tx| tx.query(&LIMIT, &[])).unwrap();
    let mut runs = 0;
    let (sender, tries) = std::sync::mpsc::channel();
    let refused: Result<(), Error> = store.write_urgent_blocking(ctx(1), move |_, tx| {
        runs += 1;
        sender.send(runs).unwrap();
        tx.execute(&INSERT, &values![vec![7; 200_000]]).map(drop)
    });
    assert!(matches!(refused, Err(Error::DiskFull)), "{refused:?}");
    assert_eq!(tries.iter().last(), Some(2), "once more with the room of the ballast, and no more than that");
}
