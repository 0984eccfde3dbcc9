use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, mpsc};

use waarborg_base::{Ctx, Fault, Kind};
use waarborg_store::{Engine, Error, Settings, Statement, Store, Tx, values};
use waarborg_testkit::{Bed, each_engine, every_sql_file_is_a_statement, same_shape_on_both_engines};

use crate::note::{ctx, insert, list, open, stored, write};

/// Keeps the writer busy while `meanwhile` sends more, so that all of it waits together.
pub(crate) fn while_the_writer_is_busy(store: &Store, meanwhile: impl FnOnce()) {
    let (started, has_started) = mpsc::channel();
    let (let_go, may_go) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            store.write_blocking(ctx(0), move |_, _| {
                started.send(()).unwrap();
                may_go.recv().unwrap();
                Ok::<_, Error>(())
            })
        });
        has_started.recv().unwrap();
        meanwhile();
        let_go.send(()).unwrap();
    });
}

#[test]
fn every_sql_file_of_the_room_is_a_statement() {
    every_sql_file_is_a_statement(env!("CARGO_MANIFEST_DIR"), waarborg_store::statements());
}

#[test]
fn every_statement_of_the_room_has_the_same_shape_on_both_engines() {
    same_shape_on_both_engines(waarborg_store::statements());
}

#[test]
fn what_is_acknowledged_is_there_after_reopening() {
    each_engine(|bed| {
        let store = open(bed);
        write(&store, 1).unwrap();
        store.close();
        assert!(matches!(write(&store, 2), Err(Error::Closed)));
        assert!(matches!(store.read_blocking(list), Err(Error::Closed)));
        assert_eq!(stored(&open(bed)), [1]);
    });
}

#[test]
fn a_use_case_that_errs_stores_nothing() {
    each_engine(|bed| {
        let store = open(bed);
        let refused: Result<(), Error> = store.write_blocking(ctx(1), |_, tx| {
            insert(tx, 1)?;
            Err(Error::Contended)
        });
        assert!(matches!(refused, Err(Error::Contended)), "the use case's own error comes back: {refused:?}");
        assert_eq!(stored(&store), [0_i64; 0]);
        write(&store, 1).unwrap();
        assert_eq!(stored(&store), [1]);
    });
}

#[test]
fn a_failed_statement_dooms_its_use_case_even_if_it_answers_ok() {
    each_engine(|bed| {
        let store = open(bed);
        write(&store, 1).unwrap();
        let swallowed = store.write_blocking(ctx(2), |_, tx| {
            insert(tx, 2)?;
            let first = insert(tx, 1);
            assert!(matches!(first, Err(Error::Constraint { statement: "insert_note", .. })), "{first:?}");
            assert!(matches!(insert(tx, 3), Err(Error::Constraint { .. })), "later statements err too");
            Ok::<_, Error>(())
        });
        assert_eq!(swallowed.unwrap_err().kind(), Kind::Conflict);
        assert_eq!(stored(&store), [1]);
    });
}

#[test]
fn a_panicking_use_case_harms_nobody_else() {
    each_engine(|bed| {
        let store = open(bed);
        let panicked: Result<(), Error> = store.write_blocking(ctx(1), |_, tx| {
            insert(tx, 1)?;
            panic!("on purpose");
        });
        assert!(matches!(panicked, Err(Error::Panicked)));
        write(&store, 2).unwrap();
        assert_eq!(stored(&store), [2]);
        let panicked: Result<(), Error> = store.read_blocking(|_| panic!("on purpose"));
        assert!(matches!(panicked, Err(Error::Panicked)));
        assert_eq!(stored(&store), [2], "a reader survives too");
    });
}

#[test]
fn a_thread_that_dies_closes_the_store_instead_of_leaving_callers_waiting() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            assert!(std::thread::panicking(), "on purpose");
        }
    }
    each_engine(|bed| {
        let store = open(bed);
        let bomb = Bomb;
        let answered = store.write_blocking(ctx(1), move |_, tx| {
            let _in_here = &bomb;
            insert(tx, 1)
        });
        assert!(matches!(answered, Ok(()) | Err(Error::OutcomeUnknown { .. })), "{answered:?}");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert!(matches!(runtime.block_on(store.failed()), Error::Panicked));
        store.close();
        assert!(matches!(write(&store, 2), Err(Error::Closed)));
        assert_eq!(stored(&open(bed)), [1]);
    });
}

#[test]
fn a_read_cannot_write() {
    each_engine(|bed| {
        let store = open(bed);
        let refused = store.read_blocking(|tx| insert(tx, 1));
        assert!(matches!(refused, Err(Error::Statement { .. })), "{refused:?}");
        assert_eq!(stored(&store), [0_i64; 0]);
    });
}

#[test]
fn a_read_sees_one_moment() {
    each_engine(|bed| {
        let store = open(bed);
        write(&store, 1).unwrap();
        let other = store.clone();
        let seen = store.read_blocking(move |tx| {
            let before = list(tx)?;
            std::thread::scope(|scope| scope.spawn(|| write(&other, 2)).join().unwrap())?;
            Ok::<_, Error>((before, list(tx)?))
        });
        assert_eq!(seen.unwrap(), (vec![1], vec![1]));
        assert_eq!(stored(&store), [1, 2]);
    });
}

#[test]
fn waiting_use_cases_share_one_commit_and_one_that_fails_harms_no_other() {
    let bed = Bed::new(Engine::Sqlite);
    let store = open(&bed);
    let before = store.counts();
    let (sender, answers) = mpsc::channel();
    let panics = Arc::new(AtomicUsize::new(0));
    std::thread::scope(|scope| {
        while_the_writer_is_busy(&store, || {
            for id in 1..=100 {
                let (store, sender, panics) = (store.clone(), sender.clone(), Arc::clone(&panics));
                scope.spawn(move || {
                    let answer = store.write_blocking(ctx(id), move |_, tx| {
                        insert(tx, id)?;
                        match id % 10 {
                            3 => insert(tx, id),
                            5 => Err(Error::Contended),
                            7 => {
                                panics.fetch_add(1, Ordering::Relaxed);
                                panic!("on purpose");
                            }
                            _ => Ok(()),
                        }
                    });
                    sender.send((id, answer)).unwrap();
                });
            }
            while store.counts().waiting < 100 {
                std::thread::yield_now();
            }
        });
    });
    for (id, answer) in answers.iter().take(100) {
        match (id % 10, answer) {
            (3, Err(Error::Constraint { .. })) | (5, Err(Error::Contended)) | (7, Err(Error::Panicked)) => {}
            (3 | 5 | 7, other) => panic!("{id}: {other:?}"),
            (_, answer) => answer.unwrap_or_else(|error| panic!("{id}: {error}")),
        }
    }
    let expected: Vec<i64> = (1..=100).filter(|id| ![3, 5, 7].contains(&(id % 10))).collect();
    assert_eq!(stored(&store), expected);
    let after = store.counts();
    assert_eq!(after.commits - before.commits, 2, "the busy one, and one for the hundred");
    assert_eq!(after.use_cases - before.use_cases, 71);
    assert_eq!(panics.load(Ordering::Relaxed), 10, "what panicked halfway is not run again");
}

#[test]
fn every_writer_of_many_is_durable_when_answered() {
    each_engine(|bed| {
        let store = open(bed);
        std::thread::scope(|scope| {
            for client in 0..16 {
                let store = &store;
                scope.spawn(move || (0..25).for_each(|turn| write(store, client * 25 + turn).unwrap()));
            }
        });
        assert_eq!(stored(&store), (0..400).collect::<Vec<_>>());
    });
}

#[test]
fn a_full_queue_refuses_and_stores_nothing() {
    each_engine(|bed| {
        let settings = Settings { queue: 2, connections: 1, ..bed.settings.clone() };
        let store = Store::open(&settings, &crate::note::migrations()).unwrap();
        std::thread::scope(|scope| {
            while_the_writer_is_busy(&store, || {
                for id in [1, 2] {
                    let store = &store;
                    scope.spawn(move || write(store, id).unwrap());
                }
                while store.counts().waiting < 2 {
                    std::thread::yield_now();
                }
                let refused = write(&store, 3).unwrap_err();
                assert!(matches!(refused, Error::Full));
                assert_eq!(refused.kind(), Kind::Limited);
            });
        });
        assert_eq!(stored(&store), [1, 2]);
    });
}

#[test]
fn opposite_changes_at_once_end_as_if_one_came_after_the_other() {
    const SUM: Statement =
        Statement::new("sum_notes", "SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM note WHERE id % 2 = $1");
    const INSERT: Statement = Statement::new("insert_amount", "INSERT INTO note (id, amount) VALUES ($1, $2)");
    // PostgreSQL only: SQLite has one writer, so its changes cannot be at once.
    let bed = Bed::new(Engine::Postgres);
    let store = open(&bed);
    let both_have_read = Arc::new(Barrier::new(2));
    // Each adds 1 if the other side has nothing. Both read before either writes: write skew, unless one has to run again.
    let wrote = std::thread::scope(|scope| {
        let side = |id: i64| {
            let (store, both_have_read, mut tries) = (&store, Arc::clone(&both_have_read), 0);
            let body = move |_: &mut Ctx, tx: &mut Tx<'_>| {
                tries += 1;
                let other: i64 = tx.query_one(&SUM, &values![1 - id])?.get(0)?;
                if tries == 1 {
                    both_have_read.wait();
                }
                let amount = i64::from(other == 0);
                tx.execute(&INSERT, &values![id, amount])?;
                Ok::<_, Error>(amount)
            };
            scope.spawn(move || store.write_blocking(ctx(id), body).unwrap())
        };
        [side(0), side(1)].map(|side| side.join().unwrap())
    });
    assert_eq!(wrote.iter().sum::<i64>(), 1, "one side only: {wrote:?}");
}

#[test]
fn a_use_case_that_runs_again_draws_the_same_ids() {
    const READ: Statement = Statement::new("sum_all", "SELECT CAST(coalesce(sum(id), 0) AS BIGINT) FROM note");
    let bed = Bed::new(Engine::Postgres);
    let store = open(&bed);
    let other = store.clone();
    let (sender, drawn) = mpsc::channel();
    let mut tries = 0;
    let last = store.write_blocking(ctx(9), move |ctx, tx| {
        tries += 1;
        sender.send(ctx.bytes::<16>()).unwrap();
        tx.query_one(&READ, &[])?;
        if tries == 1 {
            // Somebody else reads what we write and writes what we read, and commits first.
            std::thread::scope(|scope| {
                let skew =
                    || other.write_blocking(crate::note::ctx(8), |_, tx| tx.query_one(&READ, &[]).and(insert(tx, 1)));
                scope.spawn(skew).join().unwrap()
            })?;
        }
        insert(tx, 2)?;
        Ok::<_, Error>(ctx.bytes::<16>())
    });
    let drawn: Vec<_> = drawn.iter().collect();
    assert_eq!(drawn.len(), 2, "PostgreSQL had to run it again");
    assert_eq!(drawn[0], drawn[1]);
    let mut straight = ctx(9);
    assert_eq!((drawn[0], last.unwrap()), (straight.bytes::<16>(), straight.bytes::<16>()));
    assert_eq!(stored(&store), [1, 2]);
    assert_eq!(store.counts().retries, 1);
}

#[test]
fn conflicts_without_end_are_given_up_after_the_tries() {
    const READ: Statement = Statement::new("sum_all", "SELECT CAST(coalesce(sum(id), 0) AS BIGINT) FROM note");
    let bed = Bed::new(Engine::Postgres);
    let settings = Settings { tries: 3, ..bed.settings.clone() };
    let store = Store::open(&settings, &crate::note::migrations()).unwrap();
    let other = store.clone();
    let mut tries = 0;
    let given_up = store.write_blocking(ctx(9), move |_, tx| {
        tries += 1;
        tx.query_one(&READ, &[])?;
        std::thread::scope(|scope| {
            let skew = || other.write_blocking(ctx(8), move |_, tx| tx.query_one(&READ, &[]).and(insert(tx, tries)));
            scope.spawn(skew).join().unwrap()
        })?;
        insert(tx, 100)
    });
    assert!(matches!(given_up, Err(Error::Contended)), "{given_up:?}");
    assert_eq!(stored(&store), [1, 2, 3]);
}
