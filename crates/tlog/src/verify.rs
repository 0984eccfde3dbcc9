use waarborg_base::Digest;

use crate::{Error, empty_root, node_hash};

/// Checks that the leaf with this hash is at `index` in the tree of `size` leaves with this root (RFC 9162 §2.1.3.2).
/// [`Error::NoSuchLeaf`] for an index outside the tree, else [`Error::Unproven`].
pub fn verify_inclusion(leaf: &Digest, index: u64, size: u64, proof: &[Digest], root: &Digest) -> Result<(), Error> {
    if index >= size {
        return Err(Error::NoSuchLeaf { index, size });
    }
    // `at` and `last` are the places of the leaf and of the last leaf, on the level that the walk has reached.
    let (mut at, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return Err(Error::Unproven);
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            // At the right edge a node without sibling moves up unchanged.
            let skipped = if at & 1 == 1 { 0 } else { at.trailing_zeros() };
            (at, last) = (at.unbounded_shr(skipped), last.unbounded_shr(skipped));
        } else {
            hash = node_hash(&hash, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    same(last == 0 && hash == *root)
}

/// Checks that the tree of `new` leaves only added to the one of `old` leaves (RFC 9162 §2.1.4.2). A tree without leaves is the
/// beginning of every tree, and a tree of itself; neither takes a proof. [`Error::Shrunk`] when `old` is the larger, else
/// [`Error::Unproven`].
pub fn verify_consistency(
    old: u64,
    old_root: &Digest,
    new: u64,
    new_root: &Digest,
    proof: &[Digest],
) -> Result<(), Error> {
    if old > new {
        return Err(Error::Shrunk { old, new });
    }
    if old == 0 {
        let empty = empty_root();
        return same(proof.is_empty() && *old_root == empty && (new > 0 || *new_root == empty));
    }
    if old == new {
        return same(proof.is_empty() && old_root == new_root);
    }
    // The walk starts at the largest whole subtree at the right edge of the older tree.
    let skipped = (old - 1).trailing_ones();
    let (mut at, mut last) = ((old - 1) >> skipped, (new - 1) >> skipped);
    let mut steps = proof.iter();
    // Where the older tree is one whole subtree, its root is known and not in the proof.
    let Some(start) = (if old.is_power_of_two() { Some(old_root) } else { steps.next() }) else {
        return Err(Error::Unproven);
    };
    let (mut older, mut newer) = (*start, *start);
    for sibling in steps {
        if last == 0 {
            return Err(Error::Unproven);
        }
        if at & 1 == 1 || at == last {
            older = node_hash(sibling, &older);
            newer = node_hash(sibling, &newer);
            let skipped = if at & 1 == 1 { 0 } else { at.trailing_zeros() };
            (at, last) = (at.unbounded_shr(skipped), last.unbounded_shr(skipped));
        } else {
            newer = node_hash(&newer, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    same(last == 0 && older == *old_root && newer == *new_root)
}

fn same(holds: bool) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::Unproven) }
}
