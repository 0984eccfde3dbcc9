//! Keyed hashes: blind index, suppression list, pepper.

use aws_lc_rs::hmac;

use crate::aead::joined;
use crate::secret::Secret;

/// HMAC-SHA-256 ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)) under one key.
pub(crate) struct Mac(hmac::Key);

impl Mac {
    pub(crate) fn new(key: &Secret) -> Self {
        Self::of(key.expose())
    }

    pub(crate) fn of(key: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    pub(crate) fn tag(&self, message: &[u8]) -> [u8; 32] {
        hmac::sign(&self.0, message).as_ref().try_into().expect("HMAC-SHA-256 gives 32 bytes")
    }

    fn term(&self, label: &[u8], field: &str, normal: &[u8]) -> [u8; 16] {
        let tag = self.tag(&joined([label, field.as_bytes(), normal]));
        *tag.first_chunk().expect("16 of 32 bytes")
    }
}

/// A secret with its hash prepared.
macro_rules! mac_key {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        pub struct $name {
            secret: Secret,
            mac: Mac,
        }

        impl $name {
            pub(crate) fn from_secret(secret: Secret) -> Self {
                let mac = Mac::new(&secret);
                Self { secret, mac }
            }

            pub(crate) fn secret(&self) -> &Secret {
                &self.secret
            }
        }
    };
}

mac_key! {
    /// Makes the terms of the blind index, by which a person is found without the database knowing by what.
    ///
    /// Equal values of one field give equal terms, and whoever holds the key can test guesses; so the key is never beside the
    /// data.
    IndexKey
}

impl IndexKey {
    /// The term of a value in its normal form. The same value gives another term in another field.
    pub fn term(&self, field: &str, normal: &[u8]) -> [u8; 16] {
        self.mac.term(b"waarborg index 1", field, normal)
    }
}

mac_key! {
    /// Makes the terms of the suppression list, which outlive the person's erasure: "never write to this address again".
    SuppressionKey
}

impl SuppressionKey {
    /// The term of a value in its normal form. It has nothing in common with the term of the index.
    pub fn term(&self, field: &str, normal: &[u8]) -> [u8; 16] {
        self.mac.term(b"waarborg suppression 1", field, normal)
    }
}

mac_key! {
    /// Goes over secrets that people choose, after their slow hash: a stolen database alone cannot be guessed at.
    Pepper
}

impl Pepper {
    /// HMAC-SHA-256 of `message`.
    pub fn tag(&self, message: &[u8]) -> [u8; 32] {
        self.mac.tag(message)
    }
}
