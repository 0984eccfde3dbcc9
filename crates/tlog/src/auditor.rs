use std::collections::BTreeMap;
use std::iter::Peekable;

use waarborg_base::Digest;

use crate::edge::Tile;
use crate::{Edge, Error, TileId, empty_root, leaf_hash};

/// Checks a whole log, entry by entry, against any number of checkpoints that are known from elsewhere. Holds the right edge only,
/// so a log of any length passes.
///
/// ```
/// # use waarborg_tlog::{Auditor, Error, empty_root, leaf_hash};
/// let known = [(0, empty_root()), (1, leaf_hash(b"first"))];
/// let mut auditor = Auditor::new(known)?;
/// auditor.entry(b"first")?;
/// auditor.entry(b"second")?;
/// assert_eq!(auditor.finish()?.size, 2);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
pub struct Auditor {
    edge: Edge,
    known: Peekable<std::collections::btree_map::IntoIter<u64, Digest>>,
    good_until: u64,
}

/// What a log was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audited {
    /// The number of leaves.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
    /// The size of the largest known checkpoint, which fits; 0 when none was given. What follows it is only consistent in itself.
    pub good_until: u64,
}

impl Auditor {
    /// Against these checkpoints: size and root. [`Error::SplitView`] when two of one size differ.
    pub fn new(known: impl IntoIterator<Item = (u64, Digest)>) -> Result<Self, Error> {
        let mut roots = BTreeMap::new();
        for (size, root) in known {
            if roots.insert(size, root).is_some_and(|other| other != root) {
                return Err(Error::SplitView { size });
            }
        }
        if roots.remove(&0).is_some_and(|root| root != empty_root()) {
            return Err(Error::RootDiffers { size: 0, good_until: 0 });
        }
        Ok(Self { edge: Edge::new(), known: roots.into_iter().peekable(), good_until: 0 })
    }

    /// Takes the next entry, and gives the tiles that are full because of it; [`Tile::compare`] them with what was stored.
    /// [`Error::RootDiffers`] at the first known checkpoint that does not fit; there is no going on after it.
    pub fn entry(&mut self, entry: &[u8]) -> Result<Vec<Tile>, Error> {
        self.hash(leaf_hash(entry))
    }

    /// As [`Auditor::entry`], and compares with the hash of the leaf as it was stored: [`Error::Differs`] names the position.
    pub fn entry_with(&mut self, entry: &[u8], stored: &Digest) -> Result<Vec<Tile>, Error> {
        let (hash, position) = (leaf_hash(entry), self.edge.size());
        if hash != *stored {
            return Err(Error::Differs { position, at: TileId { level: 0, number: position / 256 } });
        }
        self.hash(hash)
    }

    fn hash(&mut self, leaf: Digest) -> Result<Vec<Tile>, Error> {
        let full = self.edge.push(leaf)?;
        let size = self.edge.size();
        if let Some((_, root)) = self.known.next_if(|(known, _)| *known == size) {
            if root != self.edge.root() {
                return Err(Error::RootDiffers { size, good_until: self.good_until });
            }
            self.good_until = size;
        }
        Ok(full)
    }

    /// The right edge as it is now: its size, root and tiles that are not full.
    pub const fn edge(&self) -> &Edge {
        &self.edge
    }

    /// The end of the log. [`Error::CutOff`] when a known checkpoint lies beyond it.
    pub fn finish(mut self) -> Result<Audited, Error> {
        let found = self.edge.size();
        match self.known.next() {
            Some((size, _)) => Err(Error::CutOff { found, size }),
            None => Ok(Audited { size: found, root: self.edge.root(), good_until: self.good_until }),
        }
    }
}
