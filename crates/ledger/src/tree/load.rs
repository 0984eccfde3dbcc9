use waarborg_store::Tx;
use waarborg_tlog::{Checkpoint, Edge};

use super::{Head, StoredTiles};
use crate::ledger::Inner;
use crate::store::{self, StoredTree};
use crate::{Error, Outside};

/// The newest checkpoint outside, as it is kept and as it reads.
pub(crate) struct Kept {
    pub(crate) note: String,
    pub(crate) checkpoint: Checkpoint,
}

impl Inner {
    /// The stored tree, or that of a new installation. Errs when the row is gone and the leaves are not.
    pub(crate) fn find_or_begin(&self, tx: &mut Tx<'_>, kept: Option<&Kept>) -> Result<StoredTree, Error> {
        if let Some(stored) = store::find_tree(tx)? {
            return Ok(stored);
        }
        let leaves = store::find_end(tx)?;
        if leaves > 0 {
            return Err(Error::TreeMissing { leaves });
        }
        if let Some(kept) = kept {
            return Err(Error::RolledBack { stored: 0, outside: kept.checkpoint.size });
        }
        let edge = Edge::new();
        let note = self.sign(&edge)?;
        store::insert_tree(tx, &Head { edge, note }.to_stored(&self.origin))?;
        store::find_tree(tx)?.ok_or(Error::TreeMissing { leaves })
    }

    /// Reads the right edge from leaves and tiles, and holds it to the checkpoint that was signed over it.
    pub(crate) fn load(&self, tx: &mut Tx<'_>, stored: &StoredTree) -> Result<Head, Error> {
        let signed = self.open_note("in the database", &stored.checkpoint)?;
        let end = store::find_end(tx)?;
        if end < signed.size {
            return Err(Error::LeafMissing { position: end });
        }
        let edge = Edge::load(&mut StoredTiles::new(tx, Vec::new()), signed.size)?;
        if edge.root() != signed.root {
            return Err(Error::Altered { what: "the right edge of the tree", size: signed.size });
        }
        let head = Head { edge, note: stored.checkpoint.clone() };
        head.check_row(stored)?;
        Ok(head)
    }

    /// What is kept outside.
    pub(crate) fn kept(&self) -> Result<Option<Kept>, Error> {
        let outside: &dyn Outside = &*self.outside;
        let note = outside.newest().map_err(|source| Error::Outside { what: "read", source })?;
        note.map(|note| Ok(Kept { checkpoint: self.open_note("outside the database", &note)?, note })).transpose()
    }
}
