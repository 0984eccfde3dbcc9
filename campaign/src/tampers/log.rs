use std::sync::Arc;

use anyhow::{Context, Result};
use serde_json::json;
use waarborg_base::Ctx;
use waarborg_ledger::verify::{Report, Verifier};
use waarborg_ledger::{InMemory, Leaf, Ledger, commitment};
use waarborg_store::{Engine, Error, Statement, Store, Tx};
use waarborg_testkit::Bed;
use waarborg_tlog::SigningKey;

use super::hand::{Hand, TreeRow};
use super::ways::{Expected, Way};
use crate::draw::Draw;

pub(super) const ORIGIN: &str = "example.org/waarborg";

/// A signed log in a database, which each tamper finds as it was.
pub(super) struct Log {
    pub(super) size: u64,
    store: Store,
    verifier: Verifier,
    original: Arc<Original>,
    _bed: Bed,
}

/// What somebody who tampers knows of the log, and what they keep of earlier.
pub(super) struct Original {
    pub(super) entries: Vec<Vec<u8>>,
    /// The row of the tree as it was at earlier sizes.
    pub(super) earlier: Vec<TreeRow>,
    /// Which leaves have an open record.
    pub(super) open: Vec<u64>,
    /// Stolen.
    pub(super) key: SigningKey,
}

/// What a verifier saw of a tampered log.
pub(super) struct Seen {
    pub(super) expected: Expected,
    pub(super) report: Report,
}

/// Ends the transaction of a tamper, so that nothing of it is kept.
enum Undo {
    Seen(Box<Seen>),
    Failed(anyhow::Error),
}

impl From<Error> for Undo {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Log {
    /// A log of so many leaves, signed after each third; a known checkpoint is after each of them.
    pub(super) fn build(size: u64) -> Result<Self> {
        let bed = Bed::new(Engine::Sqlite);
        let store = bed.open();
        let ledger = Ledger::open(&store, Ctx::for_test(1), key()?, ORIGIN, Arc::new(InMemory::default()))?;
        let mut verifier = Verifier::new(ORIGIN, ledger.key());
        let (mut earlier, mut at) = (Vec::new(), 0);
        for end in [size / 3, size / 3 * 2, size].into_iter().filter(|end| *end > 0) {
            let appending = ledger.clone();
            store.write_blocking(Ctx::for_test(end), move |ctx: &mut Ctx, tx: &mut Tx<'_>| {
                (at..end).try_for_each(|position| {
                    let leaf = leaf(ctx, position);
                    appending.append(ctx, tx, leaf).map(drop)
                })
            })?;
            at = end;
            verifier = verifier.knowing(&ledger.newest())?;
            earlier.push(store.read_blocking(TreeRow::find)?);
        }
        earlier.pop().context("the last one is the tree as it is")?;
        let entries = store.read_blocking(|tx: &mut Tx<'_>| {
            const ALL: Statement = Statement::new("all", "SELECT entry FROM ledger_leaf ORDER BY position");
            tx.query(&ALL, &[])?.iter().map(|row| row.get(0)).collect::<Result<_, Error>>()
        })?;
        let open = (0..size).filter(|position| is_open(*position)).collect();
        let original = Arc::new(Original { entries, earlier, open, key: key()? });
        Ok(Self { size, store, verifier, original, _bed: bed })
    }

    /// Lets somebody at the tables, verifies, and undoes it.
    pub(super) fn tampered(&self, way: Option<Way>, draw: &Draw) -> Result<Seen> {
        let (original, verifier, draw) = (Arc::clone(&self.original), self.verifier.clone(), draw.clone());
        let undone = self.store.write_blocking(Ctx::for_test(1), move |_: &mut Ctx, tx: &mut Tx<'_>| {
            let mut hand = Hand::at(tx, &original);
            let seen = way.map_or(Ok(Expected::Nothing), |way| way.apply(&mut hand, &mut draw.clone()));
            let seen = seen.and_then(|expected| Ok(Seen { expected, report: verifier.store(tx)? }));
            Err::<(), _>(seen.map_or_else(Undo::Failed, |seen| Undo::Seen(Box::new(seen))))
        });
        match undone {
            Err(Undo::Seen(seen)) => Ok(*seen),
            Err(Undo::Failed(error)) => Err(error.context(format!("{way:?} could not be tried"))),
            Ok(()) => anyhow::bail!("a tamper was kept"),
        }
    }
}

fn key() -> Result<SigningKey> {
    Ok(SigningKey::from_seed(ORIGIN, &[7; 32])?)
}

fn is_open(position: u64) -> bool {
    position.is_multiple_of(3)
}

/// Every third an open event, the others sealed.
fn leaf(ctx: &mut Ctx, position: u64) -> Leaf {
    if is_open(position) {
        return Leaf::open("campaign.event", &json!({ "number": position }));
    }
    let salt: [u8; 32] = ctx.bytes();
    Leaf::sealed(commitment(&salt, &position.to_be_bytes()), ctx.bytes(), ctx.bytes::<64>().to_vec())
}
