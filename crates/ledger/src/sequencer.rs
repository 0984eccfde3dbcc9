use std::sync::{Arc, PoisonError};

use waarborg_base::Ctx;
use waarborg_store::{AtCommit, Store, Tx};

use crate::ledger::Inner;
use crate::store::{self, StoredTree};
use crate::tree::Head;
use crate::{Error, Ledger};

/// How many leaves one step takes from the queue, so that nobody waits long for its transaction.
const STEP: u32 = 4096;

/// What one step of the sequencer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequenced {
    /// So many leaves got their place in the tree. As many as a step takes: there may be more.
    Placed(u64),
    /// Another server was at it.
    Elsewhere,
}

impl Ledger {
    /// One step of the sequencer, where several servers write (PostgreSQL): gives the oldest of the queue their places and signs. Each
    /// server calls it about three times a second, and at once again when a step was full; of those that call at the same time one
    /// wins, and the others pass on.
    ///
    /// Errs, and signs nothing, when the database no longer extends what is known here or outside. Blocks; panics inside an async runtime.
    pub fn sequence(&self, store: &Store, ctx: Ctx) -> Result<Sequenced, Error> {
        self.inner.noted(self.step(store, ctx))
    }

    fn step(&self, store: &Store, ctx: Ctx) -> Result<Sequenced, Error> {
        let (inner, kept) = (Arc::clone(&self.inner), self.inner.kept()?);
        let placed = store.write_claiming_blocking(ctx, move |_, tx| {
            let Some(stored) = store::claim_tree(tx)? else { return Ok(None) };
            let known = inner.head.load_full();
            let (head, placed) = inner.take_in(tx, &known, &stored, STEP)?;
            if let Some(kept) = &kept {
                head.check_extends(tx, kept)?;
            }
            Ok::<_, Error>(Some((head, placed)))
        })?;
        Ok(placed.map_or(Sequenced::Elsewhere, |(head, placed)| {
            self.inner.publish(head);
            Sequenced::Placed(placed)
        }))
    }
}

impl Inner {
    /// Gives the oldest of the queue their places, and takes everything that has one into the tree.
    pub(crate) fn take_in(
        &self,
        tx: &mut Tx<'_>,
        known: &Head,
        stored: &StoredTree,
        limit: u32,
    ) -> Result<(Head, u64), Error> {
        let end = store::find_end(tx)?;
        let placed = store::move_pending(tx, end, limit)?;
        Ok((self.extend(tx, known, stored)?, placed))
    }
}

/// Where there is one writer (SQLite): everything that shares a commit is in the tree by that commit, under one signature.
impl AtCommit for Ledger {
    fn before_commit(&self, tx: &mut Tx<'_>) -> Result<(), waarborg_store::Error> {
        let inner = &self.inner;
        let extended = store::find_tree(tx).map_err(Error::from).and_then(|stored| {
            let stored = stored.ok_or(Error::TreeMissing { leaves: self.size() })?;
            inner.extend(tx, &inner.head.load(), &stored)
        });
        let head = inner.noted(extended).map_err(unsigned)?;
        *inner.prepared.lock().unwrap_or_else(PoisonError::into_inner) = Some(head);
        Ok(())
    }

    fn after_commit(&self) {
        if let Some(head) = self.inner.prepared.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.inner.publish(head);
        }
    }
}

/// What those hear whose commit could not be signed.
fn unsigned(error: Error) -> waarborg_store::Error {
    match error {
        Error::Store(error) => error,
        error => {
            waarborg_store::Error::Unavailable { why: "the ledger refuses to sign", source: Some(Arc::new(error)) }
        }
    }
}
