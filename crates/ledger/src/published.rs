use waarborg_store::Tx;
use waarborg_tlog::{Edge, TILE_WIDTH, TileId, TilePath, Tiles, encode_entries, leaf_hash};

use crate::{Error, Ledger, store};

/// Where the files of an exported log go: a folder, an archive. Implemented at the edge.
pub trait Sink {
    /// Writes a whole file; the path is relative, with `/` between its parts.
    fn file(&mut self, path: &str, bytes: &[u8]) -> std::io::Result<()>;
}

/// The public key in an exported log and at `/ledger/key`.
pub(crate) const KEY: &str = "key";
/// The signed checkpoint in an exported log and at `/ledger/checkpoint`.
pub(crate) const CHECKPOINT: &str = "checkpoint";

impl Ledger {
    /// What stands behind a path of the static interface (C2SP tlog-tiles); `None` for what the tree does not have yet.
    pub fn resource(&self, tx: &mut Tx<'_>, path: TilePath) -> Result<Option<Vec<u8>>, Error> {
        let size = store::find_tree(tx)?.map_or(0, |stored| stored.size);
        match path {
            TilePath::Hashes { at, width } if width <= at.width(size) => {
                let hashes = self.tiles(tx).tile(at, width)?;
                Ok(Some(hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()))
            }
            TilePath::Entries { number, width } if width <= (TileId { level: 0, number }).width(size) => {
                let first = number * TILE_WIDTH as u64;
                let entries = store::list_entries(tx, first, first + width as u64)?;
                if entries.len() != width {
                    return Err(Error::Altered { what: "the number of leaves", size });
                }
                Ok(Some(encode_entries(entries.iter().map(|(_, entry)| entry.as_slice()))?))
            }
            _ => Ok(None),
        }
    }

    /// Writes the whole log as the files of the static interface, and the key: anybody can serve them, and verify them offline. Reads the
    /// leaves once, hashes them anew, and errs when that is not what was signed; the checkpoint comes last, so a part is no log.
    pub fn export(&self, tx: &mut Tx<'_>, sink: &mut dyn Sink) -> Result<u64, Error> {
        let note = self.checkpoint(tx)?;
        let signed = self.inner.open_note("in the database", &note)?;
        let mut edge = Edge::new();
        while edge.size() < signed.size {
            let (number, until) = (edge.size() / TILE_WIDTH as u64, signed.size.min(edge.size() + TILE_WIDTH as u64));
            let entries = store::list_entries(tx, edge.size(), until)?;
            for (position, entry) in &entries {
                if *position != edge.size() {
                    return Err(Error::LeafMissing { position: edge.size() });
                }
                for tile in edge.push(leaf_hash(entry))? {
                    write(sink, &tile.at.path(TILE_WIDTH).to_string(), &tile.to_bytes())?;
                }
            }
            if edge.size() < until {
                return Err(Error::LeafMissing { position: edge.size() });
            }
            let bundle = encode_entries(entries.iter().map(|(_, entry)| entry.as_slice()))?;
            write(sink, &TilePath::Entries { number, width: entries.len() }.to_string(), &bundle)?;
        }
        if edge.root() != signed.root {
            return Err(Error::Altered { what: "a leaf", size: signed.size });
        }
        for tile in edge.partial() {
            write(sink, &tile.at.path(tile.hashes.len()).to_string(), &tile.to_bytes())?;
        }
        write(sink, KEY, format!("{}\n", self.key()).as_bytes())?;
        write(sink, CHECKPOINT, note.as_bytes())?;
        Ok(signed.size)
    }
}

fn write(sink: &mut dyn Sink, path: &str, bytes: &[u8]) -> Result<(), Error> {
    sink.file(path, bytes).map_err(|source| Error::Export { path: path.to_owned(), source })
}
