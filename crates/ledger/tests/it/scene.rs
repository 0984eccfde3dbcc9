//! A ledger on a store, and short ways to use it.

use std::sync::Arc;

use serde_json::json;
use waarborg_base::{Ctx, Digest};
use waarborg_ledger::verify::{Report, Verifier};
use waarborg_ledger::{Error, InMemory, Leaf, Ledger, Outside, Sequenced, commitment};
use waarborg_store::{Statement, Store, Value};
use waarborg_testkit::Bed;
use waarborg_tlog::SigningKey;

pub(crate) const ORIGIN: &str = "example.org/ledger";

pub(crate) struct Scene {
    pub(crate) store: Store,
    pub(crate) ledger: Ledger,
    pub(crate) outside: Arc<InMemory>,
}

pub(crate) fn key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, &[7; 32]).unwrap()
}

pub(crate) fn ctx(seed: u64) -> Ctx {
    Ctx::for_test(seed)
}

/// An open event, or one sealed for somebody: each third is open.
pub(crate) fn leaf(number: u64) -> Leaf {
    if number.is_multiple_of(3) {
        return Leaf::open("test.happened", &json!({ "number": number }));
    }
    let salt = *Digest::of(&number.to_be_bytes()).as_bytes();
    Leaf::sealed(commitment(&salt, b"{}"), tag(number), format!("sealed {number}").into_bytes())
}

/// Ten people.
pub(crate) fn tag(number: u64) -> [u8; 16] {
    let mut tag = [0; 16];
    tag[8..].copy_from_slice(&(number % 10).to_be_bytes());
    tag
}

impl Scene {
    pub(crate) fn new(bed: &Bed) -> Self {
        Self::reopen(bed.open(), Arc::new(InMemory::default())).unwrap()
    }

    pub(crate) fn reopen(store: Store, outside: Arc<InMemory>) -> Result<Self, Error> {
        let ledger = Ledger::open(&store, ctx(0), key(), ORIGIN, Arc::clone(&outside) as Arc<dyn Outside>)?;
        Ok(Self { store, ledger, outside })
    }

    /// Appends one leaf in a transaction of its own; its arrival.
    pub(crate) fn append(&self, number: u64) -> Result<i64, Error> {
        let ledger = self.ledger.clone();
        self.store.write_blocking(ctx(number), move |ctx, tx| Ok(ledger.append(ctx, tx, leaf(number))?.arrival))
    }

    /// Appends many in one transaction, and has them placed.
    pub(crate) fn grow(&self, numbers: std::ops::Range<u64>) {
        let ledger = self.ledger.clone();
        let appended = self.store.write_blocking(ctx(numbers.start), move |ctx, tx| {
            numbers.clone().try_for_each(|number| ledger.append(ctx, tx, leaf(number)).map(drop))
        });
        appended.unwrap();
        self.place();
    }

    /// Has everything that waits placed, where that is not done at commit.
    pub(crate) fn place(&self) {
        while self.ledger.sequence(&self.store, ctx(0)).unwrap() != Sequenced::Placed(0) {}
    }

    pub(crate) fn verifier(&self) -> Verifier {
        Verifier::new(ORIGIN, self.ledger.key())
    }

    pub(crate) fn verify(&self) -> Report {
        let verifier = self.verifier();
        self.store.read_blocking(move |tx| verifier.store(tx)).unwrap()
    }

    /// Runs SQL as somebody who has the database would.
    pub(crate) fn sql(&self, sql: &'static str) {
        let statement = Statement::new("somebody", sql);
        self.store.write_blocking(ctx(0), move |_, tx| tx.execute(&statement, &[])).unwrap();
    }

    pub(crate) fn number(&self, sql: &'static str) -> i64 {
        let statement = Statement::new("somebody", sql);
        self.store.read_blocking(move |tx| tx.query_one(&statement, &[] as &[Value<'_>])?.get(0)).unwrap()
    }
}
