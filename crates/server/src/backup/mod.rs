//! Backups that cannot bring an erased person back.
//!
//! A backup is two archives. The *data* is one moment of every table but the wrapped person keys: any number of them may lie anywhere, and by
//! itself none of them opens. The *keys* are the key files, sealed under the root as they are, and the wrapped person keys: only the latest
//! generation of it exists, for each new one takes the place of the last and wipes it. The root key is in neither, and the journal of
//! erasures and the newest checkpoint are [outside](crate::outside) both.
//!
//! [`Restore`] joins the two: who has no key was erased since and goes, who is in the journal goes again, and what the ledger lost is said.

mod data;
mod error;
mod fresh;
mod head;
mod keys;
mod ledger;
mod restore;

use std::path::{Path, PathBuf};

use waarborg_base::Timestamp;
use waarborg_tlog::VerifierKey;

pub use data::{Data, write_data};
pub use error::Error;
pub use head::Head;
pub use keys::{KEYS, KeyArchives, Keys, write_keys};
pub use ledger::Ledger;
pub use restore::{Against, Plan, Restore, Restored};

/// What a file was found to be.
#[derive(Debug)]
pub enum Verified {
    /// An archive of the data.
    Data(Box<Data>),
    /// An archive of the keys.
    Keys(Keys),
}

/// An archive that was written and read back.
#[derive(Debug)]
pub struct Written<T> {
    /// Where.
    pub path: PathBuf,
    /// What is in it.
    pub found: T,
}

/// Reads an archive to its end: digests and structure; of the data that the ledger is the one its checkpoint was signed over, of the keys that
/// every wrapped key has the file that opens it. Needs neither root nor database.
///
/// The signature is checked with `key`, else with the key that the archive says was the ledger's.
pub fn verify(path: &Path, key: Option<&VerifierKey>) -> Result<Verified, Error> {
    let opened = head::Opened::read(path)?;
    match opened.head {
        Head::Data { .. } => Ok(Verified::Data(Box::new(Data::read(opened, key, None, &|_| Ok(()))?))),
        Head::Keys { .. } => Keys::read(opened).map(Verified::Keys),
    }
}

/// Names a moment in the name of a file: `20261122T110000Z`.
fn stamp(at: Timestamp) -> String {
    at.to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string()
}
