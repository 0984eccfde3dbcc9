use waarborg_ledger::{Error, open_record};
use waarborg_store::Engine;
use waarborg_testkit::each_engine;

use crate::scene::{Scene, ctx, leaf, tag};

#[test]
fn what_is_stored_is_in_the_tree_and_what_is_undone_is_not() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        let first = scene.append(0).unwrap();
        let ledger = scene.ledger.clone();
        let undone = scene.store.write_blocking(ctx(1), move |ctx, tx| {
            ledger.append(ctx, tx, leaf(1))?;
            Err::<(), _>(Error::NothingToRecover)
        });
        assert!(matches!(undone, Err(Error::NothingToRecover)), "{undone:?}");
        let second = scene.append(2).unwrap();
        scene.place();

        assert_eq!(scene.ledger.size(), 2);
        let ledger = scene.ledger.clone();
        let positions = scene.store.read_blocking(move |tx| {
            Ok::<_, Error>([
                ledger.find_position(tx, first)?,
                ledger.find_position(tx, second)?,
                ledger.find_position(tx, 99)?,
            ])
        });
        assert_eq!(positions.unwrap(), [Some(0), Some(1), None]);
        assert!(scene.verify().is_good());
    });
}

#[test]
fn with_one_writer_whoever_is_answered_is_in_a_signed_tree() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        let arrival = scene.append(1).unwrap();
        let ledger = scene.ledger.clone();
        let receipt = scene.store.read_blocking(move |tx| ledger.receipt(tx, arrival)).unwrap();
        assert_eq!(receipt.is_some(), bed.engine == Engine::Sqlite);
        assert_eq!(scene.ledger.size(), u64::from(bed.engine == Engine::Sqlite));
    });
}

#[test]
fn the_history_of_a_person_is_found_by_tags_in_the_order_of_the_tree() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        scene.grow(0..100);
        let ledger = scene.ledger.clone();
        let none = (100..200).map(|number: u64| [number.to_be_bytes(), [1; 8]].concat().try_into().unwrap());
        let tags: Vec<[u8; 16]> = none.chain([tag(4), tag(7)]).collect();
        let found = scene.store.read_blocking(move |tx| ledger.traced(tx, tags.iter().copied())).unwrap();
        let expected: Vec<u64> = (0..100).filter(|n| [4, 7].contains(&(n % 10)) && n % 3 != 0).collect();
        assert_eq!(found.iter().map(|traced| traced.position).collect::<Vec<_>>(), expected);
        assert_eq!(found[0].body.as_deref(), Some(format!("sealed {}", expected[0]).as_bytes()));
    });
}

#[test]
fn an_open_event_tells_what_happened_and_commits_to_it() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        scene.grow(0..1);
        let body = waarborg_store::Statement::new("body", "SELECT entry, body FROM ledger_leaf");
        let row = scene.store.read_blocking(move |tx| tx.query_one(&body, &[])).unwrap();
        let (entry, body): (Vec<u8>, Vec<u8>) = (row.get(0).unwrap(), row.get(1).unwrap());
        let record = open_record(&body).unwrap();
        assert_eq!((record["event"].as_str(), record["number"].as_u64()), (Some("test.happened"), Some(0)));
        let (salt, record) = body.split_first_chunk().unwrap();
        assert!(waarborg_ledger::verify::commits_to(&entry, salt, record));
        assert!(!waarborg_ledger::verify::commits_to(&entry, &[0; 32], record));
    });
}
