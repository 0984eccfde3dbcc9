use waarborg_base::Digest;

use super::Request;
use crate::{Checkpoint, VerifierKey, empty_root, verify_consistency};

/// A log that a witness watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// The first line of its checkpoints.
    pub origin: String,
    /// Whose signature on them counts.
    pub keys: Vec<VerifierKey>,
}

/// What a witness last cosigned of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latest {
    /// The number of leaves.
    pub size: u64,
    /// The root of the tree.
    pub root: Digest,
}

impl Default for Latest {
    /// Of a log that was never seen: a tree without leaves.
    fn default() -> Self {
        Self { size: 0, root: empty_root() }
    }
}

/// What a witness answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// 200: store this in place of what was stored when it was decided, then cosign. The body is the signature line.
    Cosign(Latest),
    /// 400: the log says that its old tree is larger than its new one.
    OldBeyondNew,
    /// 403: nobody who is trusted for this log signed.
    Untrusted,
    /// 404: no log of that origin is watched.
    UnknownOrigin,
    /// 409: the log is wrong about what the witness saw last. The body is [`Decision::body`], of type [`super::SIZE_TYPE`].
    Stale {
        /// What the witness saw last.
        size: u64,
    },
    /// 422: the new tree is not the old one with leaves added, or was not proven to be.
    Unproven,
}

impl Decision {
    /// The status of the answer.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Cosign(_) => 200,
            Self::OldBeyondNew => 400,
            Self::Untrusted => 403,
            Self::UnknownOrigin => 404,
            Self::Stale { .. } => 409,
            Self::Unproven => 422,
        }
    }

    /// The body of a refusal; a cosigned checkpoint is answered with the signature line.
    pub fn body(&self) -> String {
        match self {
            Self::Cosign(_) => String::new(),
            Self::OldBeyondNew => "the old size is larger than the new one\n".to_owned(),
            Self::Untrusted => "no key that is trusted for this log signed the checkpoint\n".to_owned(),
            Self::UnknownOrigin => "this log is not watched here\n".to_owned(),
            Self::Stale { size } => format!("{size}\n"),
            Self::Unproven => "the proof does not show that the tree only grew\n".to_owned(),
        }
    }
}

/// Decides on a request. `latest` is what was last cosigned of the log that the request is about, `None` for the first time;
/// `logs` are those that are watched.
///
/// A 200 holds only if `latest` is still what is stored when the new one is stored: on a lost race, read and decide again.
pub fn decide(latest: Option<&Latest>, request: &Request, logs: &[Log]) -> Decision {
    let new = request.checkpoint();
    let latest = latest.copied().unwrap_or_default();
    let Some(log) = logs.iter().find(|log| log.origin == new.origin) else { return Decision::UnknownOrigin };
    if Checkpoint::open(request.note(), &log.origin, &log.keys).is_err() {
        return Decision::Untrusted;
    }
    if request.old() > new.size {
        return Decision::OldBeyondNew;
    }
    if request.old() != latest.size {
        return Decision::Stale { size: latest.size };
    }
    match verify_consistency(latest.size, &latest.root, new.size, &new.root, request.proof()) {
        Ok(()) => Decision::Cosign(Latest { size: new.size, root: new.root }),
        Err(_) => Decision::Unproven,
    }
}
