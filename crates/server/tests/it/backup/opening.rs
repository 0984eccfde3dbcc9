//! What a start must not take for erasures: a restore that stopped halfway, and the database of another installation.

use waarborg_base::Ctx;
use waarborg_ledger::verify::Verifier;
use waarborg_server::opening::Error;
use waarborg_server::outside;
use waarborg_store::{Engine, MIGRATIONS, Statement, Store, Tx};
use waarborg_vault::erasure::{self, Erase};

use super::house::{House, copy};

fn close(house: &House, body: impl FnOnce(&Store)) {
    let store = Store::open(&house.store(), MIGRATIONS).expect("it opens");
    body(&store);
    store.close();
}

fn people(house: &House) -> i64 {
    let count = Statement::new("count people", "SELECT COUNT(*) FROM vault_person");
    let mut people = 0;
    close(house, |store| {
        people = store.read_blocking(move |tx: &mut Tx<'_>| tx.query_one(&count, &[])?.get(0)).expect("it counts");
    });
    people
}

/// With people, one of whom was erased: the journal is not empty.
fn lived_in() -> House {
    let house = House::new(Engine::Sqlite);
    let lived = house.open().expect("it opens");
    let people: Vec<_> = (0..3).map(|n| lived.take_up(&house, &format!("p{n}"))).collect();
    lived.erase(&house, people[0]);
    lived.leave(&house);
    house
}

fn refused(house: &House) -> Error {
    house.open().err().expect("refused")
}

#[test]
fn a_restore_that_stopped_before_the_person_keys_has_nobody_erased() {
    let house = lived_in();
    let lose = Statement::new("lose the keys", "DELETE FROM vault_key");
    close(&house, |store| {
        let lose = move |_: &mut Ctx, tx: &mut Tx<'_>| tx.execute(&lose, &[]);
        store.write_blocking(house.means().ctx(), lose).expect("ours");
    });
    let error = refused(&house);
    assert!(matches!(error, Error::NoPersonKeys { .. }), "{error}");
    assert_eq!(people(&house), 2, "their keys are in an archive");
}

#[test]
fn the_erasures_of_another_installation_are_not_noted_in_this_journal() {
    let (house, other) = (lived_in(), lived_in());
    let lived = other.open().expect("it opens");
    let (token, vault) = (lived.take_up(&other, "late"), lived.vault.clone());
    let erase = Erase { token, keep: Vec::new(), suppress: false };
    let erase = move |ctx: &mut Ctx, tx: &mut Tx<'_>| erasure::erase(ctx, tx, &vault, &erase);
    lived.installed.store.write_blocking(other.means().ctx(), erase).expect("erased");
    lived.leave(&other);
    let unjournaled = |house: &House| {
        let mut open = 0;
        close(house, |store| open = store.read_blocking(erasure::list_unjournaled).expect("readable").len());
        open
    };
    assert_eq!(unjournaled(&other), 1);

    std::fs::rename(house.path("data"), house.path("aside")).expect("ours");
    copy(&other.path("data"), &house.path("data"));
    let error = refused(&house);
    assert!(matches!(error, Error::OtherKeys { .. }), "{error}");
    assert_eq!(unjournaled(&house), 1, "its own journal has to say so");
}

#[test]
fn after_a_loss_outside_the_journal_has_every_erasure_again_and_the_log_tells_of_the_loss() {
    let house = lived_in();
    let folders = house.settings.outside.folders.clone();
    let before = outside::destroyed(&folders).expect("readable");
    assert_eq!(before.len(), 1);
    for folder in &folders {
        std::fs::remove_dir_all(folder).expect("ours");
    }
    assert!(house.open().is_err(), "it does not begin anew by itself");

    let lived = house.recover();
    let verifier = Verifier::new(lived.installed.ledger.origin(), lived.installed.ledger.key());
    let report = lived.installed.store.read_blocking(move |tx: &mut Tx<'_>| verifier.store(tx)).expect("read");
    lived.leave(&house);
    assert_eq!(outside::destroyed(&folders).expect("readable"), before, "a restore will still erase them again");
    assert_eq!((report.is_good(), report.unwatched.len()), (true, 1), "{report:?}");
}
