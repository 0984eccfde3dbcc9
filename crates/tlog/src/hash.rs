use waarborg_base::{Digest, Hasher};

/// Up to this many bytes an entry is hashed from the stack, which is several times as fast as in pieces.
const SHORT_BYTES: usize = 511;

/// The root of a tree without leaves (RFC 6962 §2.1).
pub fn empty_root() -> Digest {
    Digest::of(b"")
}

/// The hash of a leaf: SHA-256 of `0x00` and the entry (RFC 6962 §2.1). The prefix keeps a leaf from passing for a node.
pub fn leaf_hash(entry: &[u8]) -> Digest {
    let mut short = [0; 1 + SHORT_BYTES];
    if let Some(room) = short.get_mut(1..=entry.len()) {
        room.copy_from_slice(entry);
        return Digest::of(&short[..=entry.len()]);
    }
    let mut hasher = Hasher::new();
    hasher.update(&[0]);
    hasher.update(entry);
    hasher.finish()
}

/// The hash of a node: SHA-256 of `0x01` and the hashes of its two subtrees (RFC 6962 §2.1).
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut node = [1; 65];
    node[1..33].copy_from_slice(left.as_bytes());
    node[33..].copy_from_slice(right.as_bytes());
    Digest::of(&node)
}

/// The root of `hashes` as the neighbouring subtrees of one size, a power of two in number; `None` when there are none.
pub(crate) fn full_root(hashes: &[Digest]) -> Option<Digest> {
    debug_assert!(hashes.is_empty() || hashes.len().is_power_of_two(), "only whole subtrees have a root of their own");
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    row.pop()
}

/// The root over subtrees that become smaller from left to right, as the decomposition of a size gives them.
pub(crate) fn fold(peaks: &[Digest]) -> Option<Digest> {
    let (last, rest) = peaks.split_last()?;
    Some(rest.iter().rev().fold(*last, |right, left| node_hash(left, &right)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_entry_is_hashed_as_a_short_one() {
        for length in [0, 1, SHORT_BYTES - 1, SHORT_BYTES, SHORT_BYTES + 1, 70_000] {
            let entry = vec![7; length];
            assert_eq!(leaf_hash(&entry), Digest::of(&[&[0], entry.as_slice()].concat()), "{length} bytes");
        }
    }
}
