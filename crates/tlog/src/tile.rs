use std::ops::Range;

use waarborg_base::Digest;

use crate::hash::{fold, full_root};
use crate::range::{Subtree, subtrees};
use crate::{Error, empty_root};

/// How many hashes a full tile holds.
pub const TILE_WIDTH: usize = 256;

/// The levels of the tree that one level of tiles spans: 2^8 = 256.
pub(crate) const TILE_HEIGHT: u32 = 8;

/// Which tile: `number` counts from the left on its `level`. Level 0 holds the hashes of leaves, level 1 the roots of full tiles of
/// level 0, and so on (C2SP tlog-tiles).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    /// 0 for the hashes of leaves.
    pub level: u8,
    /// From the left, from 0.
    pub number: u64,
}

impl TileId {
    /// How many hashes of this tile a tree of `size` leaves has: 0 to 256.
    pub fn width(self, size: u64) -> usize {
        let hashes = size.checked_shr(TILE_HEIGHT * u32::from(self.level)).unwrap_or(0);
        let before = self.number.saturating_mul(TILE_WIDTH as u64);
        usize::try_from(hashes.saturating_sub(before)).map_or(TILE_WIDTH, |width| width.min(TILE_WIDTH))
    }

    /// The first leaf under hash number `place` of this tile.
    pub(crate) fn first_leaf(self, place: usize) -> u64 {
        let hash = self.number.saturating_mul(TILE_WIDTH as u64).saturating_add(place as u64);
        hash.saturating_mul(1_u64.checked_shl(TILE_HEIGHT * u32::from(self.level)).unwrap_or(u64::MAX))
    }
}

/// Where tiles are read from: a table, a folder, a server.
pub trait Tiles {
    /// What can go wrong with reading, and what this room has to say.
    type Error: From<Error>;

    /// The first `width` hashes of the tile, 1 to 256. The tile may be wider by now; give the first of it.
    fn tile(&mut self, at: TileId, width: usize) -> Result<Vec<Digest>, Self::Error>;
}

/// Reads hashes of a tree of a given size, each tile at most once.
pub(crate) struct Reader<'a, T> {
    tiles: &'a mut T,
    size: u64,
    seen: Vec<(TileId, Vec<Digest>)>,
}

impl<'a, T: Tiles> Reader<'a, T> {
    pub(crate) const fn new(tiles: &'a mut T, size: u64) -> Self {
        Self { tiles, size, seen: Vec::new() }
    }

    /// The tile as wide as the tree has it.
    pub(crate) fn tile(&mut self, at: TileId) -> Result<&[Digest], T::Error> {
        let place = match self.seen.iter().position(|(seen, _)| *seen == at) {
            Some(place) => place,
            None => {
                let wanted = at.width(self.size);
                let hashes = if wanted == 0 { Vec::new() } else { self.tiles.tile(at, wanted)? };
                if hashes.len() != wanted {
                    return Err(Error::TileWidth { at, wanted, found: hashes.len() }.into());
                }
                self.seen.push((at, hashes));
                self.seen.len() - 1
            }
        };
        Ok(&self.seen[place].1)
    }

    /// The root of a whole subtree.
    pub(crate) fn subtree(&mut self, Subtree { height, number }: Subtree) -> Result<Digest, T::Error> {
        let (level, above) = (height / TILE_HEIGHT, height % TILE_HEIGHT);
        let first = number << above;
        let width = TILE_WIDTH as u64;
        let at = TileId { level: u8::try_from(level).expect("a height is below 64"), number: first / width };
        let start = usize::try_from(first % width).expect("below 256");
        let hashes = self.tile(at)?.get(start..start + (1 << above));
        Ok(hashes.and_then(full_root).expect("a tile as wide as the tree holds its whole subtrees"))
    }

    /// The root of a range of leaves, as RFC 6962 defines it.
    pub(crate) fn range(&mut self, range: Range<u64>) -> Result<Digest, T::Error> {
        let peaks = subtrees(range).map(|subtree| self.subtree(subtree)).collect::<Result<Vec<_>, _>>()?;
        Ok(fold(&peaks).unwrap_or_else(empty_root))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(level: u8, number: u64, size: u64, expected: usize) {
        assert_eq!(TileId { level, number }.width(size), expected, "tile {level}/{number} of {size}");
    }

    #[test]
    fn a_tree_has_the_tiles_that_the_specification_counts() {
        check(0, 272, 70_000, 256);
        check(0, 273, 70_000, 112);
        check(0, 274, 70_000, 0);
        check(1, 0, 70_000, 256);
        check(1, 1, 70_000, 17);
        check(2, 0, 70_000, 1);
        check(3, 0, 70_000, 0);
        check(0, 0, 256, 256);
        check(1, 0, 256, 1);
        check(63, u64::MAX, u64::MAX, 0);
        check(0, u64::MAX / 256, u64::MAX, 255);
    }
}
