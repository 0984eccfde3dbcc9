use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;

use waarborg_ledger::{InMemory, Sequenced};
use waarborg_store::Engine;
use waarborg_testkit::{Bed, each_engine};

use crate::scene::{Scene, ctx};

/// Many append while three servers place: no gap, no leaf twice, none lost, and every step extends what was signed before.
#[test]
fn many_append_and_three_place_without_gap_or_doubles() {
    const THREADS: u64 = 4;
    const EACH: u64 = 100;
    let bed = Bed::new(Engine::Postgres);
    // Three servers, each with a store and a memory of its own.
    let servers: Vec<Scene> =
        (0..3).map(|_| Scene::reopen(bed.open(), Arc::new(InMemory::default())).unwrap()).collect();
    let appended = thread::scope(|scope| {
        let appenders: Vec<_> = (0..THREADS)
            .map(|thread| {
                let server = &servers[usize::try_from(thread % 3).unwrap()];
                scope.spawn(move || (0..EACH).map(|n| server.append(thread * EACH + n).unwrap()).collect::<Vec<_>>())
            })
            .collect();
        for server in &servers {
            scope.spawn(|| {
                let mut seen = 0;
                while server.number("SELECT size FROM ledger_tree") < (THREADS * EACH).cast_signed() {
                    server.ledger.sequence(&server.store, ctx(0)).unwrap();
                    server.ledger.keep_outside().unwrap();
                    assert!(server.ledger.size() >= seen, "what a server knows never shrinks");
                    seen = server.ledger.size();
                }
            });
        }
        appenders.into_iter().flat_map(|appender| appender.join().unwrap()).collect::<BTreeSet<_>>()
    });
    assert_eq!(appended.len() as u64, THREADS * EACH);

    let last = &servers[0];
    last.place();
    let ledger = last.ledger.clone();
    let positions: BTreeSet<u64> = last
        .store
        .read_blocking(move |tx| {
            appended.iter().map(|arrival| ledger.find_position(tx, *arrival)).collect::<Result<BTreeSet<_>, _>>()
        })
        .unwrap()
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(positions, (0..THREADS * EACH).collect());
    assert_eq!(last.number("SELECT count(*) FROM ledger_pending"), 0);
    for server in &servers {
        let mut verifier = last.verifier();
        verifier = verifier.knowing(&server.ledger.newest()).unwrap();
        let report = last.store.read_blocking(move |tx| verifier.store(tx)).unwrap();
        assert_eq!(report.findings, vec![]);
    }
}

#[test]
fn what_was_committed_and_not_placed_waits_for_the_next_server() {
    let bed = Bed::new(Engine::Postgres);
    let first = Scene::new(&bed);
    first.grow(0..300);
    for number in 300..310 {
        first.append(number).unwrap();
    }
    // It stops between the commit and the step.
    let outside = Arc::clone(&first.outside);
    first.store.close();
    drop(first);
    let second = Scene::reopen(bed.open(), outside).unwrap();
    assert_eq!(second.ledger.sequence(&second.store, ctx(0)).unwrap(), Sequenced::Placed(10));
    assert_eq!(second.ledger.size(), 310);
    assert!(second.verify().is_good());
}

#[test]
fn a_step_that_is_undone_leaves_the_queue_as_it_was() {
    let bed = Bed::new(Engine::Postgres);
    let scene = Scene::new(&bed);
    scene.grow(0..5);
    scene.append(5).unwrap();
    // The tree is of another size than it says, so signing is refused after the queue was moved.
    scene.sql("UPDATE ledger_tree SET size = 4");
    scene.ledger.sequence(&scene.store, ctx(0)).unwrap_err();
    assert_eq!(scene.number("SELECT count(*) FROM ledger_pending"), 1);
    assert_eq!(scene.number("SELECT count(*) FROM ledger_leaf"), 5);
    scene.sql("UPDATE ledger_tree SET size = 5");
    scene.place();
    assert_eq!((scene.ledger.size(), scene.ledger.trouble()), (6, None));
}

#[test]
fn the_larger_the_queue_the_more_steps() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        scene.grow(0..5000);
        assert_eq!(scene.ledger.size(), 5000);
        assert_eq!(scene.ledger.segment(), 1);
        assert!(scene.verify().is_good());
    });
}
