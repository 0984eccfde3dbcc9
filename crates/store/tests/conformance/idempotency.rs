use std::sync::{Barrier, mpsc};

use waarborg_base::{Digest, Fault, IdempotencyKey, Kind, Timestamp};
use waarborg_store::idempotency::{find_outcome, forget_before, once};
use waarborg_store::{Engine, Error, Statement, Store};
use waarborg_testkit::{Bed, each_engine};

use crate::note::{ctx, insert, open, stored};

const KEY: IdempotencyKey = IdempotencyKey::from_bytes([7; 16]);

/// Writes one note under `KEY`, and gives a random number that would differ if it ran twice.
fn note_once(
    store: &Store,
    seed: i64,
    use_case: &'static str,
    input: &'static [u8],
    id: i64,
) -> Result<[u8; 8], Error> {
    store.write_blocking(ctx(seed).with_key(KEY), move |ctx, tx| {
        once(ctx, tx, use_case, &Digest::of(input), |ctx, tx| {
            insert(tx, id)?;
            Ok(ctx.bytes())
        })
    })
}

#[test]
fn the_same_key_gives_back_the_first_outcome_and_has_one_effect() {
    each_engine(|bed| {
        let store = open(bed);
        let first = note_once(&store, 1, "add", b"note", 1).unwrap();
        assert_eq!(note_once(&store, 2, "add", b"note", 2).unwrap(), first);
        store.close();
        let store = open(bed);
        assert_eq!(note_once(&store, 3, "add", b"note", 3).unwrap(), first, "also after a restart");
        assert_eq!(stored(&store), [1]);
    });
}

#[test]
fn the_same_key_for_another_change_is_a_conflict() {
    each_engine(|bed| {
        let store = open(bed);
        note_once(&store, 1, "add", b"note", 1).unwrap();
        for (use_case, input) in [("add", b"other".as_slice()), ("remove", b"note")] {
            let refused = note_once(&store, 2, use_case, input, 2).unwrap_err();
            assert!(matches!(refused, Error::KeyReused { key: KEY }), "{refused}");
            assert_eq!(refused.kind(), Kind::Conflict);
        }
        assert_eq!(stored(&store), [1]);
    });
}

#[test]
fn a_change_that_errs_leaves_its_key_free() {
    each_engine(|bed| {
        let store = open(bed);
        note_once(&store, 1, "add", b"first", 1).unwrap();
        let again = KEY_OF_ANOTHER;
        let add = |id| {
            store.write_blocking(ctx(id).with_key(again), move |ctx, tx| {
                once(ctx, tx, "add", &Digest::of(b"note"), |_, tx| insert(tx, id))
            })
        };
        assert!(matches!(add(1), Err(Error::Constraint { .. })));
        add(2).unwrap();
        assert_eq!(stored(&store), [1, 2]);
    });
}

const KEY_OF_ANOTHER: IdempotencyKey = IdempotencyKey::from_bytes([8; 16]);

#[test]
fn many_at_once_under_one_key_have_one_effect_and_hear_one_outcome() {
    each_engine(|bed| {
        let store = open(bed);
        let ready = Barrier::new(16);
        let heard: Vec<_> = std::thread::scope(|scope| {
            let send = |id| {
                let (store, ready) = (&store, &ready);
                scope.spawn(move || {
                    ready.wait();
                    note_once(store, id, "add", b"note", id).unwrap()
                })
            };
            let threads: Vec<_> = (0..16).map(send).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(stored(&store).len(), 1);
        assert!(heard.iter().all(|outcome| *outcome == heard[0]), "{heard:?}");
    });
}

#[test]
fn changes_under_different_keys_do_not_collide() {
    // PostgreSQL only: SQLite has one writer.
    let bed = Bed::new(Engine::Postgres);
    let store = open(&bed);
    let both_are_at_work = Barrier::new(2);
    std::thread::scope(|scope| {
        for id in [1, 2] {
            let (store, both_are_at_work) = (&store, &both_are_at_work);
            scope.spawn(move || {
                let (begun, may_end) = mpsc::channel::<mpsc::Sender<()>>();
                let write = scope.spawn(move || {
                    store.write_blocking(ctx(id), move |ctx, tx| {
                        once(ctx, tx, "add", &Digest::of(b"note"), |_, tx| {
                            insert(tx, id)?;
                            let (go_on, goes_on) = mpsc::channel();
                            // Only the first try waits for the other side.
                            if begun.send(go_on).is_ok() {
                                goes_on.recv().unwrap();
                            }
                            Ok::<_, Error>(())
                        })
                    })
                });
                let go_on = may_end.recv().unwrap();
                drop(may_end);
                both_are_at_work.wait();
                go_on.send(()).unwrap();
                write.join().unwrap().unwrap();
            });
        }
    });
    assert_eq!(stored(&store), [1, 2]);
    assert_eq!(store.counts().retries, 0);
}

#[test]
fn the_loser_of_a_race_under_one_key_hears_the_outcome_and_not_what_it_ran_into() {
    const UNIQUE: Statement = Statement::new("unique", "CREATE UNIQUE INDEX note_words ON note (words)");
    each_engine(|bed| {
        let store = open(bed);
        store.write_blocking(ctx(0), |_, tx| tx.execute(&UNIQUE, &[])).unwrap();
        let ready = Barrier::new(8);
        std::thread::scope(|scope| {
            for seed in 0..8 {
                let (store, ready) = (&store, &ready);
                scope.spawn(move || {
                    ready.wait();
                    // The words of each note are the same, so a second effect would break a rule of the schema.
                    note_once(store, seed, "add", b"note", seed).unwrap();
                });
            }
        });
        assert_eq!(stored(&store).len(), 1);
    });
}

#[test]
fn one_key_twice_in_one_change_is_refused_and_nothing_is_kept() {
    each_engine(|bed| {
        let store = open(bed);
        let nested = store.write_blocking(ctx(1), |ctx, tx| {
            once(ctx, tx, "outer", &Digest::of(b""), |ctx, tx| {
                once(ctx, tx, "inner", &Digest::of(b""), |_, tx| insert(tx, 1))
            })
        });
        assert!(matches!(nested, Err(Error::Contended | Error::KeyReused { .. })), "{nested:?}");
        assert_eq!(stored(&store), [0_i64; 0]);
    });
}

#[test]
fn an_outcome_can_be_looked_up_until_it_is_forgotten() {
    each_engine(|bed| {
        let store = open(bed);
        let find = || store.read_blocking(|tx| find_outcome(tx, KEY)).unwrap();
        assert_eq!(find(), None);
        let given = note_once(&store, 1, "add", b"note", 1).unwrap();
        let found = find().unwrap();
        assert_eq!((found.use_case.as_str(), found.input), ("add", Digest::of(b"note")));
        assert_eq!(found.outcome, format!("{given:?}").replace(' ', "").into_bytes());
        let forget =
            |instant: Timestamp| store.write_blocking(ctx(2), move |_, tx| forget_before(tx, instant)).unwrap();
        assert_eq!(forget(found.created_at), 0, "what was stored at that instant stays");
        assert_eq!(forget(Timestamp::from_micros(found.created_at.as_micros() + 1).unwrap()), 1);
        assert_eq!(find(), None);
    });
}
