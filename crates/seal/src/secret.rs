//! A key of 256 bits, and what is derived from it.

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk};
use secrecy::{ExposeSecret, SecretBox};
use waarborg_base::Ctx;
use zeroize::Zeroize;

/// 256 secret bits on the heap, wiped when dropped. Has no `Debug`.
pub(crate) struct Secret(SecretBox<[u8; 32]>);

impl Secret {
    pub(crate) fn draw(ctx: &mut Ctx) -> Self {
        Self(SecretBox::init_with_mut(|secret: &mut [u8; 32]| {
            let mut drawn = ctx.bytes::<32>();
            secret.copy_from_slice(&drawn);
            drawn.zeroize();
        }))
    }

    /// `None` unless there are 32 bytes.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == 32)
            .then(|| Self(SecretBox::init_with_mut(|secret: &mut [u8; 32]| secret.copy_from_slice(bytes))))
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        self.0.expose_secret()
    }

    /// Another key, which tells nothing about this one. `label` is what it is for.
    pub(crate) fn derive(&self, label: &[u8]) -> Self {
        Self(SecretBox::init_with_mut(|secret: &mut [u8; 32]| expand(self.expose(), label, secret)))
    }

    /// 16 bytes that commit to this key and tell nothing about it. They may be public.
    pub(crate) fn commitment(&self, label: &[u8]) -> [u8; 16] {
        let mut bytes = [0; 16];
        expand(self.expose(), label, &mut bytes);
        bytes
    }
}

/// HKDF-Expand with SHA-256 ([RFC 5869 §2.3](https://www.rfc-editor.org/rfc/rfc5869#section-2.3)). The extract step is
/// left out, as §3.3 allows: what is expanded here is a uniformly random key already.
fn expand(key: &[u8], label: &[u8], out: &mut [u8]) {
    try_expand(key, label, out).expect("32 bytes or fewer are always given");
}

/// As [`expand`]. Errs when more than 255 blocks are asked for.
pub(crate) fn try_expand(key: &[u8], label: &[u8], out: &mut [u8]) -> Result<(), Unspecified> {
    struct Bytes(usize);
    impl KeyType for Bytes {
        fn len(&self) -> usize {
            self.0
        }
    }
    Prk::new_less_safe(HKDF_SHA256, key).expand(&[label], Bytes(out.len()))?.fill(out)
}
