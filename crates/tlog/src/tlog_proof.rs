use std::fmt;

use waarborg_base::Digest;

use crate::text::{decimal, from_base64, hash_from_base64, to_base64};
use crate::{Checkpoint, Error, Note, VerifierKey, leaf_hash, verify_inclusion};

const HEADER: &str = "c2sp.org/tlog-proof@v1";
const WHAT: &str = "tlog-proof";

/// As many hashes as a path from a leaf to the root can have.
const MAX_HASHES: usize = 63;

/// A proof that someone can keep in a file and check offline (C2SP tlog-proof, `.tlog-proof`): where the entry is, the way to the
/// root, and the checkpoint that signs the root. Its text is what [`fmt::Display`] writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// What the log adds for whoever checks the entry, if anything. Not signed.
    pub extra: Option<Vec<u8>>,
    /// The position of the entry in the log, from 0.
    pub index: u64,
    /// The inclusion proof, the sibling of the leaf first.
    pub proof: Vec<Digest>,
    /// The signed checkpoint of a tree with the entry in it, cosignatures and all.
    pub checkpoint: Note,
}

impl TlogProof {
    /// Checks that the log `origin`, by one of its keys, says that `entry` is in it.
    pub fn verify(&self, entry: &[u8], origin: &str, keys: &[VerifierKey]) -> Result<Checkpoint, Error> {
        let checkpoint = Checkpoint::open(&self.checkpoint, origin, keys)?;
        verify_inclusion(&leaf_hash(entry), self.index, checkpoint.size, &self.proof, &checkpoint.root)?;
        Ok(checkpoint)
    }

    /// Reads one.
    pub fn parse(text: &[u8]) -> Result<Self, Error> {
        let (head, checkpoint) =
            split(text).ok_or(Error::malformed(WHAT, 0, "there is no empty line before the checkpoint"))?;
        let malformed = |line, problem| Error::malformed(WHAT, line, problem);
        let mut lines = (1..).zip(head.split('\n')).peekable();
        if lines.next().is_none_or(|(_, header)| header != HEADER) {
            return Err(malformed(1, "the first line is c2sp.org/tlog-proof@v1"));
        }
        let extra = lines.next_if(|(_, line)| line.starts_with("extra ")).map(|(number, line)| {
            from_base64(&line["extra ".len()..]).ok_or(malformed(number, "extra is followed by base64"))
        });
        let extra = extra.transpose()?;
        let (number, index) = lines.next().ok_or(malformed(0, "the index is missing"))?;
        let index = index.strip_prefix("index ").and_then(decimal).ok_or(malformed(number, "write index <number>"))?;
        let proof = hashes(lines, WHAT)?;
        Ok(Self { extra, index, proof, checkpoint: Note::parse(checkpoint)? })
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        write_hashes(f, &self.proof)?;
        write!(f, "\n{}", self.checkpoint)
    }
}

/// The lines before the first empty line, without their last newline, and all that follows it.
pub(crate) fn split(text: &[u8]) -> Option<(&str, &[u8])> {
    let end = text.windows(2).position(|pair| pair == b"\n\n")?;
    Some((str::from_utf8(&text[..end]).ok()?, &text[end + 2..]))
}

/// Numbered lines that are hashes, at most 63.
pub(crate) fn hashes<'t>(
    lines: impl Iterator<Item = (usize, &'t str)>,
    what: &'static str,
) -> Result<Vec<Digest>, Error> {
    let mut hashes = Vec::new();
    for (number, line) in lines {
        if hashes.len() == MAX_HASHES {
            return Err(Error::TooLarge { what, limit: "63 hashes" });
        }
        hashes.push(hash_from_base64(line).ok_or(Error::malformed(what, number, "a hash is 32 bytes in base64"))?);
    }
    Ok(hashes)
}

pub(crate) fn write_hashes(f: &mut fmt::Formatter<'_>, hashes: &[Digest]) -> fmt::Result {
    hashes.iter().try_for_each(|hash| writeln!(f, "{}", to_base64(hash.as_bytes())))
}
