use std::fmt;

use waarborg_base::{Ctx, Digest, ExposeSecret, SecretString, same_bytes};

use super::ClientId;

/// The signs of the random part: 64 of them, so that each is six bits without bias (the alphabet of base64url, RFC 4648).
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Signs of the random part: 258 bits.
const LENGTH: usize = 43;

/// What a client shows: `wbc_<id>_<43 random signs>`. The beginning makes a leaked one easy to recognise for scanners.
pub struct ClientSecret {
    id: ClientId,
    text: SecretString,
}

impl ClientSecret {
    /// A new secret for a client.
    pub(super) fn random(ctx: &mut Ctx, id: ClientId) -> Self {
        let mut text = format!("wbc_{id}_");
        text.extend(ctx.bytes::<LENGTH>().map(|byte| char::from(SIGNS[usize::from(byte & 63)])));
        Self { id, text: text.into() }
    }

    /// What the header `Authorization` holds after `Bearer `. `None` when it cannot be a secret of ours.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (id, random) = text.strip_prefix("wbc_")?.split_once('_')?;
        let plain = random.len() == LENGTH && random.bytes().all(|byte| SIGNS.contains(&byte));
        let id = id.parse().ok()?;
        plain.then(|| Self { id, text: text.into() })
    }

    /// Whose it says to be.
    pub(super) fn id(&self) -> ClientId {
        self.id
    }

    /// What is stored of it. No salt and no slow hash: it has 258 random bits, so there is nothing to guess.
    pub(super) fn digest(&self) -> Digest {
        Digest::of(self.text.expose_secret().as_bytes())
    }

    /// Whether it is the secret with this digest, in time that does not depend on where they differ.
    pub(super) fn has_digest(&self, digest: &Digest) -> bool {
        same_bytes(self.digest().as_bytes(), digest.as_bytes())
    }

    /// The text itself, to be shown once.
    pub fn reveal(&self) -> &str {
        self.text.expose_secret()
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wbc_{}_[secret]", self.id)
    }
}
