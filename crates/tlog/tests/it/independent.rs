//! Other people's implementations check what ours makes, and ours checks what theirs makes: the crates `tlog_tiles` and
//! `signed_note`.

use std::cell::RefCell;

use proptest::prelude::*;
use signed_note::{StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::{Error, Hash, HashReader, Tile, TileHashReader, TileReader};
use waarborg_base::Digest;
use waarborg_tlog::{
    Checkpoint, Note, TileId, TilePath, Tiles as _, leaf_hash, prove_consistency, prove_inclusion, root,
    verify_consistency, verify_inclusion,
};

use crate::notes::{ORIGIN, log, signed};
use crate::trees::{Grown, entry};

fn theirs(hash: &Digest) -> Hash {
    Hash(*hash.as_bytes())
}

fn ours(hash: &Hash) -> Digest {
    Digest::from_bytes(hash.0)
}

fn all_theirs(hashes: &[Digest]) -> Vec<Hash> {
    hashes.iter().map(theirs).collect()
}

fn all_ours(hashes: &[Hash]) -> Vec<Digest> {
    hashes.iter().map(ours).collect()
}

/// A log that their crate grows and keeps in its own order.
#[derive(Default)]
struct Theirs(Vec<Hash>);

impl HashReader for Theirs {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        Ok(indexes.iter().map(|index| self.0[usize::try_from(*index).unwrap()]).collect())
    }
}

impl Theirs {
    fn to(size: u64) -> Self {
        let mut log = Self::default();
        for number in 0..size {
            let hashes = tlog_tiles::stored_hashes(number, &entry(number), &log).unwrap();
            log.0.extend(hashes);
        }
        log
    }
}

/// Our tiles, read as their crate reads tiles of a server.
struct OurTiles(RefCell<Grown>);

impl TileReader for OurTiles {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        let read = |tile: &Tile| {
            let path = our_path(tile);
            let Ok(TilePath::Hashes { at, width }) = path.parse() else { panic!("{path} is no tile of ours") };
            let hashes = self.0.borrow_mut().tile(at, width).unwrap();
            hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
        };
        Ok(tiles.iter().map(read).collect())
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

/// Their paths are those of Go's checksum database, which name the height and call entries data.
fn our_path(tile: &Tile) -> String {
    tile.path().replacen("tile/8/", "tile/", 1).replacen("tile/data/", "tile/entries/", 1)
}

#[test]
fn two_implementations_grow_the_same_tree_and_accept_each_others_proofs() {
    let (mut our_log, their_log) = (Grown::to(130), Theirs::to(130));
    let roots: Vec<_> = (0..=130).map(|size| root(&mut our_log, size).unwrap()).collect();
    for size in 1..=130_u64 {
        let new_root = roots[usize::try_from(size).unwrap()];
        assert_eq!(theirs(&new_root), tlog_tiles::tree_hash(size, &their_log).unwrap(), "root of {size}");
        for index in 0..size {
            let leaf = leaf_hash(&entry(index));
            let proof = prove_inclusion(&mut our_log, index, size).unwrap();
            let (new, record) = (theirs(&new_root), theirs(&leaf));
            tlog_tiles::check_record(&all_theirs(&proof), size, new, index, record).unwrap();
            let proof = all_ours(&tlog_tiles::prove_record(size, index, &their_log).unwrap());
            assert_eq!(verify_inclusion(&leaf, index, size, &proof, &new_root), Ok(()), "{index} of {size}");

            let old = index + 1;
            let old_root = roots[usize::try_from(old).unwrap()];
            let proof = prove_consistency(&mut our_log, old, size).unwrap();
            tlog_tiles::check_tree(&all_theirs(&proof), size, new, old, theirs(&old_root)).unwrap();
            let proof = all_ours(&tlog_tiles::prove_tree(size, old, &their_log).unwrap());
            assert_eq!(verify_consistency(old, &old_root, size, &new_root, &proof), Ok(()), "{old} to {size}");
        }
    }
}

#[test]
fn their_client_authenticates_our_tiles() {
    for size in [2, 255, 256, 257, 65_535, 65_536, 70_000] {
        let tree = Grown::to(size);
        let new_root = tree.edge.root();
        let tiles = OurTiles(RefCell::new(tree));
        let reader = TileHashReader::new(size, theirs(&new_root), &tiles);
        for index in [0, size / 2, size - 1] {
            let proof = all_ours(&tlog_tiles::prove_record(size, index, &reader).unwrap());
            assert_eq!(verify_inclusion(&leaf_hash(&entry(index)), index, size, &proof, &new_root), Ok(()));
            assert_eq!(proof, prove_inclusion(&mut *tiles.0.borrow_mut(), index, size).unwrap());
        }
        let altered = TileHashReader::new(size, theirs(&leaf_hash(b"other")), &tiles);
        assert!(tlog_tiles::prove_record(size, 0, &altered).is_err(), "the check above can fail");
    }
}

#[test]
fn their_note_and_ours_are_the_same_bytes() {
    let note = signed(&Grown::to(21));
    let key = StandardVerifier::new(&log().verifier().to_string()).unwrap();
    let read = signed_note::Note::from_bytes(note.to_string().as_bytes()).unwrap();
    let (verified, _) = read.verify(&VerifierList::new(vec![Box::new(key)])).unwrap();
    assert_eq!(verified.len(), 1);
    assert_eq!(read.to_bytes(), note.to_string().as_bytes());

    let secret = [&[1], [1; 32].as_slice()].concat();
    let secret = format!("PRIVATE+KEY+{ORIGIN}+{}+{}", log().verifier().id(), base64(&secret));
    let mut made = signed_note::Note::new(note.text().as_bytes(), &[]).unwrap();
    made.add_sigs(&[&StandardSigner::new(&secret).unwrap()]).unwrap();
    assert_eq!(Note::parse(&made.to_bytes()), Ok(note));
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

proptest! {
    #[test]
    fn their_checkpoint_and_ours_are_the_same_bytes(
        origin in "[a-z./]{1,20}",
        size in 0..=waarborg_tlog::MAX_SIZE,
        root in any::<[u8; 32]>(),
        extensions in prop::collection::vec("[ -~]{1,20}", 0..3),
    ) {
        let mut checkpoint = Checkpoint::new(&origin, size, Digest::from_bytes(root));
        checkpoint.extensions = extensions;
        let read = tlog_tiles::Checkpoint::from_bytes(checkpoint.to_string().as_bytes()).unwrap();
        prop_assert_eq!((read.origin(), read.size(), read.hash()), (origin.as_str(), size, &Hash(root)));
        let text = String::from_utf8(read.to_bytes()).unwrap();
        prop_assert_eq!(text.parse(), Ok(checkpoint));
    }

    #[test]
    fn their_path_and_ours_are_the_same(level in 0_u8..64, number in any::<u64>(), shift in 0_u32..64, width in 1_usize..=256) {
        let number = number >> shift;
        let width_there = u32::try_from(width).unwrap();
        let path = TileId { level, number }.path(width).to_string();
        prop_assert_eq!(&path, &our_path(&Tile::new(8, level, number, width_there, false)));
        let path = TilePath::Entries { number, width }.to_string();
        prop_assert_eq!(&path, &our_path(&Tile::new(8, 0, number, width_there, true)));
    }
}
