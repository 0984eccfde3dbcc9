//! Which ranges of leaves a proof is made of (RFC 6962 §2.1.1, §2.1.2), and which whole subtrees cover a range.

use std::ops::Range;

/// A whole subtree: 2^`height` leaves, the `number`th of that height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subtree {
    pub(crate) height: u32,
    pub(crate) number: u64,
}

/// The whole subtrees that cover `range`, left to right. The range starts where a subtree of its size may start.
pub(crate) fn subtrees(range: Range<u64>) -> impl Iterator<Item = Subtree> {
    let mut start = range.start;
    std::iter::from_fn(move || {
        let height = (range.end - start).checked_ilog2()?;
        let subtree = Subtree { height, number: start >> height };
        debug_assert_eq!(subtree.number << height, start, "the parts of a proof are aligned");
        start += 1 << height;
        Some(subtree)
    })
}

/// Where a range is split in two: at the largest power of two that leaves something on the right.
fn middle(range: &Range<u64>) -> u64 {
    range.start + (1 << (range.end - range.start - 1).ilog2())
}

/// The ranges whose roots prove that leaf `index` is among the first `size`, next to the leaf first.
pub(crate) fn inclusion(index: u64, size: u64) -> Vec<Range<u64>> {
    let mut range = 0..size;
    let mut siblings = Vec::new();
    while range.end - range.start > 1 {
        let middle = middle(&range);
        if index < middle {
            siblings.push(middle..range.end);
            range.end = middle;
        } else {
            siblings.push(range.start..middle);
            range.start = middle;
        }
    }
    siblings.reverse();
    siblings
}

/// The ranges whose roots prove that the first `old` of `new` leaves are those of the older tree.
pub(crate) fn consistency(old: u64, new: u64) -> Vec<Range<u64>> {
    if old == 0 || old == new {
        return Vec::new();
    }
    let mut range = 0..new;
    let mut parts = Vec::new();
    while old != range.end {
        let middle = middle(&range);
        if old <= middle {
            parts.push(middle..range.end);
            range.end = middle;
        } else {
            parts.push(range.start..middle);
            range.start = middle;
        }
    }
    // When it is the whole older tree, whoever checks has its root already.
    if range.start > 0 {
        parts.push(range);
    }
    parts.reverse();
    parts
}
