use std::fmt;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};

use crate::note::{NoteSignature, check_text};
use crate::{Algorithm, Cosignature, Error, VerifierKey};

/// Signs notes as their author: a log its checkpoints. Prints its public half only.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    verifier: VerifierKey,
}

impl SigningKey {
    /// From the 32 bytes that are the secret of Ed25519 (RFC 8032). The name of a log's key is its origin.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, Error> {
        let (pair, verifier) = pair(name, Algorithm::Ed25519, seed)?;
        Ok(Self { pair, verifier })
    }

    /// The public half.
    pub const fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs a text as notes have it: not empty, no control characters but newlines, the last of them at the end.
    pub fn sign(&self, text: &str) -> Result<NoteSignature, Error> {
        check_text(text)?;
        Ok(NoteSignature::of(&self.verifier, self.pair.sign(text.as_bytes()).as_ref()))
    }
}

/// Signs checkpoints as a witness who saw that the tree only grew (C2SP tlog-cosignature). Prints its public half only.
pub struct Cosigner {
    pair: Ed25519KeyPair,
    verifier: VerifierKey,
}

impl Cosigner {
    /// From the 32 bytes that are the secret of Ed25519 (RFC 8032).
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, Error> {
        let (pair, verifier) = pair(name, Algorithm::Cosignature, seed)?;
        Ok(Self { pair, verifier })
    }

    /// The public half.
    pub const fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs the text of a checkpoint as seen at a moment, in whole seconds since 1970 UTC. Only after [`crate::witness::decide`]
    /// allowed it and the new size and root are stored.
    pub fn cosign(&self, checkpoint: &str, seconds: u64) -> Result<NoteSignature, Error> {
        check_text(checkpoint)?;
        let signature = self.pair.sign(&Cosignature::message(checkpoint, seconds));
        let signature = signature.as_ref().try_into().expect("a signature of Ed25519 has 64 bytes");
        Ok(NoteSignature::of(&self.verifier, &Cosignature { seconds, signature }.to_bytes()))
    }
}

fn pair(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<(Ed25519KeyPair, VerifierKey), Error> {
    let pair = Ed25519KeyPair::from_seed_unchecked(seed).expect("every 32 bytes are a secret of Ed25519");
    let public = pair.public_key().as_ref().try_into().expect("a public key of Ed25519 has 32 bytes");
    Ok((pair, VerifierKey::new(name, algorithm, public)?))
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.verifier)
    }
}

impl fmt::Debug for Cosigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cosigner({})", self.verifier)
    }
}
