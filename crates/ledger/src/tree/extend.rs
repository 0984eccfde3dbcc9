use waarborg_store::Tx;
use waarborg_tlog::{Checkpoint, Edge, Note, Tile, leaf_hash};

use super::Head;
use crate::Error;
use crate::ledger::Inner;
use crate::store::{self, StoredTree};

/// How many entries are read at a time.
const CHUNK: u64 = 4096;

impl Inner {
    /// Takes every leaf that is stored and not in the tree yet into the tree, and signs it. `Overtaken` when somebody else did so since
    /// `stored` was read. What is hashed is what is read back from the table.
    pub(crate) fn extend(&self, tx: &mut Tx<'_>, known: &Head, stored: &StoredTree) -> Result<Head, Error> {
        let mut head = self.caught_up(tx, known, stored)?;
        let keep = |tx: &mut Tx<'_>, tile: &Tile| Ok(store::insert_tile(tx, tile)?);
        push_entries(tx, &mut head.edge, u64::MAX, keep)?;
        if head.size() > stored.size {
            head.note = self.sign(&head.edge)?;
            if !store::update_tree(tx, stored.size, &head.to_stored(&self.origin))? {
                return Err(Error::Overtaken);
            }
        }
        Ok(head)
    }

    /// The stored tree, reached from the one that is known by the leaves in between. Errs unless it is signed by us and extends what is
    /// known, down to the hash.
    fn caught_up(&self, tx: &mut Tx<'_>, known: &Head, stored: &StoredTree) -> Result<Head, Error> {
        let mut head = known.clone();
        if stored.checkpoint != known.note {
            let signed = self.open_note("in the database", &stored.checkpoint)?;
            if signed.size < known.size() {
                return Err(Error::RolledBack { stored: signed.size, outside: known.size() });
            }
            push_entries(tx, &mut head.edge, signed.size, |_, _| Ok(()))?;
            if head.size() < signed.size {
                return Err(Error::LeafMissing { position: head.size() });
            }
            if head.edge.root() != signed.root {
                return Err(Error::Forked { size: signed.size });
            }
            head.note.clone_from(&stored.checkpoint);
        }
        head.check_row(stored)?;
        Ok(head)
    }

    pub(crate) fn sign(&self, edge: &Edge) -> Result<String, Error> {
        Ok(Checkpoint::new(&self.origin, edge.size(), edge.root()).sign(&self.key)?.to_string())
    }

    /// Reads a checkpoint that we signed.
    pub(crate) fn open_note(&self, place: &'static str, note: &str) -> Result<Checkpoint, Error> {
        let keys = std::slice::from_ref(self.key.verifier());
        let opened = Note::parse(note.as_bytes()).and_then(|note| Checkpoint::open(&note, &self.origin, keys));
        opened.map_err(|source| Error::NotOurs { place, key: self.key.verifier().to_string(), source })
    }
}

/// Pushes the entries from the edge on, up to `to` or the last there is, and hands over each tile that is full.
fn push_entries(
    tx: &mut Tx<'_>,
    edge: &mut Edge,
    to: u64,
    mut full: impl FnMut(&mut Tx<'_>, &Tile) -> Result<(), Error>,
) -> Result<(), Error> {
    while edge.size() < to {
        let until = to.min(edge.size().saturating_add(CHUNK));
        let entries = store::list_entries(tx, edge.size(), until)?;
        for (position, entry) in &entries {
            if *position != edge.size() {
                return Err(Error::LeafMissing { position: edge.size() });
            }
            for tile in edge.push(leaf_hash(entry))? {
                full(tx, &tile)?;
            }
        }
        if edge.size() < until {
            break;
        }
    }
    Ok(())
}
