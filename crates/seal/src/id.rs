//! Names of keys. A name says which key, and nothing about it: it may be stored and logged.

use std::fmt;

/// Declares a name of 16 bytes, written as 32 hexadecimal digits.
macro_rules! name {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 16]);

        impl $name {
            /// From the bytes as stored.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The bytes to store.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

name! {
    /// Names a person key and commits to it: derived from the key, so no other key has it. What it names cannot be found from it.
    KeyId
}
name! {
    /// Names the set of keys of one installation. Random.
    RingId
}
name! {
    /// Names a root key and commits to it, like [`KeyId`] for a person key.
    RootId
}
