use waarborg_base::Digest;
use waarborg_store::Tx;
use waarborg_tlog::{Frontier, TILE_WIDTH, Tile, TileId, Tiles, leaf_hash};

use crate::{Error, store};

/// The tiles of the stored tree. A full tile is a row. One that is not full is found in memory, or computed from what is below it, which
/// costs up to 255 rows.
pub(crate) struct StoredTiles<'a, 'tx> {
    pub(crate) tx: &'a mut Tx<'tx>,
    /// Tiles at the right edge, of this tree at this or any later moment.
    pub(crate) partial: Vec<Tile>,
}

impl<'a, 'tx> StoredTiles<'a, 'tx> {
    pub(crate) fn new(tx: &'a mut Tx<'tx>, partial: Vec<Tile>) -> Self {
        Self { tx, partial }
    }

    fn remembered(&self, at: TileId, width: usize) -> Option<Vec<Digest>> {
        let tile = self.partial.iter().find(|tile| tile.at == at)?;
        tile.hashes.get(..width).map(<[Digest]>::to_vec)
    }

    /// From the leaves themselves, or from the roots of the tiles one level below.
    fn compute(&mut self, at: TileId, width: usize) -> Result<Vec<Digest>, Error> {
        let first = at.number.saturating_mul(TILE_WIDTH as u64);
        let Some(below) = at.level.checked_sub(1) else { return self.leaf_hashes(first, width) };
        (first..)
            .take(width)
            .map(|number| Ok(root_of(&self.tile(TileId { level: below, number }, TILE_WIDTH)?)?))
            .collect()
    }

    fn leaf_hashes(&mut self, first: u64, width: usize) -> Result<Vec<Digest>, Error> {
        let entries = store::list_entries(self.tx, first, first.saturating_add(width as u64))?;
        let mut hashes = Vec::with_capacity(width);
        for (expected, (position, entry)) in (first..).zip(&entries) {
            if *position != expected {
                return Err(Error::LeafMissing { position: expected });
            }
            hashes.push(leaf_hash(entry));
        }
        if hashes.len() < width {
            return Err(Error::LeafMissing { position: first + hashes.len() as u64 });
        }
        Ok(hashes)
    }
}

impl Tiles for StoredTiles<'_, '_> {
    type Error = Error;

    fn tile(&mut self, at: TileId, width: usize) -> Result<Vec<Digest>, Error> {
        if let Some(hashes) = self.remembered(at, width) {
            return Ok(hashes);
        }
        match store::find_tile(self.tx, at)?.as_deref().and_then(hashes_of) {
            Some(mut hashes) => {
                hashes.truncate(width);
                Ok(hashes)
            }
            None => self.compute(at, width),
        }
    }
}

/// The hashes in the bytes of a tile.
pub(crate) fn hashes_of(bytes: &[u8]) -> Option<Vec<Digest>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| hashes.iter().copied().map(Digest::from_bytes).collect())
}

/// The root over the hashes of a full tile: the hash that stands for it one level higher.
pub(crate) fn root_of(hashes: &[Digest]) -> Result<Digest, waarborg_tlog::Error> {
    let mut frontier = Frontier::new();
    hashes.iter().try_for_each(|hash| frontier.push(*hash))?;
    Ok(frontier.root())
}
