use waarborg_base::Digest;

use crate::tile::Reader;
use crate::{Error, MAX_SIZE, Tiles, range};

/// The root of the tree of `size` leaves that `tiles` hold.
pub fn root<T: Tiles>(tiles: &mut T, size: u64) -> Result<Digest, T::Error> {
    within(size)?;
    Reader::new(tiles, size).range(0..size)
}

/// Proves that leaf `index` is in the tree of `size` leaves (RFC 6962 §2.1.1): the sibling of the leaf first. Reads each tile at
/// most once, and no more than two of each level. [`Error::NoSuchLeaf`] when there is none.
pub fn prove_inclusion<T: Tiles>(tiles: &mut T, index: u64, size: u64) -> Result<Vec<Digest>, T::Error> {
    within(size)?;
    if index >= size {
        return Err(Error::NoSuchLeaf { index, size }.into());
    }
    let mut reader = Reader::new(tiles, size);
    range::inclusion(index, size).into_iter().map(|range| reader.range(range)).collect()
}

/// Proves that the tree of `new` leaves only added to the one of `old` leaves (RFC 6962 §2.1.2). Empty when they are of one size or
/// `old` is 0. [`Error::Shrunk`] when `old` is the larger.
pub fn prove_consistency<T: Tiles>(tiles: &mut T, old: u64, new: u64) -> Result<Vec<Digest>, T::Error> {
    within(new)?;
    if old > new {
        return Err(Error::Shrunk { old, new }.into());
    }
    let mut reader = Reader::new(tiles, new);
    range::consistency(old, new).into_iter().map(|range| reader.range(range)).collect()
}

fn within(size: u64) -> Result<(), Error> {
    if size > MAX_SIZE { Err(Error::Full) } else { Ok(()) }
}
