//! Trees to prove things of: one that really grew, and one too large for that.

use std::collections::HashMap;

use waarborg_base::Digest;
use waarborg_tlog::{Edge, Error, TILE_WIDTH, TileId, Tiles, leaf_hash, node_hash};

/// A tree that grew leaf by leaf, with its tiles in memory.
#[derive(Default)]
pub(crate) struct Grown {
    pub(crate) edge: Edge,
    pub(crate) leaves: Vec<Digest>,
    pub(crate) full: HashMap<TileId, Vec<Digest>>,
    pub(crate) reads: usize,
}

pub(crate) fn entry(number: u64) -> Vec<u8> {
    format!("entry {number}").into_bytes()
}

impl Grown {
    pub(crate) fn to(size: u64) -> Self {
        let mut tree = Self::default();
        (0..size).for_each(|number| tree.push(leaf_hash(&entry(number))));
        tree
    }

    pub(crate) fn push(&mut self, leaf: Digest) {
        self.leaves.push(leaf);
        for tile in self.edge.push(leaf).unwrap() {
            assert_eq!(tile.hashes.len(), TILE_WIDTH);
            assert!(self.full.insert(tile.at, tile.hashes).is_none(), "a tile is full once");
        }
    }
}

impl Tiles for Grown {
    type Error = Error;

    fn tile(&mut self, at: TileId, width: usize) -> Result<Vec<Digest>, Error> {
        self.reads += 1;
        let partial = self.edge.partial().find(|tile| tile.at == at);
        let hashes = self.full.get(&at).cloned().or(partial.map(|tile| tile.hashes)).unwrap_or_default();
        Ok(hashes.into_iter().take(width).collect())
    }
}

/// A tree of any size in which all leaves are alike but one.
pub(crate) struct Marked {
    pub(crate) mark: u64,
    pub(crate) reads: usize,
}

impl Marked {
    pub(crate) fn at(mark: u64) -> Self {
        Self { mark, reads: 0 }
    }

    pub(crate) fn leaf(&self, index: u64) -> Digest {
        leaf_hash(if index == self.mark { b"marked" } else { b"plain" })
    }

    /// The roots of the whole subtrees of this height, without the mark and with it.
    fn subtrees(&self, height: u32) -> (Digest, Digest) {
        (0..height).fold((leaf_hash(b"plain"), leaf_hash(b"marked")), |(plain, marked), below| {
            let left = self.mark.unbounded_shr(below) & 1 == 0;
            let marked = if left { node_hash(&marked, &plain) } else { node_hash(&plain, &marked) };
            (node_hash(&plain, &plain), marked)
        })
    }
}

impl Tiles for Marked {
    type Error = Error;

    fn tile(&mut self, at: TileId, width: usize) -> Result<Vec<Digest>, Error> {
        self.reads += 1;
        let height = u32::from(at.level) * 8;
        let (plain, marked) = self.subtrees(height);
        let first = at.number * TILE_WIDTH as u64;
        let place = |number: u64| usize::try_from(number.checked_sub(first)?).ok();
        let mut hashes = vec![plain; width];
        if let Some(hash) = place(self.mark.unbounded_shr(height)).and_then(|place| hashes.get_mut(place)) {
            *hash = marked;
        }
        Ok(hashes)
    }
}
