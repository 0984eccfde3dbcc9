#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod ctx;
mod digest;
mod entropy;
mod id;
mod kind;
mod personal;
mod time;

pub use ctx::{Actor, Ctx, IdempotencyKey};
pub use digest::{Digest, Hasher};
pub use entropy::{Entropy, OsEntropy, SeededEntropy};
pub use id::{NotAnId, from_hex};
pub use kind::{Fault, Kind};
pub use personal::Personal;
pub use secrecy::{ExposeSecret, SecretBox, SecretString};
pub use time::{Clock, ManualClock, SystemClock, Timestamp};

/// Reports whether two byte strings are equal in time that does not depend on where they differ.
pub fn same_bytes(left: &[u8], right: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    left.ct_eq(right).into()
}
