#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod aead;
mod chunk;
mod error;
mod id;
mod key_file;
mod line;
mod passphrase;
mod person;
mod place;
mod ring;
mod root;
mod secret;
pub mod share;
mod term;
pub mod trial;

#[cfg(test)]
mod published;
#[cfg(test)]
mod tests;

pub use chunk::{CHUNK_BYTES, FileOpener, FileSealer, HEADER_BYTES, SEALED_CHUNK_BYTES};
pub use error::{Error, FileFault, LineFault};
pub use id::{KeyId, RingId, RootId};
pub use key_file::{Described, KeyKind, describe};
pub use passphrase::{Effort, PassphraseRoot};
pub use person::PersonKey;
pub use place::Place;
pub use ring::{Ring, Wrapped};
pub use root::{Root, RootFile, RootKey};
pub use term::{IndexKey, Pepper, SuppressionKey};
