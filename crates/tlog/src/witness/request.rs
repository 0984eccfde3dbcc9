use std::fmt;

use waarborg_base::Digest;

use crate::text::decimal;
use crate::tlog_proof::{hashes, split, write_hashes};
use crate::{Checkpoint, Error, Note};

const WHAT: &str = "add-checkpoint request";

/// What a log sends to a witness: `old <size>`, the consistency proof from there, an empty line, and the signed checkpoint. Its text
/// is what [`fmt::Display`] writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    old: u64,
    proof: Vec<Digest>,
    note: Note,
    checkpoint: Checkpoint,
}

impl Request {
    /// Of a signed checkpoint; `old` is the size that the witness saw last, 0 for the first time.
    pub fn new(old: u64, proof: Vec<Digest>, note: Note) -> Result<Self, Error> {
        let checkpoint = note.text().parse()?;
        Ok(Self { old, proof, note, checkpoint })
    }

    /// Reads one. What cannot be read is answered with 400.
    pub fn parse(body: &[u8]) -> Result<Self, Error> {
        let (head, note) =
            split(body).ok_or(Error::malformed(WHAT, 0, "there is no empty line before the checkpoint"))?;
        let mut lines = (1..).zip(head.split('\n'));
        let old = lines.next().and_then(|(_, line)| decimal(line.strip_prefix("old ")?));
        let old = old.ok_or(Error::malformed(WHAT, 1, "write old <size>"))?;
        Self::new(old, hashes(lines, WHAT)?, Note::parse(note)?)
    }

    /// The size that the log thinks the witness saw last.
    pub const fn old(&self) -> u64 {
        self.old
    }

    /// The consistency proof.
    pub fn proof(&self) -> &[Digest] {
        &self.proof
    }

    /// The checkpoint as signed. A witness cosigns its text.
    pub const fn note(&self) -> &Note {
        &self.note
    }

    /// What the note says; whether somebody who is trusted signed it is for [`super::decide`].
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        write_hashes(f, &self.proof)?;
        write!(f, "\n{}", self.note)
    }
}
