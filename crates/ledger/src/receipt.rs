use serde_json::json;
use waarborg_store::Tx;
use waarborg_tlog::{Checkpoint, Note, TlogProof, leaf_hash, prove_inclusion, verify_inclusion};

use crate::{Error, Ledger, store};

/// What [`Ledger::append`](crate::Ledger::append) gave a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The number by which the leaf is found again: a receipt, its place in the tree.
    pub arrival: i64,
}

/// One event of a person's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traced {
    /// The place in the tree.
    pub position: u64,
    /// What is in the tree.
    pub entry: Vec<u8>,
    /// The sealed record; `None` when it was erased.
    pub body: Option<Vec<u8>>,
}

/// The proof that an event is in the ledger. Verifies offline, with the key of the ledger only ([`crate::verify::Verifier::receipt`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The place in the tree.
    pub index: u64,
    /// What is in the tree: the commitment to the record.
    pub entry: Vec<u8>,
    /// The proof as `c2sp.org/tlog-proof@v1` text.
    pub proof: String,
    /// The signed checkpoint of the tree that the proof leads to, with the cosignatures of witnesses if it has any.
    pub checkpoint: String,
}

impl Receipt {
    /// For programs: everything in one JSON object.
    pub fn to_json(&self) -> serde_json::Value {
        json!({
            "index": self.index,
            "entry": String::from_utf8_lossy(&self.entry),
            "proof": self.proof,
            "checkpoint": self.checkpoint,
        })
    }
}

impl Ledger {
    /// The proof that what was appended is in the tree; `None` while it is queued.
    pub fn receipt(&self, tx: &mut Tx<'_>, arrival: i64) -> Result<Option<Receipt>, Error> {
        match store::find_position(tx, arrival)? {
            Some(position) => self.receipt_at(tx, position),
            None => Ok(None),
        }
    }

    /// What the leaf at a place commits to, as it is kept: of an open event its salt and record. `None` when it was erased, and beyond the
    /// end of the tree.
    pub fn body_at(&self, tx: &mut Tx<'_>, position: u64) -> Result<Option<Vec<u8>>, Error> {
        let leaves = store::list_leaves(tx, position, 1)?;
        Ok(leaves.into_iter().find(|leaf| leaf.position == position).and_then(|leaf| leaf.body))
    }

    /// The proof for the leaf at a place in the tree; `None` beyond its end. Leads to the newest checkpoint that a witness cosigned, if
    /// that covers the leaf, else to the newest of all.
    pub fn receipt_at(&self, tx: &mut Tx<'_>, position: u64) -> Result<Option<Receipt>, Error> {
        let cosigned = self.cosigned(tx)?.map(|note| read(&note)).transpose()?;
        let covering = cosigned.filter(|(_, checkpoint)| checkpoint.size > position);
        let (note, checkpoint) = match covering {
            Some(covering) => covering,
            None => read(&self.checkpoint(tx)?)?,
        };
        if checkpoint.size <= position {
            return Ok(None);
        }
        let entry = store::find_entry(tx, position)?.ok_or(Error::LeafMissing { position })?;
        let proof = prove_inclusion(&mut self.tiles(tx), position, checkpoint.size)?;
        // A proof that does not hold is worse than none: whoever gets it finds out at the worst moment.
        verify_inclusion(&leaf_hash(&entry), position, checkpoint.size, &proof, &checkpoint.root)
            .map_err(|_| Error::Altered { what: "a leaf or tile on the way to the root", size: checkpoint.size })?;
        let checkpoint = note.to_string();
        let proof = TlogProof { extra: None, index: position, proof, checkpoint: note }.to_string();
        Ok(Some(Receipt { index: position, entry, proof, checkpoint }))
    }

    /// The newest signed checkpoint, as this transaction sees it.
    pub fn checkpoint(&self, tx: &mut Tx<'_>) -> Result<String, Error> {
        Ok(store::find_tree(tx)?.ok_or(Error::TreeMissing { leaves: self.size() })?.checkpoint)
    }
}

fn read(note: &str) -> Result<(Note, Checkpoint), Error> {
    let note = Note::parse(note.as_bytes())?;
    let checkpoint = note.text().parse()?;
    Ok((note, checkpoint))
}
