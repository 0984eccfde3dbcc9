use std::fmt;
use std::str::FromStr;

use waarborg_base::Digest;

use crate::note::check_text;
use crate::text::{decimal, hash_from_base64, lines, to_base64};
use crate::{Algorithm, Error, Note, SigningKey, VerifierKey};

/// What a log says of its tree (C2SP tlog-checkpoint). Its text is what [`fmt::Display`] writes and a note signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: a URL without scheme, one for each log there ever is.
    pub origin: String,
    /// The number of leaves.
    pub size: u64,
    /// The root of the tree.
    pub root: Digest,
    /// Further lines, which only their author can explain. Ours has none.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint without further lines.
    pub fn new(origin: &str, size: u64, root: Digest) -> Self {
        Self { origin: origin.to_owned(), size, root, extensions: Vec::new() }
    }

    /// Signs it. Never sign two that are not consistent: nobody can take either back.
    pub fn sign(&self, key: &SigningKey) -> Result<Note, Error> {
        let text = self.to_string();
        // What is signed must read as what was meant: an origin of two lines would not.
        if text.parse::<Self>()? != *self {
            return Err(Error::malformed("checkpoint", 0, "it would be read as another than it is"));
        }
        Note::sign(&text, &[key])
    }

    /// Reads the checkpoint of this log out of a note that one of its keys signed. Cosignatures of witnesses do not count here:
    /// ask [`Note::verify`] for them.
    pub fn open(note: &Note, origin: &str, keys: &[VerifierKey]) -> Result<Self, Error> {
        let authors: Vec<_> = keys.iter().filter(|key| key.algorithm() == Algorithm::Ed25519).cloned().collect();
        note.verify(&authors)?;
        let checkpoint: Self = note.text().parse()?;
        if checkpoint.origin != origin {
            return Err(Error::Origin { wanted: origin.to_owned(), found: checkpoint.origin });
        }
        Ok(checkpoint)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, to_base64(self.root.as_bytes()))?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let malformed = |line, problem| Error::malformed("checkpoint", line, problem);
        check_text(text)?;
        let mut lines = lines(text).ok_or(malformed(0, "each line ends in a newline"))?.map(|(_, text)| text);
        let mut next = || lines.next().unwrap_or_default();
        let origin = next().to_owned();
        if origin.is_empty() {
            return Err(malformed(1, "the origin of the log is missing"));
        }
        let size = decimal(next()).ok_or(malformed(2, "the size is a decimal number below 2^63"))?;
        let root = hash_from_base64(next()).ok_or(malformed(3, "the root is 32 bytes in base64"))?;
        let extensions: Vec<_> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(malformed(4, "a further line is not empty"));
        }
        Ok(Self { origin, size, root, extensions })
    }
}
