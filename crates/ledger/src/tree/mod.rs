//! The tree as it is stored: its tiles, how it grows, and the tree that this process knows.

mod extend;
mod head;
mod load;
mod stored_tiles;

pub(crate) use head::Head;
pub(crate) use load::Kept;
pub(crate) use stored_tiles::{StoredTiles, hashes_of, root_of};
