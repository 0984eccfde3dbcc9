use waarborg_base::Digest;

use crate::hash::fold;
use crate::range::subtrees;
use crate::tile::Reader;
use crate::{Error, MAX_SIZE, Tiles, empty_root, node_hash};

/// The right edge of a tree: the roots of its largest whole subtrees, largest first. All that is needed to add leaves and to know
/// the root, in 32 bytes for each bit that is set in the size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Digest>,
}

impl Frontier {
    /// Of a tree without leaves.
    pub const fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// Of the tree of `size` leaves that `tiles` hold.
    pub fn load<T: Tiles>(tiles: &mut T, size: u64) -> Result<Self, T::Error> {
        let mut reader = Reader::new(tiles, size);
        let peaks = subtrees(0..size).map(|subtree| reader.subtree(subtree)).collect::<Result<_, _>>()?;
        Ok(Self { size, peaks })
    }

    /// The number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds the hash of the next leaf: one node hash on average, one per level at most. [`Error::Full`] beyond [`MAX_SIZE`].
    pub fn push(&mut self, leaf: Digest) -> Result<(), Error> {
        self.push_noting(leaf, |_, _| {})
    }

    /// As [`Frontier::push`], and tells of each whole subtree that came to be: its height, 0 for the leaf itself, and its root.
    pub(crate) fn push_noting(&mut self, leaf: Digest, mut note: impl FnMut(u32, Digest)) -> Result<(), Error> {
        if self.size >= MAX_SIZE {
            return Err(Error::Full);
        }
        let mut hash = leaf;
        note(0, hash);
        for height in 1..=self.size.trailing_ones() {
            let left = self.peaks.pop().expect("a peak for each bit of the size");
            hash = node_hash(&left, &hash);
            note(height, hash);
        }
        self.peaks.push(hash);
        self.size += 1;
        Ok(())
    }

    /// The root of the tree.
    pub fn root(&self) -> Digest {
        fold(&self.peaks).unwrap_or_else(empty_root)
    }

    /// For storage: the size in 8 bytes, big-endian, then the peaks.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        self.peaks.iter().for_each(|peak| bytes.extend_from_slice(peak.as_bytes()));
        bytes
    }

    /// From storage. [`Error::Frontier`] unless there is a peak for each bit of the size and nothing else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let damaged = |problem| Error::Frontier { problem };
        let (size, peaks) = bytes.split_first_chunk().ok_or(damaged("it has no size"))?;
        let size = u64::from_be_bytes(*size);
        if size > MAX_SIZE {
            return Err(damaged("its size is beyond what a tree can hold"));
        }
        let (peaks, rest) = peaks.as_chunks();
        if !rest.is_empty() || peaks.len() != size.count_ones() as usize {
            return Err(damaged("its length does not follow from its size"));
        }
        Ok(Self { size, peaks: peaks.iter().copied().map(Digest::from_bytes).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf_hash;

    fn grown(size: u8) -> Frontier {
        let mut frontier = Frontier::new();
        (0..size).for_each(|leaf| frontier.push(leaf_hash(&[leaf])).unwrap());
        frontier
    }

    #[test]
    fn a_stored_edge_goes_on_growing_as_if_it_had_never_been_away() {
        let mut stored = grown(100);
        for leaf in 100..200 {
            stored = Frontier::from_bytes(&stored.to_bytes()).unwrap();
            stored.push(leaf_hash(&[leaf])).unwrap();
        }
        assert_eq!(stored, grown(200));
    }

    #[test]
    fn bytes_that_no_tree_has_are_refused() {
        let bytes = grown(7).to_bytes();
        for cut in 0..bytes.len() {
            assert!(Frontier::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        assert!(Frontier::from_bytes(&[bytes.as_slice(), &[0]].concat()).is_err());
        assert!(Frontier::from_bytes(&[bytes.as_slice(), &[0; 32]].concat()).is_err());
        let mut other_size = bytes;
        other_size[7] = 6;
        assert!(Frontier::from_bytes(&other_size).is_err());
        let beyond = [&(MAX_SIZE + 1).to_be_bytes()[..], &[0; 32]].concat();
        assert!(Frontier::from_bytes(&beyond).is_err());
    }

    #[test]
    fn a_full_tree_takes_no_more() {
        let bytes = [&MAX_SIZE.to_be_bytes()[..], &[0; 63 * 32]].concat();
        let mut full = Frontier::from_bytes(&bytes).unwrap();
        assert_eq!(full.push(empty_root()), Err(Error::Full));
        assert_eq!(full.to_bytes(), bytes);
    }
}
