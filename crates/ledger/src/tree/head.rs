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
}
