use waarborg_base::Digest;
use waarborg_store::Tx;
use waarborg_tlog::{Frontier, TILE_WIDTH, TileId, TilePath, decode_entries};

use crate::Error;
use crate::published::CHECKPOINT;
use crate::store::{self, StoredLeaf};
use crate::tree::hashes_of;

/// Where the files of an exported log are read from. Implemented at the edge.
pub trait Source {
    /// The bytes of a file; `None` when there is none.
    fn file(&mut self, path: &str) -> std::io::Result<Option<Vec<u8>>>;
}

/// A log as it is verified.
pub(super) trait Log {
    /// The signed checkpoint.
    fn checkpoint(&self) -> Option<&str>;

    /// The next leaves from a position on; empty at the end.
    fn leaves(&mut self, from: u64) -> Result<Vec<StoredLeaf>, Error>;

    /// The hashes of a tile as they are stored, as many as there are of it; `None` when it is not there.
    fn tile(&mut self, at: TileId, size: u64) -> Result<Option<Vec<Digest>>, Error>;

    /// Whether a tile with so many hashes has to be there. A full one always has.
    fn keeps(&self, width: usize) -> bool;

    /// The size and the frontier beside the checkpoint, where they are kept.
    fn beside(&self) -> Option<(u64, Option<Frontier>)>;
}

/// The log in a database.
pub(super) struct Stored<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    size: Option<u64>,
    checkpoint: Option<String>,
    frontier: Option<Frontier>,
    /// The hashes of the leaves in no full tile.
    last: Vec<Digest>,
}

/// How many leaves are read at a time.
const CHUNK: u32 = 4096;

impl<'a, 'tx> Stored<'a, 'tx> {
    pub(super) fn open(tx: &'a mut Tx<'tx>) -> Result<Self, Error> {
        let stored = store::find_tree(tx)?;
        let edge = stored.as_ref().and_then(|stored| split(&stored.frontier));
        let (frontier, last) = edge.map_or((None, Vec::new()), |(frontier, last)| (Some(frontier), last));
        let (size, checkpoint) = stored.map(|stored| (stored.size, stored.checkpoint)).unzip();
        Ok(Self { tx, size, checkpoint, frontier, last })
    }
}

/// The right edge as a [`Head`](crate::tree::Head) stores it.
fn split(bytes: &[u8]) -> Option<(Frontier, Vec<Digest>)> {
    let size = u64::from_be_bytes(*bytes.first_chunk()?);
    let (frontier, last) = bytes.split_at_checked(8 + 32 * size.count_ones() as usize)?;
    let last = hashes_of(last).filter(|last| last.len() as u64 == size % TILE_WIDTH as u64)?;
    Some((Frontier::from_bytes(frontier).ok()?, last))
}

impl Log for Stored<'_, '_> {
    fn checkpoint(&self) -> Option<&str> {
        self.checkpoint.as_deref()
    }

    fn leaves(&mut self, from: u64) -> Result<Vec<StoredLeaf>, Error> {
        Ok(store::list_leaves(self.tx, from, CHUNK)?)
    }

    fn tile(&mut self, at: TileId, size: u64) -> Result<Option<Vec<Digest>>, Error> {
        match at.width(size) {
            TILE_WIDTH => Ok(store::find_tile(self.tx, at)?.map(|bytes| hashes_of(&bytes).unwrap_or_default())),
            width if at.level == 0 && width == self.last.len() && width > 0 => Ok(Some(self.last.clone())),
            _ => Ok(None),
        }
    }

    fn keeps(&self, width: usize) -> bool {
        width == TILE_WIDTH
    }

    fn beside(&self) -> Option<(u64, Option<Frontier>)> {
        Some((self.size?, self.frontier.clone()))
    }
}

/// An exported log.
pub(super) struct Exported<'a> {
    source: &'a mut dyn Source,
    checkpoint: Option<String>,
    size: u64,
}

impl<'a> Exported<'a> {
    pub(super) fn open(source: &'a mut dyn Source) -> Result<Self, Error> {
        let note = read(source, CHECKPOINT)?.and_then(|bytes| String::from_utf8(bytes).ok());
        // Only says which files to look for; whether it is signed is for the walk to find.
        let size = note.as_deref().and_then(|note| note.lines().nth(1)?.parse().ok()).unwrap_or(0);
        Ok(Self { source, checkpoint: note, size })
    }
}

impl Log for Exported<'_> {
    fn checkpoint(&self) -> Option<&str> {
        self.checkpoint.as_deref()
    }

    /// One bundle; what is in it and not from `from` on is passed over.
    fn leaves(&mut self, from: u64) -> Result<Vec<StoredLeaf>, Error> {
        let at = TileId { level: 0, number: from / TILE_WIDTH as u64 };
        let (first, width) = (at.number * TILE_WIDTH as u64, at.width(self.size));
        if width == 0 {
            return Ok(Vec::new());
        }
        let path = TilePath::Entries { number: at.number, width }.to_string();
        let Some(bundle) = read(self.source, &path)? else { return Ok(Vec::new()) };
        // A bundle that cannot be read holds no leaves: the log ends before it.
        let entries = decode_entries(&bundle).unwrap_or_default();
        let entries = (first..).zip(entries).filter(|(position, _)| *position >= from);
        Ok(entries.map(|(position, entry)| StoredLeaf { position, entry: entry.to_vec(), body: None }).collect())
    }

    fn tile(&mut self, at: TileId, size: u64) -> Result<Option<Vec<Digest>>, Error> {
        let width = at.width(size);
        if width == 0 {
            return Ok(None);
        }
        let bytes = read(self.source, &at.path(width).to_string())?;
        Ok(bytes.map(|bytes| hashes_of(&bytes).unwrap_or_default()))
    }

    fn keeps(&self, width: usize) -> bool {
        width > 0
    }

    fn beside(&self) -> Option<(u64, Option<Frontier>)> {
        None
    }
}

fn read(source: &mut dyn Source, path: &str) -> Result<Option<Vec<u8>>, Error> {
    source.file(path).map_err(|source| Error::Export { path: path.to_owned(), source })
}
