//! The first key of a new installation: one link, good for half an hour, instead of a password somebody forgets to change.
//!
//! The data folder holds the digest of the link's token, never the token. Each start of a server that nobody has claimed makes a
//! new link, which ends the previous one. Opening the link changes nothing, so that a mail scanner or a preview cannot use
//! it up; claiming will, when there is an account to make.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use waarborg_base::{Ctx, Digest, Timestamp, same_bytes};

/// How long a link is good, in microseconds: 30 minutes.
const GOOD_FOR_MICROS: i64 = 30 * 60 * 1_000_000;

const FILE: &str = "claim.json";

/// The claim of one data folder.
#[derive(Clone, Debug)]
pub struct Claim {
    file: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    token_sha256: String,
    good_until_micros: i64,
}

/// A link that was just made. Shown once: the token is kept nowhere.
pub struct Offer {
    token: String,
    /// When the link ends.
    pub good_until: Timestamp,
}

impl Offer {
    /// The link itself.
    pub fn link(&self, public_url: &str) -> String {
        format!("{public_url}/console/claim/{}", self.token)
    }
}

/// The token opens the installation, so it is not shown by accident.
impl std::fmt::Debug for Offer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Offer").field("good_until", &self.good_until).finish_non_exhaustive()
    }
}

impl Claim {
    /// The claim of the installation that keeps its data in `folder`.
    pub fn of(folder: &Path) -> Self {
        Self { file: folder.join(FILE) }
    }

    /// Makes a link, and ends the one before.
    /// Errs when the data folder cannot be written.
    pub fn offer(&self, ctx: &mut Ctx) -> io::Result<Offer> {
        let token = Digest::of(&ctx.bytes::<32>()).to_string();
        let good_until_micros = ctx.now.as_micros() + GOOD_FOR_MICROS;
        let good_until = Timestamp::from_micros(good_until_micros).unwrap_or(ctx.now);
        let stored = Stored { token_sha256: Digest::of(token.as_bytes()).to_string(), good_until_micros };
        write_private(&self.file, serde_json::to_string_pretty(&stored)?.as_bytes())?;
        Ok(Offer { token, good_until })
    }

    /// Until when the link with this token is good. `None`: it is not, or there is none.
    pub fn good_until(&self, token: &str, now: Timestamp) -> Option<Timestamp> {
        let stored: Stored = serde_json::from_str(&fs::read_to_string(&self.file).ok()?).ok()?;
        let good_until = Timestamp::from_micros(stored.good_until_micros)?;
        let expected: Digest = stored.token_sha256.parse().ok()?;
        let same = same_bytes(Digest::of(token.as_bytes()).as_bytes(), expected.as_bytes());
        (same && now < good_until).then_some(good_until)
    }
}

/// Makes the data folder, readable by its owner only. An existing folder keeps its mode; its owner chose it.
/// Errs when it is not there
/// and cannot be made.
pub fn make_data_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a file that only its owner can read; whoever reads it meanwhile sees the old one or the new one.
fn write_private(file: &Path, content: &[u8]) -> io::Result<()> {
    let fresh = file.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(&fresh)?;
    open.write_all(content)?;
    open.sync_all()?;
    fs::rename(&fresh, file)
}
