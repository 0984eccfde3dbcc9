use waarborg_store::Tx;
use waarborg_tlog::{Edge, Tile, root};

use super::{Kept, StoredTiles};
use crate::Error;
use crate::store::StoredTree;

/// A tree that was signed: its right edge and its checkpoint. What a process remembers is always of a tree that was committed.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) edge: Edge,
    /// The signed checkpoint.
    pub(crate) note: String,
}

impl Head {
    pub(crate) fn size(&self) -> u64 {
        self.edge.size()
    }

    /// The tiles that are not full, and so are in no table.
    pub(crate) fn partial(&self) -> Vec<Tile> {
        self.edge.partial().collect()
    }

    /// The right edge as it is stored: the frontier, then the hashes of the leaves that are in no full tile. The frontier alone
    /// gives the root; with the hashes, a leaf that was changed is found by its place.
    pub(crate) fn edge_bytes(&self) -> Vec<u8> {
        let mut bytes = self.edge.frontier().to_bytes();
        if let Some(leaves) = self.edge.partial().find(|tile| tile.at.level == 0) {
            bytes.extend(leaves.to_bytes());
        }
        bytes
    }

    /// As it is stored.
    pub(crate) fn to_stored(&self, origin: &str) -> StoredTree {
        StoredTree {
            origin: origin.to_owned(),
            size: self.size(),
            frontier: self.edge_bytes(),
            checkpoint: self.note.clone(),
        }
    }

    /// Errs unless the columns beside the checkpoint say what the checkpoint says.
    pub(crate) fn check_row(&self, stored: &StoredTree) -> Result<(), Error> {
        let altered = |what| Err(Error::Altered { what, size: self.size() });
        if stored.size != self.size() {
            return altered("the size in ledger_tree");
        }
        if stored.frontier != self.edge_bytes() {
            return altered("the right edge in ledger_tree");
        }
        Ok(())
    }

    /// Errs unless this tree, which is stored, extends the one that is known outside.
    pub(crate) fn check_extends(&self, tx: &mut Tx<'_>, kept: &Kept) -> Result<(), Error> {
        let outside = &kept.checkpoint;
        if outside.size > self.size() {
            return Err(Error::RolledBack { stored: self.size(), outside: outside.size });
        }
        let mut tiles = StoredTiles::new(tx, self.partial());
        if kept.note != self.note && root(&mut tiles, outside.size)? != outside.root {
            return Err(Error::Forked { size: outside.size });
        }
        Ok(())
    }
}
