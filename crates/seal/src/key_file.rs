//! One key in one file: a head that says what it is, the key sealed under the root, and a checksum.

use std::fmt;

use waarborg_base::{Ctx, Digest};

use crate::secret::Secret;
use crate::{Error, FileFault, RingId, Root, RootId};

/// Which key of the ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Wraps person keys for the time of one epoch.
    Epoch(u32),
    /// Makes the terms of the blind index.
    Index,
    /// Makes the terms of the suppression list.
    Suppression,
    /// Goes over secrets that people choose.
    Pepper,
    /// The seed of the key that signs the ledger.
    Ledger,
}

impl KeyKind {
    /// The kinds of which there is exactly one.
    pub(crate) const SINGLE: [Self; 4] = [Self::Index, Self::Suppression, Self::Pepper, Self::Ledger];

    /// The name of its file: `index.key`, `epoch-0000000012.key`.
    pub fn file_name(self) -> String {
        match self {
            Self::Epoch(number) => format!("epoch-{number:010}.key"),
            other => format!("{other}.key"),
        }
    }

    /// As written in the head.
    fn code(self) -> (u8, u32) {
        match self {
            Self::Epoch(number) => (1, number),
            Self::Index => (2, 0),
            Self::Suppression => (3, 0),
            Self::Pepper => (4, 0),
            Self::Ledger => (5, 0),
        }
    }

    fn from_code(kind: u8, number: u32) -> Option<Self> {
        match kind {
            1 => Some(Self::Epoch(number)),
            _ => Self::SINGLE.into_iter().find(|single| single.code() == (kind, number)),
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Epoch(number) => write!(f, "epoch {number}"),
            Self::Index => f.write_str("index"),
            Self::Suppression => f.write_str("suppression"),
            Self::Pepper => f.write_str("pepper"),
            Self::Ledger => f.write_str("ledger"),
        }
    }
}

const MAGIC: &[u8; 8] = b"WAARBKEY";
const VERSION: u8 = 1;
/// Magic 8, version 1, kind 1, number 4, ring 16, root 16, key check 16, length of what is sealed 2.
const HEAD_BYTES: usize = 64;
const CHECKSUM_BYTES: usize = 16;

/// What a key file says of itself, before it is opened.
pub(crate) struct KeyFile<'a> {
    name: &'a str,
    head: &'a [u8; HEAD_BYTES],
    sealed: &'a [u8],
    pub(crate) kind: KeyKind,
    pub(crate) ring: RingId,
}

/// What a key file says of itself. Read without the root, so only an accident is found: a cut, a change, another file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Described {
    /// Which key is in it.
    pub kind: KeyKind,
    /// The set of keys it belongs to.
    pub ring: RingId,
    /// The root it is sealed under.
    pub root: RootId,
}

/// Reads what a key file says of itself. Errs, with its name, when it is none, was cut or was changed.
pub fn describe(name: &str, bytes: &[u8]) -> Result<Described, Error> {
    let file = KeyFile::read(name, bytes)?;
    Ok(Described { kind: file.kind, ring: file.ring, root: RootId::from_bytes(part(file.head, 30)) })
}

/// The bytes of the file that keeps this key.
pub(crate) fn write(
    ctx: &mut Ctx,
    root: &dyn Root,
    ring: RingId,
    kind: KeyKind,
    key: &Secret,
) -> Result<Vec<u8>, Error> {
    let (code, number) = kind.code();
    let mut head = Vec::with_capacity(HEAD_BYTES + 96);
    head.extend_from_slice(MAGIC);
    head.extend_from_slice(&[VERSION, code]);
    head.extend_from_slice(&number.to_be_bytes());
    head.extend_from_slice(ring.as_bytes());
    head.extend_from_slice(root.id().as_bytes());
    head.extend_from_slice(&check_value(key));
    // The length is not known before, and a root elsewhere decides it: it is bound by the checksum only.
    let sealed = root.wrap(ctx, &head, key.expose())?;
    let length = u16::try_from(sealed.len()).expect("a wrapped key is short");
    head.extend_from_slice(&length.to_be_bytes());
    head.extend_from_slice(&sealed);
    let checksum = checksum(&head);
    head.extend_from_slice(&checksum);
    Ok(head)
}

impl<'a> KeyFile<'a> {
    /// Reads the head. What is found by accident is found here: another file, a cut or a changed one.
    pub(crate) fn read(name: &'a str, bytes: &'a [u8]) -> Result<Self, Error> {
        let refuse = |fault| Error::file(name, fault);
        if !bytes.starts_with(MAGIC) {
            return Err(refuse(FileFault::NotAKeyFile));
        }
        let Some((head, rest)) = bytes.split_first_chunk::<HEAD_BYTES>() else {
            return Err(refuse(FileFault::Length { expected: HEAD_BYTES, found: bytes.len() }));
        };
        let [_, _, _, _, _, _, _, _, version, kind, ..] = *head;
        if version != VERSION {
            return Err(refuse(FileFault::UnknownVersion { version }));
        }
        let length = usize::from(u16::from_be_bytes(part(head, 62)));
        if rest.len() != length + CHECKSUM_BYTES {
            let expected = HEAD_BYTES + length + CHECKSUM_BYTES;
            return Err(refuse(FileFault::Length { expected, found: bytes.len() }));
        }
        let (before, sum) = bytes.split_at(HEAD_BYTES + length);
        if checksum(before) != sum {
            return Err(refuse(FileFault::Altered));
        }
        let number = u32::from_be_bytes(part(head, 10));
        let kind = KeyKind::from_code(kind, number).ok_or_else(|| refuse(FileFault::UnknownKind { kind }))?;
        Ok(Self { name, head, sealed: &rest[..length], kind, ring: RingId::from_bytes(part(head, 14)) })
    }

    /// Opens the key. What was done on purpose is found here: the cipher binds the whole head but the length, and the key
    /// has to be the one of the check value.
    pub(crate) fn open(&self, root: &dyn Root) -> Result<Secret, Error> {
        let refuse = |fault| Error::file(self.name, fault);
        let sealed_under = RootId::from_bytes(part(self.head, 30));
        if sealed_under != root.id() {
            return Err(refuse(FileFault::WrongRoot { sealed_under, root: root.id() }));
        }
        let key = match root.unwrap(&self.head[..HEAD_BYTES - 2], self.sealed) {
            Err(Error::NotOfThisRoot { .. }) => return Err(refuse(FileFault::Altered)),
            opened => Secret::from_slice(&opened?).ok_or_else(|| refuse(FileFault::Altered))?,
        };
        if waarborg_base::same_bytes(&check_value(&key), &part::<16>(self.head, 46)) {
            Ok(key)
        } else {
            Err(refuse(FileFault::Altered))
        }
    }

    pub(crate) fn name(&self) -> &'a str {
        self.name
    }
}

fn part<const N: usize>(head: &[u8; HEAD_BYTES], at: usize) -> [u8; N] {
    head[at..at + N].try_into().expect("inside the head")
}

fn check_value(key: &Secret) -> [u8; 16] {
    key.commitment(b"waarborg key check 1")
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_BYTES] {
    *Digest::of(bytes).as_bytes().first_chunk().expect("16 of 32 bytes")
}
