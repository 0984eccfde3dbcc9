#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod auditor;
mod bundle;
mod checkpoint;
mod cosignature;
mod edge;
mod error;
mod frontier;
mod hash;
mod key;
mod note;
mod path;
mod proof;
mod range;
mod signer;
mod text;
mod tile;
mod tlog_proof;
mod verify;
pub mod witness;

pub use auditor::{Audited, Auditor};
pub use bundle::{MAX_ENTRY_BYTES, decode_entries, encode_entries};
pub use checkpoint::Checkpoint;
pub use cosignature::Cosignature;
pub use edge::{Edge, Tile};
pub use error::Error;
pub use frontier::Frontier;
pub use hash::{empty_root, leaf_hash, node_hash};
pub use key::{Algorithm, KeyId, VerifierKey};
pub use note::{Note, NoteSignature, Verified};
pub use path::TilePath;
pub use proof::{prove_consistency, prove_inclusion, root};
pub use signer::{Cosigner, SigningKey};
pub use tile::{TILE_WIDTH, TileId, Tiles};
pub use tlog_proof::TlogProof;
pub use verify::{verify_consistency, verify_inclusion};

/// The largest size of a tree: what every client of C2SP counts with, a signed 64-bit integer.
pub const MAX_SIZE: u64 = i64::MAX.cast_unsigned();
