use std::sync::Arc;

use waarborg_base::Fault;
use waarborg_ledger::{Error, InMemory, Ledger, Outside};
use waarborg_testkit::{Bed, each_engine};

use crate::scene::{ORIGIN, Scene, ctx, key};

/// Takes the database back to the first `size` leaves: to what it held when `note` was signed.
fn roll_back(scene: &Scene, size: u64, note: &(String, Vec<u8>)) {
    use waarborg_store::{Statement, values};
    let note = note.clone();
    let rolled = scene.store.write_blocking(ctx(1), move |_, tx| {
        let size = size.cast_signed();
        tx.execute(&Statement::new("back", "DELETE FROM ledger_leaf WHERE position >= $1"), &values![size])?;
        tx.execute(&Statement::new("back", "DELETE FROM ledger_tile WHERE (number + 1) * 256 > $1"), &values![size])?;
        let tree = Statement::new("back", "UPDATE ledger_tree SET size = $1, checkpoint = $2, frontier = $3");
        tx.execute(&tree, &values![size, &note.0, &note.1])
    });
    rolled.unwrap();
}

/// The row of the tree as it is now.
fn row(scene: &Scene) -> (String, Vec<u8>) {
    let statement = waarborg_store::Statement::new("row", "SELECT checkpoint, frontier FROM ledger_tree");
    let row = scene.store.read_blocking(move |tx| tx.query_one(&statement, &[])).unwrap();
    (row.get(0).unwrap(), row.get(1).unwrap())
}

fn reopened(bed: &Bed, scene: Scene) -> Result<Scene, Error> {
    let Scene { store, outside, .. } = scene;
    store.close();
    drop(store);
    Scene::reopen(bed.open(), outside)
}

#[test]
fn a_ledger_opens_where_it_left_off() {
    each_engine(|bed| {
        let mut scene = Scene::new(bed);
        for (from, to) in [(0, 1), (1, 255), (255, 256), (256, 257), (257, 700)] {
            scene.grow(from..to);
            scene.ledger.keep_outside().unwrap();
            let note = scene.ledger.newest();
            scene = reopened(bed, scene).unwrap();
            assert_eq!((scene.ledger.size(), scene.ledger.newest()), (to, note));
        }
        let report = scene.verify();
        assert_eq!((report.leaves, report.findings), (700, vec![]));
    });
}

#[test]
fn a_database_that_was_rolled_back_is_not_signed_until_it_is_recovered() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        scene.grow(0..300);
        let then = row(&scene);
        scene.grow(300..600);
        scene.ledger.keep_outside().unwrap();
        let lost = scene.ledger.newest();
        roll_back(&scene, 300, &then);

        let outside = Arc::clone(&scene.outside);
        let refused = reopened(bed, scene).err().unwrap();
        assert!(matches!(refused, Error::RolledBack { stored: 300, outside: 600 }), "{refused}");
        assert!(refused.to_string().contains("waarborg ledger recover"));

        let store = bed.open();
        let shared = || Arc::clone(&outside) as Arc<dyn Outside>;
        let recovered =
            Ledger::recover(&store, ctx(2), key(), ORIGIN, shared(), &["Anna".to_owned(), "Bram".to_owned()]).unwrap();
        assert_eq!(recovered.size(), 301);
        assert_eq!(outside.newest().unwrap(), Some(recovered.newest()));
        drop(recovered);
        store.close();

        let scene = Scene::reopen(bed.open(), outside).unwrap();
        scene.grow(301..310);
        let verifier = scene.verifier().knowing(&lost).unwrap();
        let report = scene.store.read_blocking(move |tx| verifier.store(tx)).unwrap();
        assert_eq!(report.findings, vec![], "the loss is told by the log itself");
        assert_eq!(
            (report.recoveries.len(), report.recoveries[0].position, report.recoveries[0].lost_size),
            (1, 300, 600)
        );
        let again =
            Ledger::recover(&scene.store, ctx(3), key(), ORIGIN, Arc::clone(&scene.outside) as Arc<dyn Outside>, &[]);
        assert!(matches!(again.err(), Some(Error::NothingToRecover)));
    });
}

#[test]
fn a_database_rolled_back_under_a_running_server_is_not_signed() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        scene.grow(0..10);
        let then = row(&scene);
        scene.grow(10..20);
        roll_back(&scene, 10, &then);
        let appended = scene.append(20).and_then(|_| scene.ledger.sequence(&scene.store, ctx(0)).map(drop));
        assert!(appended.is_err(), "on either engine nothing is signed");
        assert_eq!(row(&scene), then);
        assert!(scene.ledger.trouble().unwrap().contains("rolled back"), "{:?}", scene.ledger.trouble());
    });
}

#[test]
fn another_history_of_the_same_size_is_refused() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        scene.grow(0..20);
        scene.ledger.keep_outside().unwrap();
        let other = Bed::new(bed.engine);
        let store = other.open();
        {
            let fork = Scene::reopen(store.clone(), Arc::new(InMemory::default())).unwrap();
            fork.grow(1..30);
        }
        store.close();
        drop(store);
        let refused = Scene::reopen(other.open(), Arc::clone(&scene.outside)).err().unwrap();
        assert!(matches!(refused, Error::Forked { size: 20 }), "{refused}");
    });
}

#[test]
fn what_was_changed_at_the_right_edge_or_beside_the_checkpoint_is_found_at_start() {
    each_engine(|bed| {
        let changes = [
            "UPDATE ledger_tree SET size = size - 1",
            "UPDATE ledger_tree SET frontier = entry FROM ledger_leaf WHERE position = 0",
            "UPDATE ledger_tree SET checkpoint = replace(checkpoint, 'example.org/ledger', 'example.org/ledgen')",
            "UPDATE ledger_leaf SET entry = body WHERE position = 299",
            "DELETE FROM ledger_leaf WHERE position = 299",
            "DELETE FROM ledger_tree",
        ];
        for change in changes {
            let bed = Bed::new(bed.engine);
            let scene = Scene::new(&bed);
            scene.grow(0..300);
            scene.sql(change);
            let refused = reopened(&bed, scene).err().unwrap_or_else(|| panic!("{change} was not found"));
            assert_eq!(refused.kind(), waarborg_base::Kind::Internal, "{change}: {refused}");
        }
    });
}
