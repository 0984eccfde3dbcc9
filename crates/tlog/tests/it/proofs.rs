//! Every proof made from tiles is the proof of the RFC, is accepted, and is refused as soon as anything about it changes.

use proptest::prelude::*;
use waarborg_base::Digest;
use waarborg_tlog::{
    Edge, Error, Frontier, MAX_SIZE, TileId, Tiles, empty_root, leaf_hash, prove_consistency, prove_inclusion, root,
    verify_consistency, verify_inclusion,
};

use crate::naive;
use crate::trees::{Grown, Marked};

#[test]
fn each_leaf_of_each_small_tree_is_proven_as_the_rfc_says() {
    let mut tree = Grown::to(300);
    for size in 1..=300 {
        let leaves = tree.leaves[..size].to_vec();
        let root = root(&mut tree, size as u64).unwrap();
        assert_eq!(root, naive::root(&leaves), "root of {size}");
        for (index, leaf) in leaves.iter().enumerate() {
            let proof = prove_inclusion(&mut tree, index as u64, size as u64).unwrap();
            assert_eq!(verify_inclusion(leaf, index as u64, size as u64, &proof, &root), Ok(()), "{index} of {size}");
            // The recursion of the RFC hashes everything anew: a part of all will do.
            if size < 70 || (index + size) % 29 == 0 {
                assert_eq!(proof, naive::inclusion(index, &leaves), "{index} of {size}");
            }
        }
    }
}

#[test]
fn each_step_between_small_trees_is_proven_as_the_rfc_says() {
    let mut tree = Grown::to(300);
    let roots: Vec<_> = (0..=300).map(|size| root(&mut tree, size).unwrap()).collect();
    for new in 0..=300 {
        for old in 0..=new {
            let proof = prove_consistency(&mut tree, old as u64, new as u64).unwrap();
            let verified = verify_consistency(old as u64, &roots[old], new as u64, &roots[new], &proof);
            assert_eq!(verified, Ok(()), "{old} to {new}");
            if old > 0 && (new < 70 || (old + new) % 29 == 0) {
                assert_eq!(proof, naive::consistency(old, &tree.leaves[..new]), "{old} to {new}");
            }
        }
    }
}

/// Each way to change one thing about a proof: a bit in each byte, a hash left out, doubled, or exchanged with its neighbour.
fn mutations(proof: &[Digest]) -> Vec<Vec<Digest>> {
    let mut all = vec![[proof, &[empty_root()]].concat()];
    for at in 0..proof.len() {
        for byte in 0..32 {
            let mut bytes = *proof[at].as_bytes();
            bytes[byte] ^= 1 << (byte % 8);
            let mut mutation = proof.to_vec();
            mutation[at] = Digest::from_bytes(bytes);
            all.push(mutation);
        }
        let (before, after) = proof.split_at(at);
        all.push([before, &after[1..]].concat());
        all.push([before, &after[..1], after].concat());
        if let [first, second, rest @ ..] = after {
            all.push([before, &[*second, *first], rest].concat());
        }
    }
    all
}

#[test]
fn a_changed_inclusion_proof_is_refused() {
    let mut tree = Grown::to(40);
    for size in 1..=40 {
        let root = root(&mut tree, size).unwrap();
        for index in 0..size {
            let leaf = tree.leaves[usize::try_from(index).unwrap()];
            let proof = prove_inclusion(&mut tree, index, size).unwrap();
            for mutation in mutations(&proof) {
                let verified = verify_inclusion(&leaf, index, size, &mutation, &root);
                assert_eq!(verified, Err(Error::Unproven), "{index} of {size}");
            }
            for other in (0..size).filter(|other| *other != index) {
                let verified = verify_inclusion(&leaf, other, size, &proof, &root);
                assert_eq!(verified, Err(Error::Unproven), "{index} of {size} as {other}");
            }
            assert_eq!(verify_inclusion(&empty_root(), index, size, &proof, &root), Err(Error::Unproven));
            assert_eq!(verify_inclusion(&leaf, index, size, &proof, &leaf_hash(b"other")), Err(Error::Unproven));
        }
        let beyond = verify_inclusion(&tree.leaves[0], size, size, &[], &root);
        assert_eq!(beyond, Err(Error::NoSuchLeaf { index: size, size }));
    }
}

#[test]
fn a_changed_consistency_proof_is_refused() {
    let mut tree = Grown::to(40);
    let roots: Vec<_> = (0..=40).map(|size| root(&mut tree, size).unwrap()).collect();
    let check = |old: usize, old_root: &Digest, new: usize, new_root: &Digest, proof: &[Digest]| {
        verify_consistency(old as u64, old_root, new as u64, new_root, proof)
    };
    for new in 0..=40 {
        for old in 0..=new {
            let proof = prove_consistency(&mut tree, old as u64, new as u64).unwrap();
            for mutation in mutations(&proof) {
                let verified = check(old, &roots[old], new, &roots[new], &mutation);
                assert_eq!(verified, Err(Error::Unproven), "{old} to {new}");
            }
            let other = leaf_hash(b"other");
            assert_eq!(check(old, &other, new, &roots[new], &proof), Err(Error::Unproven), "{old} to {new}");
            // A tree without leaves is the beginning of every tree.
            if old > 0 || new == 0 {
                assert_eq!(check(old, &roots[old], new, &other, &proof), Err(Error::Unproven), "{old} to {new}");
            }
        }
        let shrunk = check(new + 1, &roots[0], new, &roots[new], &[]);
        assert_eq!(shrunk, Err(Error::Shrunk { old: new as u64 + 1, new: new as u64 }));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_leaf_of_a_tree_of_any_size_is_proven(size in 1..=MAX_SIZE, shift in 0_u32..63, at in any::<prop::sample::Index>()) {
        let size = (size >> shift).max(1);
        let index = at.index(usize::try_from(size).unwrap()) as u64;
        let mut tree = Marked::at(index);
        let root = root(&mut tree, size).unwrap();
        let proof = prove_inclusion(&mut tree, index, size).unwrap();
        prop_assert_eq!(verify_inclusion(&tree.leaf(index), index, size, &proof, &root), Ok(()));
        prop_assert_eq!(verify_inclusion(&leaf_hash(b"plain"), index, size, &proof, &root), Err(Error::Unproven));
        let other = if index > 0 { index - 1 } else { index + 1 };
        prop_assert!(verify_inclusion(&tree.leaf(index), other, size, &proof, &root).is_err());
    }

    #[test]
    fn a_tree_of_any_size_is_proven_to_have_grown(new in 1..=MAX_SIZE, shift in 0_u32..63, at in any::<prop::sample::Index>()) {
        let new = (new >> shift).max(1);
        let old = at.index(usize::try_from(new).unwrap()) as u64 + 1;
        let mut tree = Marked::at(old - 1);
        let (old_root, new_root) = (root(&mut tree, old).unwrap(), root(&mut tree, new).unwrap());
        let proof = prove_consistency(&mut tree, old, new).unwrap();
        prop_assert_eq!(verify_consistency(old, &old_root, new, &new_root, &proof), Ok(()));
        // The same sizes, and another past.
        let other_root = root(&mut Marked::at(u64::MAX), old).unwrap();
        prop_assert!(verify_consistency(old, &other_root, new, &new_root, &proof).is_err());
    }

    #[test]
    fn an_edge_read_back_from_tiles_goes_on_as_if_it_had_stayed(size in 0_u64..=70_000) {
        // Beyond three levels the way is the same; 65,536 leaves fill two.
        let mut tree = Marked::at(size / 2);
        let frontier = Frontier::load(&mut tree, size).unwrap();
        prop_assert_eq!(frontier.root(), root(&mut tree, size).unwrap());
        let mut edge = Edge::load(&mut tree, size).unwrap();
        prop_assert_eq!(edge.frontier(), &frontier);
        for index in size..size + 300 {
            for tile in edge.push(tree.leaf(index)).unwrap() {
                prop_assert_eq!(&tile.hashes, &tree.tile(tile.at, 256).unwrap());
            }
        }
        prop_assert_eq!(edge.root(), root(&mut tree, size + 300).unwrap());
        for tile in edge.partial() {
            prop_assert_eq!(&tile.hashes, &tree.tile(tile.at, tile.at.width(size + 300)).unwrap());
        }
    }
}

#[test]
fn a_proof_at_ten_million_leaves_reads_a_handful_of_tiles() {
    let size = 10_000_000;
    for index in [0, 1, 255, 256, 65_535, 65_536, 4_999_999, 9_999_935, 9_999_999] {
        let mut tree = Marked::at(index);
        prove_inclusion(&mut tree, index, size).unwrap();
        assert!(tree.reads <= 6, "leaf {index}: {} tiles", tree.reads);
        let mut tree = Marked::at(index);
        prove_consistency(&mut tree, index + 1, size).unwrap();
        assert!(tree.reads <= 6, "from {}: {} tiles", index + 1, tree.reads);
    }
}

#[test]
fn what_a_tree_does_not_have_is_not_proven() {
    let mut tree = Grown::to(10);
    assert_eq!(prove_inclusion(&mut tree, 10, 10), Err(Error::NoSuchLeaf { index: 10, size: 10 }));
    assert_eq!(prove_inclusion(&mut tree, 0, 0), Err(Error::NoSuchLeaf { index: 0, size: 0 }));
    assert_eq!(prove_consistency(&mut tree, 11, 10), Err(Error::Shrunk { old: 11, new: 10 }));
    assert_eq!(prove_inclusion(&mut tree, 0, MAX_SIZE + 1), Err(Error::Full));
    assert_eq!(prove_consistency(&mut tree, 0, u64::MAX), Err(Error::Full));
    let narrow = Error::TileWidth { at: TileId { level: 0, number: 0 }, wanted: 11, found: 10 };
    assert_eq!(root(&mut tree, 11), Err(narrow));
}

#[test]
fn a_proof_that_stops_before_the_size_it_is_for_is_refused() {
    let mut tree = Grown::to(5);
    let [two, three] = [2, 3].map(|size| root(&mut tree, size).unwrap());
    let proof = prove_consistency(&mut tree, 2, 3).unwrap();
    assert_eq!(verify_consistency(2, &two, 3, &three, &proof), Ok(()));
    assert_eq!(verify_consistency(2, &two, 5, &three, &proof), Err(Error::Unproven), "three leaves said to be five");
    let proof = prove_inclusion(&mut tree, 0, 2).unwrap();
    assert_eq!(verify_inclusion(&tree.leaves[0], 0, 2, &proof, &two), Ok(()));
    assert_eq!(
        verify_inclusion(&tree.leaves[0], 0, 5, &proof, &two),
        Err(Error::Unproven),
        "two leaves said to be five"
    );
}

/// Gives whole tiles, however little was asked for.
struct TooMuch(Grown);

impl Tiles for TooMuch {
    type Error = Error;

    fn tile(&mut self, at: TileId, _: usize) -> Result<Vec<Digest>, Error> {
        self.0.tile(at, usize::MAX)
    }
}

#[test]
fn a_tile_wider_than_was_asked_for_is_refused() {
    let wide = Error::TileWidth { at: TileId { level: 0, number: 0 }, wanted: 7, found: 10 };
    assert_eq!(root(&mut TooMuch(Grown::to(10)), 7), Err(wide));
}
