use std::fmt;
use std::str::FromStr;

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use waarborg_base::{Digest, from_hex};

use crate::Error;
use crate::text::{from_base64, to_base64};

/// What a key signs: the first byte of its encoding in C2SP signed notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// The text of a note, as its author (0x01).
    Ed25519,
    /// A checkpoint that was seen and a moment, as a witness (0x04, `cosignature/v1`).
    Cosignature,
}

impl Algorithm {
    const fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Cosignature => 0x04,
        }
    }
}

/// The first four bytes of a digest over the name and the key: enough to find a key by, not enough to trust one by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; 4]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A public key that signatures are checked with. Its text is the `vkey` of C2SP signed notes:
/// `example.com/log+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VerifierKey {
    name: String,
    algorithm: Algorithm,
    public: [u8; 32],
    id: KeyId,
}

impl VerifierKey {
    /// A key by its parts. [`Error::KeyName`] for a name that a note cannot carry.
    pub fn new(name: &str, algorithm: Algorithm, public: [u8; 32]) -> Result<Self, Error> {
        let forbidden = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '+';
        if name.is_empty() || name.contains(forbidden) {
            return Err(Error::KeyName);
        }
        let named = [name.as_bytes(), &[b'\n', algorithm.byte()], &public].concat();
        let [a, b, c, d, ..] = *Digest::of(&named).as_bytes();
        Ok(Self { name: name.to_owned(), algorithm, public, id: KeyId([a, b, c, d]) })
    }

    /// The name, which a signature line carries.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the key signs.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The id, which a signature line carries.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The public key (RFC 8032).
    pub const fn public(&self) -> &[u8; 32] {
        &self.public
    }

    pub(crate) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.public).verify(message, signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.algorithm.byte()], self.public.as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, self.id, to_base64(&key))
    }
}

impl FromStr for VerifierKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let malformed = |problem| Error::malformed("verifier key", 0, problem);
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(malformed("write <name>+<key id>+<key>"));
        };
        let id = from_hex(id)
            .map(KeyId)
            .filter(|read| read.to_string() == id)
            .ok_or_else(|| malformed("a key id is 8 lower-case hexadecimal digits"))?;
        let key = from_base64(key).ok_or_else(|| malformed("the key is not base64"))?;
        let (algorithm, public) = match key.split_first() {
            Some((0x01, public)) => (Algorithm::Ed25519, public),
            Some((0x04, public)) => (Algorithm::Cosignature, public),
            _ => return Err(malformed("a key is of type 1 (Ed25519) or 4 (cosignature)")),
        };
        let public = public.try_into().map_err(|_| malformed("a public key is 32 bytes"))?;
        let key = Self::new(name, algorithm, public)?;
        if key.id == id { Ok(key) } else { Err(Error::KeyId { name: name.to_owned() }) }
    }
}
