use waarborg_tlog::Note;

use crate::verify::Verifier;
use crate::{Error, Ledger};

/// The first line of what is attested. No log has it for its origin, so no attestation passes for a checkpoint.
const FIRST: &str = "waarborg attestation 1";

impl Ledger {
    /// Signs, with the key of the ledger, what its keeper says beside the tree: lines of text. Gives the signature line of a signed note (C2SP).
    pub fn attest(&self, text: &str) -> Result<String, Error> {
        Ok(self.inner.key.sign(&whole(text))?.to_string())
    }
}

impl Verifier {
    /// Verifies that the keeper of the log said this; `signature` is what [`Ledger::attest`] gave.
    pub fn attested(&self, text: &str, signature: &str) -> Result<(), Error> {
        let note = Note::parse(format!("{}\n{signature}\n", whole(text)).as_bytes())?;
        note.verify(self.keys())?;
        Ok(())
    }
}

fn whole(text: &str) -> String {
    format!("{FIRST}\n{text}\n")
}
