//! Verifying, offline and without trust in who keeps the log: a database, an exported log, a receipt. What is needed is the public key, and
//! checkpoints known from elsewhere: kept outside, cosigned by a witness, found in a receipt.

mod locate;
mod log;
mod report;
mod walk;

use waarborg_store::Tx;
use waarborg_tlog::{Checkpoint, Note, TlogProof, VerifierKey};

use crate::{Error, committed};
pub use log::Source;
pub use report::{Finding, Recovery, Report};

/// What a log is verified against.
#[derive(Clone, Debug)]
pub struct Verifier {
    origin: String,
    keys: Vec<VerifierKey>,
    known: Vec<Checkpoint>,
}

impl Verifier {
    /// For the log of this name, whose checkpoints are signed by this key.
    pub fn new(origin: &str, key: &VerifierKey) -> Self {
        Self { origin: origin.to_owned(), keys: vec![key.clone()], known: Vec::new() }
    }

    /// The same, knowing one more signed checkpoint. Errs when it is not of this log or not signed.
    pub fn knowing(mut self, note: &str) -> Result<Self, Error> {
        self.known.push(self.open("given as known", note)?);
        Ok(self)
    }

    /// Verifies the log in a database: every leaf, tile and open record, against the signed checkpoint and those known. Reads everything once.
    /// What is wrong is in the report; errs only when it cannot be read.
    pub fn store(&self, tx: &mut Tx<'_>) -> Result<Report, Error> {
        walk::verify(self, &mut log::Stored::open(tx)?)
    }

    /// Verifies an exported log, the same way; records are not in it.
    pub fn exported(&self, source: &mut dyn Source) -> Result<Report, Error> {
        walk::verify(self, &mut log::Exported::open(source)?)
    }

    /// Verifies a receipt: that the signed log has `entry` where the proof says. Gives the checkpoint that says so; whether the log still
    /// extends it, [`Verifier::knowing`] it finds out.
    pub fn receipt(&self, entry: &[u8], proof: &str) -> Result<Checkpoint, Error> {
        Ok(TlogProof::parse(proof.as_bytes())?.verify(entry, &self.origin, &self.keys)?)
    }

    pub(crate) fn keys(&self) -> &[VerifierKey] {
        &self.keys
    }

    pub(crate) fn open(&self, place: &'static str, note: &str) -> Result<Checkpoint, Error> {
        let opened = Note::parse(note.as_bytes()).and_then(|note| Checkpoint::open(&note, &self.origin, &self.keys));
        opened.map_err(|source| Error::NotOurs { place, key: self.keys[0].to_string(), source })
    }
}

/// Whether an entry commits to this record, told with its salt: what the holder of a receipt checks of the event that it is about.
pub fn commits_to(entry: &[u8], salt: &[u8; 32], record: &[u8]) -> bool {
    committed(entry) == Some(crate::commitment(salt, record))
}
