use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use waarborg_base::{Ctx, Digest, Timestamp, from_hex};
use waarborg_tlog::witness::{Decision, Latest, Log, Request, SIZE_TYPE, decide};
use waarborg_tlog::{Cosigner, VerifierKey};

use super::Error;
use crate::private::{self, Unsafe};

const TEXT: &str = "text/plain; charset=utf-8";
/// Held by whoever answers.
const LOCK: &str = "lock";
const KEY: &str = "witness.key";

/// A witness with its key and what it saw, in a folder of its own.
pub struct Witness {
    folder: PathBuf,
    cosigner: Cosigner,
    logs: Vec<Log>,
    /// Deciding and storing are one: between them nobody else decides.
    alone: Mutex<()>,
    _held: File,
}

/// What a witness answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The status of HTTP.
    pub status: u16,
    /// The type of the body.
    pub media_type: &'static str,
    /// The body.
    pub body: String,
}

impl Witness {
    /// Opens the folder of a witness that watches these logs, and makes it with a new key when it is not there.
    pub fn open(folder: &Path, name: &str, logs: Vec<Log>, ctx: &mut Ctx) -> Result<Self, Error> {
        private::make_folder(folder)?;
        let held = private::open_or_make(&folder.join(LOCK))?;
        match held.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::InUse { path: folder.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(Unsafe::Io { path: folder.join(LOCK), source }.into()),
        }
        private::finish(folder)?;
        let path = folder.join(KEY);
        let seed = match private::read(&path) {
            Err(Unsafe::Missing { .. }) => {
                let seed = ctx.bytes::<32>();
                let text = zeroize::Zeroizing::new(format!("{name}\n{}\n", Digest::from_bytes(seed)));
                // A name that no key can have must not be written down.
                cosigner(name, &seed)?;
                private::write(&path, text.as_bytes())?;
                seed
            }
            Err(error) => return Err(error.into()),
            Ok(bytes) => {
                let text = std::str::from_utf8(&bytes).ok().and_then(|text| text.strip_suffix('\n')?.split_once('\n'));
                let (kept, seed) = text.ok_or_else(|| Error::Altered { path: path.clone() })?;
                if kept != name {
                    let (kept, wanted) = (kept.to_owned(), name.to_owned());
                    return Err(Error::OtherName { path: folder.to_owned(), kept, wanted });
                }
                from_hex::<32>(seed).ok_or(Error::Altered { path })?
            }
        };
        let cosigner = cosigner(name, &seed)?;
        let witness = Self { folder: folder.to_owned(), cosigner, logs, alone: Mutex::new(()), _held: held };
        // Found now and not at the first request.
        witness.logs.iter().try_for_each(|log| witness.latest(&log.origin).map(drop))?;
        Ok(witness)
    }

    /// The public key, for whoever asks this witness.
    pub fn key(&self) -> &VerifierKey {
        self.cosigner.verifier()
    }

    /// Answers `add-checkpoint`. What was seen is durable before it is signed.
    pub fn answer(&self, body: &[u8], now: Timestamp) -> Result<Answered, Error> {
        let refuse = |status, body| Ok(Answered { status, media_type: TEXT, body });
        let request = match Request::parse(body) {
            Ok(request) => request,
            Err(error) => return refuse(400, format!("{error}\n")),
        };
        let _alone = self.alone.lock().unwrap_or_else(PoisonError::into_inner);
        let origin = &request.checkpoint().origin;
        // Only of a log that is watched there can be a file.
        let known = self.logs.iter().any(|log| log.origin == *origin);
        let latest = if known { self.latest(origin)? } else { None };
        let decision = decide(latest.as_ref(), &request, &self.logs);
        let Decision::Cosign(new) = decision else {
            let media_type = if matches!(decision, Decision::Stale { .. }) { SIZE_TYPE } else { TEXT };
            return Ok(Answered { status: decision.status(), media_type, body: decision.body() });
        };
        if latest != Some(new) {
            let text = format!("{origin}\n{}\n{}\n", new.size, new.root);
            private::write(&self.path(origin), text.as_bytes())?;
        }
        let seconds = u64::try_from(now.as_micros() / 1_000_000).unwrap_or(0);
        match self.cosigner.cosign(request.note().text(), seconds) {
            Ok(signature) => refuse(200, format!("{signature}\n")),
            Err(error) => refuse(400, format!("{error}\n")),
        }
    }

    /// What was cosigned of a log.
    fn latest(&self, origin: &str) -> Result<Option<Latest>, Error> {
        let path = self.path(origin);
        let bytes = match private::read(&path) {
            Err(Unsafe::Missing { .. }) => return Ok(None),
            bytes => bytes?,
        };
        let parsed = std::str::from_utf8(&bytes).ok().and_then(|text| {
            let (size, root) = text.strip_prefix(origin)?.strip_prefix('\n')?.strip_suffix('\n')?.split_once('\n')?;
            Some(Latest { size: size.parse().ok()?, root: root.parse().ok()? })
        });
        parsed.map(Some).ok_or(Error::Altered { path })
    }

    fn path(&self, origin: &str) -> PathBuf {
        self.folder.join(format!("log-{}", Digest::of(origin.as_bytes())))
    }
}

fn cosigner(name: &str, seed: &[u8; 32]) -> Result<Cosigner, Error> {
    Cosigner::from_seed(name, seed).map_err(|source| Error::Name { name: name.to_owned(), source })
}
