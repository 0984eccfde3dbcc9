use waarborg_base::Digest;

use crate::tile::{Reader, TILE_HEIGHT};
use crate::{Error, Frontier, TILE_WIDTH, TileId, Tiles};

/// The right edge of a tree with its tiles that are not full yet: takes leaves, and gives each tile when it is full. At most 255
/// hashes for each level of tiles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    frontier: Frontier,
    tiles: Vec<Vec<Digest>>,
}

/// A tile with what is in it: 256 hashes, or fewer at the right edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Which tile.
    pub at: TileId,
    /// Left to right.
    pub hashes: Vec<Digest>,
}

impl Tile {
    /// The bytes that the static interface serves: the hashes, one after the other.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(Digest::as_bytes).copied().collect()
    }

    /// Compares with the tile as it was stored. [`Error::Differs`] names the first leaf under the first hash that is not the same
    /// or not there.
    pub fn compare(&self, stored: &[Digest]) -> Result<(), Error> {
        if self.hashes == stored {
            return Ok(());
        }
        let same = self.hashes.iter().zip(stored).take_while(|(ours, theirs)| ours == theirs).count();
        Err(Error::Differs { position: self.at.first_leaf(same), at: self.at })
    }
}

impl Edge {
    /// Of a tree without leaves.
    pub const fn new() -> Self {
        Self { frontier: Frontier::new(), tiles: Vec::new() }
    }

    /// Of the tree of `size` leaves that `tiles` hold: reads the last tile of each level.
    pub fn load<T: Tiles>(tiles: &mut T, size: u64) -> Result<Self, T::Error> {
        let frontier = Frontier::load(tiles, size)?;
        let mut reader = Reader::new(tiles, size);
        let mut partial = Vec::new();
        let mut hashes = size;
        for level in 0.. {
            if hashes == 0 {
                break;
            }
            let number = hashes / TILE_WIDTH as u64;
            partial.push(reader.tile(TileId { level, number })?.to_vec());
            hashes = number;
        }
        Ok(Self { frontier, tiles: partial })
    }

    /// The number of leaves.
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root of the tree.
    pub fn root(&self) -> Digest {
        self.frontier.root()
    }

    /// The edge without its tiles.
    pub const fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// Adds the hash of the next leaf, and gives the tiles that are full because of it, lowest level first: mostly none.
    pub fn push(&mut self, leaf: Digest) -> Result<Vec<Tile>, Error> {
        let (mut full, size) = (Vec::new(), self.size() + 1);
        let tiles = &mut self.tiles;
        self.frontier.push_noting(leaf, |height, hash| {
            if !height.is_multiple_of(TILE_HEIGHT) {
                return;
            }
            let level = (height / TILE_HEIGHT) as usize;
            if tiles.len() == level {
                tiles.push(Vec::with_capacity(TILE_WIDTH));
            }
            tiles[level].push(hash);
            if tiles[level].len() == TILE_WIDTH {
                let at = TileId {
                    level: u8::try_from(level).expect("eight levels at most"),
                    number: (size >> (height + TILE_HEIGHT)) - 1,
                };
                let hashes = std::mem::replace(&mut tiles[level], Vec::with_capacity(TILE_WIDTH));
                full.push(Tile { at, hashes });
            }
        })?;
        Ok(full)
    }

    /// The tiles that are not full and not empty, lowest level first.
    pub fn partial(&self) -> impl Iterator<Item = Tile> {
        (0..).zip(&self.tiles).filter(|(_, hashes)| !hashes.is_empty()).map(|(level, hashes)| Tile {
            at: TileId { level, number: self.size() >> (TILE_HEIGHT * (u32::from(level) + 1)) },
            hashes: hashes.clone(),
        })
    }
}
