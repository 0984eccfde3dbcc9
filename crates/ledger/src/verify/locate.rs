use std::ops::Range;

use waarborg_base::Digest;
use waarborg_tlog::{Checkpoint, TILE_WIDTH, TileId, Tiles, leaf_hash, root};

use super::Finding;
use super::log::Log;
use super::walk::Walk;
use crate::Error;
use crate::tree::root_of;

/// Names what was done to leaves that are not those that were signed. The stored hashes tell, if they themselves lead to the signed root;
/// if they were changed too, what is left of them narrows the place down.
pub(super) fn locate(log: &mut dyn Log, walk: &Walk, signed: &Checkpoint, good_until: u64) -> Result<Finding, Error> {
    let size = signed.size;
    if let Some(position) = walk.gap.filter(|gap| *gap < size && !walk.differs.contains_key(&0)) {
        return Ok(Finding::Removed { position });
    }
    let first = walk.differs.get(&0).map(|differs| differs.leaves().start);
    let mut hashes = Hashes { log, size };
    if root(&mut hashes, size).is_ok_and(|root| root == signed.root) {
        return match first {
            Some(position) => hashes.change(position),
            None => Ok(Finding::CutOff { position: walk.edge.size(), size }),
        };
    }
    if walk.signed.is_none() && first.is_none() {
        return Ok(Finding::CutOff { position: walk.edge.size(), size });
    }
    let within = narrow(hashes.log, walk, signed, good_until..size);
    Ok(Finding::Rewritten { from: within.start, to: within.end })
}

/// The smallest range that holds the first bad leaf, as far as the stored right edge and tiles can tell.
fn narrow(log: &dyn Log, walk: &Walk, signed: &Checkpoint, mut range: Range<u64>) -> Range<u64> {
    let stored = log.beside().and_then(|(_, frontier)| frontier).filter(|stored| stored.root() == signed.root);
    if let (Some(stored), Some(found)) = (stored, &walk.signed) {
        let (stored, found) = (stored.to_bytes(), found.to_bytes());
        let mut start = 0;
        // A peak for each bit of the size, the largest first; the size itself comes before them.
        let heights = (0..64).rev().filter(|height| signed.size >> height & 1 == 1);
        for (peak, height) in heights.enumerate() {
            let (at, end) = (8 + 32 * peak, start + (1 << height));
            if stored.get(at..at + 32) != found.get(at..at + 32) {
                range = range.start.max(start)..end;
                break;
            }
            start = end;
        }
    }
    for differs in walk.differs.values().rev() {
        let leaves = differs.leaves();
        if leaves.start < range.end && leaves.end > range.start {
            range = range.start.max(leaves.start)..range.end.min(leaves.end);
        }
    }
    range
}

/// The stored hashes of leaves, and what follows from them alone.
struct Hashes<'l> {
    log: &'l mut dyn Log,
    size: u64,
}

impl Hashes<'_> {
    /// What became of the leaf at the first place that differs.
    fn change(&mut self, position: u64) -> Result<Finding, Error> {
        let [was, was_next] = [self.hash(position)?, self.hash(position + 1)?];
        let [is, is_next] = [self.leaf(position)?, self.leaf(position + 1)?];
        let (moved_up, moved_down) = (is.is_some() && is == was_next, is_next.is_some() && is_next == was);
        Ok(match (is, was) {
            (None, _) => Finding::Removed { position },
            // The leaf that was signed here stands elsewhere, or the one that stands here was signed elsewhere.
            (Some(is), Some(was)) if self.is_signed(is)? && self.stands(was)? => Finding::Reordered { position },
            _ if moved_up => Finding::Removed { position },
            _ if moved_down => Finding::Inserted { position },
            _ => Finding::Changed { position },
        })
    }

    fn hash(&mut self, position: u64) -> Result<Option<Digest>, Error> {
        let at = TileId { level: 0, number: position / TILE_WIDTH as u64 };
        let hashes = self.log.tile(at, self.size)?.unwrap_or_default();
        let place = usize::try_from(position % TILE_WIDTH as u64).expect("below 256");
        Ok(hashes.get(place).copied())
    }

    fn leaf(&mut self, position: u64) -> Result<Option<Digest>, Error> {
        let leaves = self.log.leaves(position)?;
        Ok(leaves.first().filter(|leaf| leaf.position == position).map(|leaf| leaf_hash(&leaf.entry)))
    }

    /// Whether a leaf with this hash was signed, anywhere.
    fn is_signed(&mut self, hash: Digest) -> Result<bool, Error> {
        for number in 0..self.size.div_ceil(TILE_WIDTH as u64) {
            if self.log.tile(TileId { level: 0, number }, self.size)?.is_some_and(|tile| tile.contains(&hash)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a leaf with this hash is there, anywhere.
    fn stands(&mut self, hash: Digest) -> Result<bool, Error> {
        let mut from = 0;
        loop {
            let leaves = self.log.leaves(from)?;
            let Some(last) = leaves.last() else { return Ok(false) };
            from = last.position + 1;
            if leaves.iter().any(|leaf| leaf_hash(&leaf.entry) == hash) {
                return Ok(true);
            }
        }
    }
}

/// Higher tiles follow from those of the leaves: they are not asked, for they could have been changed as well.
impl Tiles for Hashes<'_> {
    type Error = Error;

    fn tile(&mut self, at: TileId, width: usize) -> Result<Vec<Digest>, Error> {
        let Some(below) = at.level.checked_sub(1) else {
            let mut hashes = self.log.tile(at, self.size)?.unwrap_or_default();
            hashes.truncate(width);
            return Ok(hashes);
        };
        let first = at.number * TILE_WIDTH as u64;
        let child = |number| {
            let hashes = self.tile(TileId { level: below, number }, TILE_WIDTH)?;
            Ok(root_of(&hashes)?)
        };
        (first..).take(width).map(child).collect()
    }
}
