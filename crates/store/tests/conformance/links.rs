//! PostgreSQL behind a link that breaks.

use std::sync::mpsc;

use waarborg_base::{Digest, Fault, Kind};
use waarborg_store::idempotency::{find_outcome, once};
use waarborg_store::{Engine, Error, Settings, Statement, Store};
use waarborg_testkit::{Bed, Postgres};

use crate::note::{ctx, insert, list, migrations, open, stored, write};
use crate::proxy::{Cut, Proxy};

fn note_once(store: &Store, id: i64) -> Result<i64, Error> {
    store.write_blocking(ctx(id), move |ctx, tx| {
        once(ctx, tx, "add", &Digest::of(&id.to_be_bytes()), |_, tx| insert(tx, id).map(|()| id))
    })
}

#[test]
fn a_lost_answer_to_commit_is_told_as_unknown_and_never_as_stored_or_not() {
    let proxy = Proxy::start();
    let store = Store::open(&proxy.settings(), &migrations()).unwrap();
    for (id, cut) in (1..).zip([Cut::BeforeCommit, Cut::BeforeReply].repeat(5)) {
        proxy.cut(&[cut]);
        let unknown = write(&store, id).unwrap_err();
        assert!(matches!(unknown, Error::OutcomeUnknown { key } if key == Some(ctx(id).key)), "{cut:?}: {unknown}");
        assert_eq!(stored(&store).contains(&id), cut == Cut::BeforeReply, "{cut:?}");
    }
    write(&store, 100).unwrap();
}

#[test]
fn with_its_outcome_recorded_a_lost_answer_to_commit_is_found_out_and_the_effect_is_one() {
    let proxy = Proxy::start();
    let store = Store::open(&proxy.settings(), &migrations()).unwrap();
    let plans: [&[Cut]; 4] = [
        &[Cut::BeforeCommit],
        &[Cut::BeforeReply],
        &[Cut::BeforeCommit, Cut::BeforeCommit, Cut::BeforeReply],
        &[Cut::BeforeReply, Cut::BeforeReply],
    ];
    for (id, plan) in (1..).zip(plans.repeat(3)) {
        proxy.cut(plan);
        assert_eq!(note_once(&store, id).unwrap(), id, "{plan:?}");
        assert!(proxy.is_done(), "{plan:?}");
        let kept = store.read_blocking(move |tx| find_outcome(tx, ctx(id).key)).unwrap();
        assert_eq!(kept.unwrap().outcome, id.to_string().into_bytes());
    }
    assert_eq!(stored(&store), (1..=12).collect::<Vec<_>>());
}

#[test]
fn an_unknown_outcome_stays_unknown_when_the_server_does_not_come_back() {
    let proxy = Proxy::start();
    let store = Store::open(&proxy.settings(), &migrations()).unwrap();
    proxy.cut(&[Cut::BeforeReply]);
    proxy.refuse(true);
    let unknown = note_once(&store, 1).unwrap_err();
    assert!(
        matches!(unknown, Error::OutcomeUnknown { .. }),
        "it is stored, so `nothing was stored` would be a lie: {unknown}"
    );
    let away = write(&store, 2).unwrap_err();
    assert!(matches!(away, Error::Unavailable { .. }), "{away}");
    assert_eq!(away.kind(), Kind::Unavailable);
    proxy.refuse(false);
    assert_eq!(note_once(&store, 1).unwrap(), 1, "the same key again finds out");
    assert_eq!(stored(&store), [1]);
}

#[test]
fn a_read_that_loses_the_end_of_its_transaction_has_still_been_answered() {
    let proxy = Proxy::start();
    let store = Store::open(&proxy.settings(), &migrations()).unwrap();
    write(&store, 1).unwrap();
    proxy.cut(&[Cut::BeforeReply]);
    assert_eq!(store.read_blocking(list).unwrap(), [1]);
    assert!(proxy.is_done());
}

#[test]
fn a_connection_ended_by_the_server_midway_is_made_again_and_the_use_case_runs_again() {
    const PID: Statement = Statement::new("pid", "SELECT pg_backend_pid()");
    let bed = Bed::new(Engine::Postgres);
    let store = open(&bed);
    let (ask, asked) = mpsc::channel::<i64>();
    let (done, is_done) = mpsc::channel::<()>();
    let terminator = std::thread::spawn(move || {
        for pid in asked {
            Postgres::shared().sql("postgres", &format!("SELECT pg_terminate_backend({pid}, 10000)"));
            done.send(()).unwrap();
        }
    });
    let mut tries = 0;
    store
        .write_blocking(ctx(1), move |_, tx| {
            tries += 1;
            insert(tx, tries)?;
            if tries <= 2 {
                ask.send(tx.query_one(&PID, &[])?.get(0)?).unwrap();
                is_done.recv().unwrap();
            }
            insert(tx, 10 + tries)
        })
        .unwrap();
    terminator.join().unwrap();
    assert_eq!(stored(&store), [3, 13], "only the third try is stored");
    assert_eq!(store.counts().retries, 2);
}

#[test]
fn a_schema_changed_by_another_node_does_not_break_prepared_statements() {
    const ALL: Statement = Statement::new("all", "SELECT * FROM note ORDER BY id");
    let bed = Bed::new(Engine::Postgres);
    let store = Store::open(&Settings { connections: 1, ..bed.settings.clone() }, &migrations()).unwrap();
    write(&store, 1).unwrap();
    let first = |store: &Store| store.read_blocking(|tx| tx.query_one(&ALL, &[])?.get::<i64>(0));
    assert_eq!(first(&store).unwrap(), 1);
    Postgres::shared().sql(bed.database(), "ALTER TABLE note ADD COLUMN later TEXT");
    assert_eq!(first(&store).unwrap(), 1);
}

/// What a client heard, note by note.
#[derive(Default)]
struct Heard {
    acked: Vec<i64>,
    unknown: Vec<i64>,
}

impl Heard {
    fn write(&mut self, store: &Store, id: i64) {
        match write(store, id) {
            Ok(()) => self.acked.push(id),
            Err(Error::OutcomeUnknown { .. }) => self.unknown.push(id),
            Err(Error::Unavailable { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn a_server_that_crashes_under_load_loses_nothing_it_acknowledged() {
    let server = Postgres::start();
    let settings = Settings { connections: 4, ..Settings::new(server.database()) };
    let store = Store::open(&settings, &migrations()).unwrap();
    let (mut heard, mut ids) = (Heard::default(), 1..);
    for _crash in 0..3 {
        std::thread::scope(|scope| {
            // The load ends when this end of the channel is dropped, also by a panic.
            let (_back_again, is_back) = mpsc::channel::<()>();
            let (heard, ids, store) = (&mut heard, &mut ids, &store);
            scope.spawn(move || {
                while is_back.try_recv() == Err(mpsc::TryRecvError::Empty) {
                    heard.write(store, ids.next().unwrap());
                }
            });
            server.crash_and_restart();
        });
        let id = ids.next().unwrap();
        write(&store, id).unwrap();
        heard.acked.push(id);
    }
    let mut stored = stored(&store);
    stored.retain(|id| !heard.unknown.contains(id));
    assert_eq!(stored, heard.acked);
}

#[test]
fn connections_that_died_while_idle_are_noticed_by_nobody() {
    let bed = Bed::new(Engine::Postgres);
    let store = open(&bed);
    write(&store, 1).unwrap();
    let all =
        format!("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{}'", bed.database());
    Postgres::shared().sql("postgres", &all);
    write(&store, 2).unwrap();
    assert_eq!(stored(&store), [1, 2]);
}
