//! Witnesses: others who sign that they saw the tree, and that it only grew (C2SP tlog-witness). What is cosigned holds against
//! everybody, the keeper of the signing key included.

use waarborg_base::{Ctx, Timestamp};
use waarborg_store::{Store, Tx};
use waarborg_tlog::witness::{Answer, Request};
use waarborg_tlog::{Note, VerifierKey};

use crate::store::{self, StoredCosignature};
use crate::{Error, Ledger, OutsideError};

/// Carries a request to a witness. Implemented at the edge: a room does not call out.
pub trait WitnessCall: Send + Sync {
    /// Posts `body` to `add-checkpoint` of the witness with this key name; the status and body of the answer.
    fn add_checkpoint(&self, witness: &str, body: &str) -> Result<(u16, Vec<u8>), OutsideError>;
}

impl Ledger {
    /// What to ask a witness now: to cosign the newest checkpoint, with the proof from what it saw last. `seen` is the size that the
    /// witness told, if it did; else it is what it cosigned last.
    pub fn witness_request(&self, tx: &mut Tx<'_>, witness: &VerifierKey, seen: Option<u64>) -> Result<Request, Error> {
        let cosigned = store::list_cosignatures(tx)?;
        let last = cosigned.iter().find(|cosignature| cosignature.witness == witness.name()).map(|last| last.size);
        let stored = store::find_tree(tx)?.ok_or(Error::TreeMissing { leaves: 0 })?;
        let old = seen.or(last).unwrap_or(0);
        let proof = self.prove_consistency(tx, old, stored.size)?;
        Ok(Request::new(old, proof, Note::parse(stored.checkpoint.as_bytes())?)?)
    }

    /// Keeps what a witness answered, once its signature is found to hold; the size that it cosigned.
    pub fn keep_cosignature(
        &self,
        ctx: &Ctx,
        tx: &mut Tx<'_>,
        witness: &VerifierKey,
        request: &Request,
        answer: Answer,
    ) -> Result<u64, Error> {
        let (note, seconds) = answer
            .add_to(request.note().clone(), witness)
            .map_err(|error| refused(witness, &format!("its answer does not hold: {error}")))?;
        let cosigned_at = seconds
            .and_then(|seconds| Timestamp::from_micros(i64::try_from(seconds).ok()?.checked_mul(1_000_000)?))
            .unwrap_or(ctx.now);
        let size = request.checkpoint().size;
        let cosignature =
            StoredCosignature { witness: witness.name().to_owned(), size, note: note.to_string(), cosigned_at };
        store::upsert_cosignature(tx, &cosignature)?;
        Ok(size)
    }

    /// Has a witness cosign the newest checkpoint: asks, asks once more from the size that the witness names, and keeps the answer. The
    /// size that is cosigned. Blocks; panics inside an async runtime.
    pub fn cosign(&self, store: &Store, ctx: Ctx, witness: &VerifierKey, call: &dyn WitnessCall) -> Result<u64, Error> {
        let mut seen = None;
        loop {
            let (ledger, key) = (self.clone(), witness.clone());
            let request = store.read_blocking(move |tx| ledger.witness_request(tx, &key, seen))?;
            let (status, body) = call
                .add_checkpoint(witness.name(), &request.to_string())
                .map_err(|error| refused(witness, &format!("it could not be asked: {error}")))?;
            match Answer::parse(status, &body)? {
                Answer::Stale { size } if seen.is_none() && size <= request.checkpoint().size => seen = Some(size),
                Answer::Stale { size } => {
                    return Err(refused(witness, &format!("it says that it saw a tree of {size} leaves")));
                }
                Answer::Refused { status } => {
                    return Err(refused(witness, &format!("it refuses with status {status}")));
                }
                answer @ Answer::Cosigned(_) => {
                    let (ledger, witness) = (self.clone(), witness.clone());
                    return store.write_blocking(ctx, move |ctx, tx| {
                        ledger.keep_cosignature(ctx, tx, &witness, &request, answer.clone())
                    });
                }
            }
        }
    }

    /// The newest checkpoint of all, with the lines of the witnesses that cosigned this very one.
    pub fn checkpoint_with_witnesses(&self, tx: &mut Tx<'_>) -> Result<String, Error> {
        let newest = self.checkpoint(tx)?;
        let cosigned = self.cosigned(tx)?.filter(|cosigned| cosigned.starts_with(&newest));
        Ok(cosigned.unwrap_or(newest))
    }

    /// The newest checkpoint that a witness cosigned, with the lines of all who cosigned that one.
    pub fn cosigned(&self, tx: &mut Tx<'_>) -> Result<Option<String>, Error> {
        let mut newest: Option<Note> = None;
        for cosignature in store::list_cosignatures(tx)? {
            let note = Note::parse(cosignature.note.as_bytes())?;
            newest = match newest {
                None => Some(note),
                Some(newest) if newest.text() == note.text() => {
                    Some(note.signatures().iter().skip(1).cloned().try_fold(newest, Note::with)?)
                }
                newest => newest,
            };
        }
        Ok(newest.map(|note| note.to_string()))
    }
}

fn refused(witness: &VerifierKey, problem: &str) -> Error {
    Error::Witness { witness: witness.name().to_owned(), problem: problem.to_owned() }
}
