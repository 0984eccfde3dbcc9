use waarborg_tlog::{Edge, Tile};

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

    /// As it is stored.
    pub(crate) fn to_stored(&self, origin: &str) -> StoredTree {
        StoredTree {
            origin: origin.to_owned(),
            size: self.size(),
            frontier: self.edge.frontier().to_bytes(),
            checkpoint: self.note.clone(),
        }
    }
}
