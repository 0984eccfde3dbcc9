//! The two ciphers, and the one shape of what they seal: version, nonce, ciphertext, tag.

use aws_lc_rs::aead::{AES_256_GCM, AES_256_GCM_SIV, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};
use waarborg_base::Ctx;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// The version of the shape, and of everything below it: cipher, derivation and what is bound.
pub(crate) const VERSION: u8 = 1;
pub(crate) const NONCE_BYTES: usize = 12;
pub(crate) const TAG_BYTES: usize = 16;

/// For values: a repeated nonce tells that two values are equal, and nothing more (RFC 8452).
pub(crate) static VALUE: &Algorithm = &AES_256_GCM_SIV;
/// For chunks of a file, under a key that seals one file only: nonces are counted and cannot repeat (SP 800-38D).
pub(crate) static CHUNK: &Algorithm = &AES_256_GCM;

/// Appends the sealed value to `out`: version (1 byte), nonce (12), ciphertext (as long as `plain`), tag (16).
pub(crate) fn seal_value(ctx: &mut Ctx, key: &Secret, bound: &[u8], plain: &[u8], out: &mut Vec<u8>) {
    let nonce = ctx.bytes();
    out.reserve(1 + NONCE_BYTES + plain.len() + TAG_BYTES);
    out.push(VERSION);
    out.extend_from_slice(&nonce);
    seal(VALUE, key, nonce, bound, plain, out);
}

/// Opens what [`seal_value`] made. `None` if anything differs: key, what is bound, or a bit of what is sealed.
pub(crate) fn open_value(key: &Secret, bound: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (&version, rest) = sealed.split_first()?;
    let (&nonce, rest) = rest.split_first_chunk()?;
    (version == VERSION).then(|| open(VALUE, key, nonce, bound, rest)).flatten()
}

/// Appends ciphertext and tag to `out`.
pub(crate) fn seal(
    cipher: &'static Algorithm,
    key: &Secret,
    nonce: [u8; NONCE_BYTES],
    bound: &[u8],
    plain: &[u8],
    out: &mut Vec<u8>,
) {
    let start = out.len();
    out.resize(start + plain.len() + TAG_BYTES, 0);
    let (ciphertext, tag) = out[start..].split_at_mut(plain.len());
    keyed(cipher, key.expose())
        .seal_out_of_place_scatter(Nonce::assume_unique_for_key(nonce), Aad::from(bound), plain, ciphertext, &[], tag)
        .expect("values and chunks are shorter than 64 GiB, and the lengths are right");
}

/// Opens ciphertext and tag.
pub(crate) fn open(
    cipher: &'static Algorithm,
    key: &Secret,
    nonce: [u8; NONCE_BYTES],
    bound: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (ciphertext, tag) = sealed.split_last_chunk::<TAG_BYTES>()?;
    let mut plain = Zeroizing::new(vec![0; ciphertext.len()]);
    keyed(cipher, key.expose())
        .open_separate_gather(Nonce::assume_unique_for_key(nonce), Aad::from(bound), ciphertext, tag, &mut plain)
        .ok()?;
    Some(plain)
}

fn keyed(cipher: &'static Algorithm, key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(cipher, key).expect("both ciphers take 256 bits"))
}

/// Puts parts one after the other, each behind its length, so that no two lists of parts give the same bytes.
pub(crate) fn joined<const N: usize>(parts: [&[u8]; N]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 4).sum());
    for part in parts {
        let length = u32::try_from(part.len()).expect("a name is shorter than 4 GiB");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}
