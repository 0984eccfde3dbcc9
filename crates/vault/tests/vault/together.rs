//! Two use cases at the same time on PostgreSQL, where several servers write: it ends as if one came after the other. SQLite has one
//! writer, so there nothing is at the same time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use waarborg_base::Ctx;
use waarborg_seal::Ring;
use waarborg_store::{Engine, Isolation, Statement, Tx};
use waarborg_testkit::Bed;
use waarborg_vault::condition::{self, Hold, Object};
use waarborg_vault::erasure::{self, Erase};
use waarborg_vault::file;
use waarborg_vault::person::{self, Change, Correct, Create, Created, IfKnown, Merge};
use waarborg_vault::rules::{HoldGround, Objection};
use waarborg_vault::{Error, Token, Vault, rotation};

use crate::house::{ADA, House, create, json};

/// How many connections of this database wait for a lock of another.
const WAITING: Statement = Statement::new(
    "waiting",
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
);

/// Runs `first`, and before it commits begins `second`, which then waits for it or gets by. Whether it waited, and what both gave.
fn together<A: Send + 'static, B: Send + 'static>(
    house: &House,
    mut first: impl FnMut(&mut Ctx, &mut Tx<'_>, &Vault) -> Result<A, Error> + Send + 'static,
    mut second: impl FnMut(&mut Ctx, &mut Tx<'_>, &Vault) -> Result<B, Error> + Send + 'static,
) -> (bool, Result<A, Error>, Result<B, Error>) {
    let (vault, store, contexts) = (house.vault.clone(), house.store.clone(), [house.ctx(), house.ctx()]);
    let [ctx, other] = contexts;
    let second_vault = vault.clone();
    let mut start = Some(move || {
        let store = store.clone();
        let asked = store.clone();
        let ended = std::sync::Arc::new(AtomicBool::new(false));
        let end = std::sync::Arc::clone(&ended);
        let running = thread::spawn(move || {
            let body = move |ctx: &mut Ctx, tx: &mut Tx<'_>| second(ctx, tx, &second_vault);
            let gave = store.write_at_blocking(Isolation::ReadCommitted, other, body);
            end.store(true, Ordering::SeqCst);
            gave
        });
        let waiting = || asked.read_blocking(|tx| tx.query_one(&WAITING, &[])?.get::<i64>(0)).expect("it counts") > 0;
        let mut waited = false;
        while !waited && !ended.load(Ordering::SeqCst) {
            waited = waiting();
        }
        (waited, running)
    });
    let (sender, started) = std::sync::mpsc::channel();
    let body = move |ctx: &mut Ctx, tx: &mut Tx<'_>| {
        let gave = first(ctx, tx, &vault)?;
        if let Some(start) = start.take() {
            sender.send(start()).expect("we are waiting for it");
        }
        Ok::<_, Error>(gave)
    };
    let gave = house.store.write_at_blocking(Isolation::ReadCommitted, ctx, body);
    let (waited, running) = started.recv().expect("the first got that far");
    (waited, gave, running.join().expect("no panic"))
}

fn house() -> (Bed, House) {
    let bed = Bed::new(Engine::Postgres);
    let house = House::open(&bed);
    (bed, house)
}

fn hold(token: Token) -> Hold {
    Hold { token, ground: HoldGround::LegalClaim }
}

fn erase(token: Token) -> Erase {
    Erase { token, keep: Vec::new(), suppress: false }
}

fn correct(token: Token, field: &str, value: &str) -> Correct {
    let fields = vec![(field.to_owned(), Change::Set(json(value)))];
    Correct { token, fields, source: "data-subject".to_owned() }
}

fn only_one(email: &str) -> Create {
    Create { if_known: IfKnown::Refuse, ..create(&[("contact.email", email)], &["newsletters"]) }
}

#[test]
fn a_hold_and_an_erasure_at_once_never_both_succeed() {
    let (_bed, house) = house();
    let ada = house.ada();
    let (waited, held, erased) = together(
        &house,
        move |ctx, tx, vault| condition::hold(ctx, tx, vault, &hold(ada)),
        move |ctx, tx, vault| erasure::erase(ctx, tx, vault, &erase(ada)),
    );
    assert!(waited && held.is_ok());
    assert!(matches!(erased, Err(Error::OnHold { .. })), "{erased:?}");
    house.read(ada, "newsletters").unwrap();

    let bob = house.ada();
    let (waited, erased, held) = together(
        &house,
        move |ctx, tx, vault| erasure::erase(ctx, tx, vault, &erase(bob)),
        move |ctx, tx, vault| condition::hold(ctx, tx, vault, &hold(bob)),
    );
    assert!(waited && erased.is_ok());
    assert!(matches!(held, Err(Error::NotFound)), "{held:?}");
}

#[test]
fn two_erasures_at_once_are_one() {
    let (_bed, house) = house();
    let ada = house.ada();
    let (waited, first, second) = together(
        &house,
        move |ctx, tx, vault| erasure::erase(ctx, tx, vault, &erase(ada)),
        move |ctx, tx, vault| erasure::erase(ctx, tx, vault, &erase(ada)),
    );
    assert!(waited && first.is_ok());
    assert!(matches!(second, Err(Error::NotFound)), "{second:?}");
    assert_eq!(house.count("SELECT count(*) FROM vault_erasure"), 1);
}

#[test]
fn an_objection_that_was_answered_binds_the_next_read() {
    let (_bed, house) = house();
    let ada = house.ada();
    let reader = house.vault.clone();
    let object = Object { token: ada, purpose: Some("newsletters".to_owned()), ground: Objection::DirectMarketing };
    // The read is not kept waiting: it came before.
    let (waited, objected, read) = together(
        &house,
        move |ctx, tx, vault| condition::object(ctx, tx, vault, &object),
        move |ctx, tx, _| {
            let ask = crate::house::ask(waarborg_vault::Who::Token(ada), "newsletters");
            waarborg_vault::read::read(ctx, tx, &reader, &ask)
        },
    );
    assert!(!waited && objected.is_ok() && read.is_ok());
    assert_eq!(house.read(ada, "newsletters").unwrap().given, []);
}

#[test]
fn two_corrections_at_once_both_stand() {
    let (_bed, house) = house();
    let ada = house.ada();
    let (waited, name, email) = together(
        &house,
        move |ctx, tx, vault| person::correct(ctx, tx, vault, &correct(ada, "contact.name", r#""Ada King""#)),
        move |ctx, tx, vault| person::correct(ctx, tx, vault, &correct(ada, "contact.email", r#""ada@king.example""#)),
    );
    assert!(waited && name.is_ok() && email.is_ok());
    let read = house.read(ada, "newsletters").unwrap();
    let values: Vec<&str> = read.given.iter().map(|given| given.value.reveal().as_str()).collect();
    assert_eq!(values, [r#""Ada King""#, r#""ada@king.example""#]);
}

#[test]
fn of_two_that_take_up_the_same_address_at_once_one_sees_the_other() {
    let (_bed, house) = house();
    let take_up = |ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault| {
        person::create(ctx, tx, vault, &only_one(r#""ada@example.org""#))
    };
    let (waited, first, second) = together(&house, take_up, take_up);
    assert!(waited && matches!(first, Ok(Created::Created { .. })));
    assert!(matches!(second, Ok(Created::Known { .. })), "{second:?}");
    assert_eq!(house.count("SELECT count(*) FROM vault_person"), 1);
}

#[test]
fn a_change_to_somebody_who_is_being_merged_reaches_the_one_record() {
    let (_bed, house) = house();
    let survivor = house.person(&[("contact.name", r#""Ada""#)], &["newsletters"]);
    let other = house.person(&[("contact.email", r#""ada@example.org""#)], &["newsletters"]);
    let (waited, merged, corrected) = together(
        &house,
        move |ctx, tx, vault| person::merge(ctx, tx, vault, &Merge { survivor, other, choices: Vec::new() }),
        move |ctx, tx, vault| {
            person::correct(ctx, tx, vault, &correct(other, "contact.email", r#""ada@king.example""#))
        },
    );
    assert!(waited && merged.is_ok() && corrected.is_ok());
    let read = house.read(survivor, "newsletters").unwrap();
    assert!(read.given.iter().any(|given| given.value.reveal() == r#""ada@king.example""#));
}

/// Keys with an epoch more.
fn rotated(house: &House) -> Ring {
    let mut ring = Ring::clone(&house.vault.ring());
    ring.next_epoch(&mut house.ctx());
    ring
}

/// The same vault, as a server sees it that has the new epoch key already.
fn ahead(house: &House) -> Vault {
    let rules = crate::house::rules();
    Vault::new(rotated(house), rules, house.vault.ledger().clone(), std::time::Duration::from_hours(24))
}

#[test]
fn a_rotation_waits_for_whoever_stores_a_key_under_the_old_epoch() {
    let (_bed, house) = house();
    let ahead = ahead(&house);
    let (waited, created, begun) = together(
        &house,
        |ctx, tx, vault| {
            person::create(ctx, tx, vault, &create(ADA, &["agreement", "legal-obligations", "newsletters"]))
        },
        move |ctx, tx, _| {
            rotation::begin(ctx, tx, &ahead)?;
            rotation::count_left(tx, &ahead)
        },
    );
    assert!(waited && created.is_ok());
    assert_eq!(begun.unwrap(), 1, "who was being taken up is found and wrapped again");
}

#[test]
fn whoever_waits_for_a_rotation_to_begin_stores_no_key_under_the_old_epoch() {
    let (_bed, house) = house();
    let ahead = ahead(&house);
    let (waited, begun, created) = together(
        &house,
        move |ctx, tx, _| rotation::begin(ctx, tx, &ahead),
        |ctx, tx, vault| {
            person::create(ctx, tx, vault, &create(ADA, &["agreement", "legal-obligations", "newsletters"]))
        },
    );
    assert!(waited && begun.is_ok());
    assert!(matches!(created, Err(Error::KeysBehind { database: 2, keys: 1 })), "{created:?}");
    assert_eq!(house.count("SELECT count(*) FROM vault_key"), 0);
}

#[test]
fn an_erasure_during_a_rotation_is_final_with_the_newest_key_that_wrapped() {
    let (_bed, house) = house();
    let ada = house.ada();
    let ahead = ahead(&house);
    let eraser = ahead.clone();
    let (waited, rewrapped, erased) = together(
        &house,
        move |ctx, tx, _| {
            rotation::begin(ctx, tx, &ahead)?;
            rotation::rewrap(ctx, tx, &ahead, 10)
        },
        move |ctx, tx, _| erasure::erase(ctx, tx, &eraser, &erase(ada)),
    );
    assert!(waited && erased.is_ok());
    assert_eq!(rewrapped.unwrap(), 1);
    assert_eq!(house.count("SELECT epoch FROM vault_erasure"), 2);
}

#[test]
fn an_erasure_takes_along_what_is_being_uploaded() {
    let (_bed, house) = house();
    let ada = house.person(&[("contact.name", r#""Ada""#)], &["newsletters"]);
    house.sql(
        "INSERT INTO vault_file (id, person, field, sealed, size_bytes, begun_at) SELECT 'f', number, 'f', '\\x00', 0, 0 FROM vault_person",
        &[],
    );
    let number = house.count("SELECT number FROM vault_file");
    let (waited, kept, erased) = together(
        &house,
        move |_, tx, _| file::keep(tx, (number, 0), b"sealed"),
        move |ctx, tx, vault| erasure::erase(ctx, tx, vault, &erase(ada)),
    );
    assert!(waited && kept.is_ok() && erased.is_ok(), "{kept:?} {erased:?}");
    assert_eq!(house.count("SELECT count(*) FROM vault_chunk"), 0);
    assert!(matches!(
        house.run(|_, tx, _, number| file::keep(tx, (*number, 1), b"sealed"), number),
        Err(Error::NotFound)
    ));
}
