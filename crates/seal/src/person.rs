use waarborg_base::Ctx;
use zeroize::Zeroizing;

use crate::aead::{open_value, seal_value};
use crate::secret::Secret;
use crate::term::Mac;
use crate::{Error, KeyId, Place};

/// The key of one data subject: 256 random bits, derived from nothing about the person. Who destroys it and its wrapped copies
/// has erased the person.
pub struct PersonKey {
    secret: Secret,
    id: KeyId,
}

impl PersonKey {
    /// A new key.
    pub fn generate(ctx: &mut Ctx) -> Self {
        Self::from_secret(Secret::draw(ctx))
    }

    pub(crate) fn from_secret(secret: Secret) -> Self {
        let id = KeyId::from_bytes(secret.commitment(b"waarborg person key id 1"));
        Self { secret, id }
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Names this key and commits to it. The ciphers do not: AES-GCM-SIV can be made to open one ciphertext under two keys.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// Seals a value for one place: 29 bytes longer than `plain`.
    pub fn seal(&self, ctx: &mut Ctx, place: &Place<'_>, plain: &[u8]) -> Vec<u8> {
        let mut sealed = Vec::new();
        self.seal_into(ctx, place, plain, &mut sealed);
        sealed
    }

    /// As [`seal`](Self::seal), at the end of `out`.
    pub fn seal_into(&self, ctx: &mut Ctx, place: &Place<'_>, plain: &[u8], out: &mut Vec<u8>) {
        seal_value(ctx, &self.secret.derive(&place.label()), &place.bound(&self.id), plain, out);
    }

    /// Opens what was sealed for this place with this key. Errs with [`Error::DoesNotOpen`] if anything differs.
    pub fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        open_value(&self.secret.derive(&place.label()), &place.bound(&self.id), sealed)
            .ok_or_else(|| place.does_not_open())
    }

    /// Seals the key of somebody who turned out to be this data subject: whoever destroys this key destroys that one too.
    pub fn seal_key(&self, ctx: &mut Ctx, place: &Place<'_>, other: &Self) -> Vec<u8> {
        self.seal(ctx, place, other.secret.expose())
    }

    /// Opens what [`seal_key`](Self::seal_key) sealed for this place. Errs with [`Error::DoesNotOpen`] if anything differs.
    pub fn open_key(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Self, Error> {
        let secret = self.open(place, sealed)?;
        Secret::from_slice(&secret).map(Self::from_secret).ok_or_else(|| place.does_not_open())
    }

    /// Marks the leaves of this person in one segment of the ledger: segment (4 bytes, big-endian), then 12 bytes that only who
    /// holds this key can make or link to those of another segment.
    pub fn trace_tag(&self, segment: u32) -> [u8; 16] {
        let segment = segment.to_be_bytes();
        let mark = Mac::new(&self.secret.derive(b"waarborg trace 1")).tag(&segment);
        let mut tag = [0; 16];
        tag[..4].copy_from_slice(&segment);
        tag[4..].copy_from_slice(&mark[..12]);
        tag
    }
}
