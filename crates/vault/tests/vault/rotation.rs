use waarborg_base::Ctx;
use waarborg_seal::Ring;
use waarborg_store::values;
use waarborg_testkit::each_engine;
use waarborg_vault::erasure::{self, Erase};
use waarborg_vault::person;
use waarborg_vault::{Error, rotation};

use crate::house::{ADA, House, create};

/// Rotates once, in batches of two, and destroys the old epoch.
fn rotate(house: &House) -> u64 {
    let mut ring = Ring::clone(&house.vault.ring());
    let old = ring.newest_epoch();
    ring.next_epoch(&mut house.ctx());
    house.vault.replace_ring(ring.clone());
    house.run(|ctx, tx, vault, ()| rotation::begin(ctx, tx, vault), ()).expect("it rotates");
    while house.run(|ctx, tx, vault, ()| rotation::rewrap(ctx, tx, vault, 2), ()).expect("it rotates") == 2 {}
    assert_eq!(house.run(|_, tx, vault, ()| rotation::count_left(tx, vault), ()).expect("it rotates"), 0);
    ring.drop_epoch(old).expect("it rotates");
    house.vault.replace_ring(ring);
    house.run(|ctx, tx, vault, ()| rotation::finish(ctx, tx, vault), ()).expect("it rotates")
}

#[test]
fn everybody_reads_on_after_a_rotation_and_erasures_become_final() {
    each_engine(|bed| {
        let house = House::open(bed);
        let people: Vec<_> = (0..5).map(|_| house.ada()).collect();
        let erased = house.run(erasure::erase, Erase { token: people[4], keep: Vec::new(), suppress: false }).unwrap();
        assert_eq!(rotate(&house), 1);
        for token in &people[..4] {
            assert_eq!(house.read(*token, "newsletters").unwrap().given.len(), 2);
        }
        let found = house.run(|_, tx, _, id| erasure::find_erasure(tx, *id), erased.erasure).unwrap();
        assert!(found[0].final_at.is_some());
        assert_eq!(house.count("SELECT COUNT(*) FROM vault_key WHERE epoch <> 2"), 0);
        assert_eq!(rotate(&house), 0);
    });
}

#[test]
fn a_rotation_does_not_end_while_a_key_is_left_behind() {
    each_engine(|bed| {
        let house = House::open(bed);
        house.ada();
        let mut ring = Ring::clone(&house.vault.ring());
        ring.next_epoch(&mut house.ctx());
        ring.drop_epoch(1).unwrap();
        house.vault.replace_ring(ring);
        let ended = house.run(|ctx, tx, vault, ()| rotation::finish(ctx, tx, vault), ());
        assert!(matches!(ended, Err(Error::KeysLeft { left: 1 })));
    });
}

#[test]
fn other_keys_and_keys_that_are_behind_are_refused_at_the_door() {
    each_engine(|bed| {
        let house = House::open(bed);
        let ring = Ring::clone(&house.vault.ring());
        house.ada();
        rotate(&house);
        house.store.close();

        let behind = House::with_ring(bed, ring).map(drop);
        assert!(matches!(behind, Err(Error::KeysBehind { database: 2, keys: 1 })), "{behind:?}");
    });
    each_engine(|bed| {
        let house = House::open(bed);
        let other = Ring::create(&mut Ctx::for_test(99));
        house.vault.replace_ring(other);
        let bound = house.run(|ctx, tx, vault, ()| rotation::bind(ctx, tx, vault), ());
        assert!(matches!(bound, Err(Error::OtherKeys)));
    });
}

#[test]
fn people_without_a_word_of_their_keys_are_not_given_new_ones() {
    each_engine(|bed| {
        let house = House::open(bed);
        house.ada();
        house.sql("DELETE FROM vault_ring", &[]);
        let bound = house.run(|ctx, tx, vault, ()| rotation::bind(ctx, tx, vault), ());
        assert!(matches!(bound, Err(Error::OtherKeys)));
    });
}

#[test]
fn a_server_whose_keys_are_behind_takes_nobody_up() {
    each_engine(|bed| {
        let house = House::open(bed);
        house.sql("UPDATE vault_ring SET epoch = $1", &values![2_i64]);
        let refused = house.run(person::create, create(ADA, &["agreement"]));
        assert!(matches!(refused, Err(Error::KeysBehind { database: 2, keys: 1 })), "{refused:?}");
        assert_eq!(house.count("SELECT COUNT(*) FROM vault_person"), 0);
    });
}
