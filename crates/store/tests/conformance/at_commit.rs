//! Work done once for all use cases that share a commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use waarborg_base::{Fault, Kind};
use waarborg_store::{AtCommit, Engine, Error, Statement, Store, Tx, values};
use waarborg_testkit::{Bed, each_engine};

use crate::note::{ctx, insert, list, open, stored, write};
use crate::transactions::while_the_writer_is_busy;

const COUNT: Statement = Statement::new("count_notes", "SELECT count(*) FROM note WHERE id < 1000");

/// Writes how many notes a commit leaves, as a note beyond 1,000; fails as told.
#[derive(Default)]
struct Total {
    fails: AtomicU32,
    before: AtomicU32,
    after: AtomicU32,
}

const ERR: u32 = 1;
const PANIC: u32 = 2;
const SWALLOW: u32 = 3;

impl AtCommit for Total {
    fn before_commit(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        self.before.fetch_add(1, Ordering::SeqCst);
        let count: i64 = tx.query_one(&COUNT, &values![])?.get(0)?;
        insert(tx, 1_000 + count)?;
        match self.fails.load(Ordering::SeqCst) {
            ERR => Err(Error::Contended),
            PANIC => panic!("on purpose"),
            SWALLOW => {
                drop(insert(tx, 1_000 + count));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn after_commit(&self) {
        self.after.fetch_add(1, Ordering::SeqCst);
    }
}

impl Total {
    fn given_to(store: &Store) -> Arc<Self> {
        let total = Arc::new(Self::default());
        store.at_commit(Arc::<Self>::clone(&total));
        total
    }

    fn calls(&self) -> (u32, u32) {
        (self.before.load(Ordering::SeqCst), self.after.load(Ordering::SeqCst))
    }
}

fn write_and_ask(store: &Store, id: i64) -> Result<(), Error> {
    store.write_blocking(ctx(id), move |_, tx| {
        tx.wants_commit_work();
        insert(tx, id)
    })
}

#[test]
fn work_at_commit_is_done_once_for_a_whole_batch_and_before_anybody_is_answered() {
    let bed = Bed::new(Engine::Sqlite);
    let store = open(&bed);
    let total = Total::given_to(&store);
    std::thread::scope(|scope| {
        while_the_writer_is_busy(&store, || {
            for id in 1..=20 {
                let (store, total) = (&store, &total);
                scope.spawn(move || {
                    write_and_ask(store, id).unwrap();
                    assert_eq!(total.calls(), (1, 1), "done when answered");
                });
            }
            while store.counts().waiting < 20 {
                std::thread::yield_now();
            }
        });
    });
    assert_eq!(total.calls(), (1, 1));
    assert_eq!(stored(&store).last(), Some(&1_020), "it saw the whole batch, and is stored with it");
}

#[test]
fn nobody_who_is_kept_asked_so_there_is_no_work() {
    let bed = Bed::new(Engine::Sqlite);
    let store = open(&bed);
    let total = Total::given_to(&store);
    write(&store, 1).unwrap();
    let undone: Result<(), Error> = store.write_blocking(ctx(2), |_, tx| {
        tx.wants_commit_work();
        insert(tx, 2)?;
        Err(Error::Contended)
    });
    assert!(matches!(undone, Err(Error::Contended)), "{undone:?}");
    assert_eq!(total.calls(), (0, 0));
    assert_eq!(stored(&store), [1]);
}

#[test]
fn work_at_commit_that_fails_undoes_the_batch_and_the_next_one_goes_well() {
    let bed = Bed::new(Engine::Sqlite);
    let store = open(&bed);
    let total = Total::given_to(&store);
    for (place, how) in (1..).zip([ERR, PANIC, SWALLOW]) {
        total.fails.store(how, Ordering::SeqCst);
        let refused = write_and_ask(&store, 1).unwrap_err();
        assert!(matches!(refused, Error::Unavailable { .. }), "{refused}");
        assert_eq!(refused.kind(), Kind::Unavailable);
        assert_eq!(store.read_blocking(list).unwrap(), [0_i64; 0], "neither the use case nor the work");
        assert_eq!(total.calls(), (place, 0));
    }
    total.fails.store(0, Ordering::SeqCst);
    write_and_ask(&store, 1).unwrap();
    assert_eq!(total.calls(), (4, 1));
    assert_eq!(stored(&store), [1, 1_001]);
}

#[test]
fn on_postgresql_nothing_is_done_at_commit() {
    let bed = Bed::new(Engine::Postgres);
    let store = open(&bed);
    let total = Total::given_to(&store);
    write_and_ask(&store, 1).unwrap();
    assert_eq!(total.calls(), (0, 0));
    assert_eq!(stored(&store), [1]);
}

#[test]
fn a_claiming_write_is_durable_and_undone_like_any_other() {
    each_engine(|bed| {
        let store = open(bed);
        store.write_claiming_blocking(ctx(1), |_, tx| insert(tx, 1)).unwrap();
        let undone = store.write_claiming_blocking(ctx(2), |_, tx| {
            insert(tx, 2)?;
            insert(tx, 1)
        });
        assert!(matches!(undone, Err(Error::Constraint { .. })), "{undone:?}");
        assert_eq!(stored(&store), [1]);
    });
}

#[test]
fn a_claiming_write_sees_what_others_commit_meanwhile_on_postgresql() {
    let bed = Bed::new(Engine::Postgres);
    let store = open(&bed);
    let other = store.clone();
    let seen = store.write_claiming_blocking(ctx(1), move |_, tx| {
        let before = list(tx)?;
        std::thread::scope(|scope| scope.spawn(|| write(&other, 7)).join().unwrap())?;
        Ok::<_, Error>((before, list(tx)?))
    });
    assert_eq!(seen.unwrap(), (vec![], vec![7]));
}
