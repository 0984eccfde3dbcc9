use crate::text::decimal;
use crate::{Error, Note, NoteSignature, VerifierKey};

/// What a log hears from a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It cosigned.
    Cosigned(Vec<NoteSignature>),
    /// It saw another size last: prove from there.
    Stale {
        /// What the witness saw last.
        size: u64,
    },
    /// It refused.
    Refused {
        /// The status of HTTP: 403, 404 and 422 do not get better by asking again.
        status: u16,
    },
}

impl Answer {
    /// Reads an answer.
    pub fn parse(status: u16, body: &[u8]) -> Result<Self, Error> {
        let malformed = |problem| Error::malformed("answer of a witness", 1, problem);
        let text = || str::from_utf8(body).map_err(|_| malformed("it is not UTF-8"));
        match status {
            200 => NoteSignature::parse_lines(text()?, 0).map(Self::Cosigned),
            409 => {
                let size = text()?.strip_suffix('\n').and_then(decimal);
                size.map(|size| Self::Stale { size }).ok_or(malformed("409 is answered with a size and a newline"))
            }
            status => Ok(Self::Refused { status }),
        }
    }

    /// The note with the cosignature by this witness and no other line of the answer, and the moment it was made, in seconds since
    /// 1970 UTC. Errs unless there is one that holds.
    pub fn add_to(self, note: Note, witness: &VerifierKey) -> Result<(Note, Option<u64>), Error> {
        let Self::Cosigned(signatures) = self else { return Err(Error::Unsigned) };
        let keys = std::slice::from_ref(witness);
        let ours = signatures
            .into_iter()
            .find(|signature| signature.name() == witness.name() && signature.id() == witness.id());
        let note = note.with(ours.ok_or(Error::Unsigned)?)?;
        let seconds = note.verify(keys)?.last().and_then(|verified| verified.seconds);
        Ok((note, seconds))
    }
}
