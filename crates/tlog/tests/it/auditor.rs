//! What an auditor finds in a log that was tampered with, and where.

use waarborg_base::Digest;
use waarborg_tlog::{Auditor, Error, TileId, empty_root, leaf_hash};

use crate::naive;
use crate::trees::{Grown, entry};

const SIZE: u64 = 600;

fn entries() -> Vec<Vec<u8>> {
    (0..SIZE).map(entry).collect()
}

fn root_at(size: usize) -> (u64, Digest) {
    let leaves: Vec<_> = entries().iter().take(size).map(|entry| leaf_hash(entry)).collect();
    (size as u64, naive::root(&leaves))
}

fn audit(entries: &[Vec<u8>], known: &[(u64, Digest)]) -> Result<waarborg_tlog::Audited, Error> {
    let mut auditor = Auditor::new(known.iter().copied())?;
    for entry in entries {
        auditor.entry(entry)?;
    }
    auditor.finish()
}

#[test]
fn an_untouched_log_fits_each_checkpoint() {
    let known: Vec<_> = [0, 1, 2, 100, 255, 256, 257, 512, 600].into_iter().map(root_at).collect();
    let audited = audit(&entries(), &known).unwrap();
    assert_eq!((audited.size, audited.root, audited.good_until), (SIZE, root_at(600).1, SIZE));
    assert_eq!(audit(&[], &[]).unwrap().root, empty_root());
    assert_eq!(audit(&entries(), &known[..3]).unwrap().good_until, 2);
}

#[test]
fn each_tampering_is_found_between_two_checkpoints() {
    let known = [root_at(100), root_at(300), root_at(600)];
    let found = |tamper: &dyn Fn(&mut Vec<Vec<u8>>)| {
        let mut log = entries();
        tamper(&mut log);
        audit(&log, &known).unwrap_err()
    };
    let between = Error::RootDiffers { size: 300, good_until: 100 };
    for at in [100, 101, 255, 256, 299] {
        assert_eq!(found(&|log| log[at][0] ^= 1), between, "changed {at}");
        assert_eq!(found(&|log| log[at].clear()), between, "emptied {at}");
        assert_eq!(found(&|log| drop(log.remove(at))), between, "removed {at}");
        assert_eq!(found(&|log| log.insert(at, entry(0))), between, "inserted at {at}");
    }
    assert_eq!(found(&|log| log.swap(150, 151)), between);
    assert_eq!(found(&|log| log.swap(99, 300)), Error::RootDiffers { size: 100, good_until: 0 });
    assert_eq!(found(&|log| log.truncate(299)), Error::CutOff { found: 299, size: 300 });
    assert_eq!(found(&|log| log.truncate(599)), Error::CutOff { found: 599, size: 600 });
    assert_eq!(found(&Vec::clear), Error::CutOff { found: 0, size: 100 });
}

#[test]
fn two_histories_are_not_both_true() {
    let (size, root) = root_at(10);
    assert_eq!(Auditor::new([(size, root), (size, empty_root())]).unwrap_err(), Error::SplitView { size });
    assert!(Auditor::new([(size, root), (size, root)]).is_ok());
    assert_eq!(Auditor::new([(0, root)]).unwrap_err(), Error::RootDiffers { size: 0, good_until: 0 });
}

#[test]
fn a_stored_hash_that_differs_names_the_leaf() {
    let tree = Grown::to(SIZE);
    for bad in [0, 1, 255, 256, 511, 512, 599] {
        let mut log = entries();
        log[bad].push(b'!');
        let mut auditor = Auditor::new([]).unwrap();
        let error = log.iter().zip(&tree.leaves).find_map(|(entry, stored)| auditor.entry_with(entry, stored).err());
        let (position, number) = (bad as u64, bad as u64 / 256);
        assert_eq!(error, Some(Error::Differs { position, at: TileId { level: 0, number } }));
    }
}

#[test]
fn a_stored_tile_that_differs_names_the_leaf() {
    let mut tree = Grown::to(70_000);
    let audit = |tree: &Grown| {
        let mut auditor = Auditor::new([])?;
        for number in 0..70_000 {
            for tile in auditor.entry(&entry(number))? {
                tile.compare(&tree.full[&tile.at])?;
            }
        }
        auditor.edge().partial().zip(tree.edge.partial()).try_for_each(|(ours, theirs)| ours.compare(&theirs.hashes))
    };
    assert_eq!(audit(&tree), Ok(()));
    for (level, number, place, position) in [(0, 0, 0, 0), (0, 200, 17, 51_217), (1, 0, 255, 65_280), (1, 0, 3, 768)] {
        let at = TileId { level, number };
        let hash = std::mem::replace(&mut tree.full.get_mut(&at).unwrap()[place], empty_root());
        assert_eq!(audit(&tree), Err(Error::Differs { position, at }));
        tree.full.get_mut(&at).unwrap()[place] = hash;
    }
    let at = TileId { level: 0, number: 7 };
    let last = tree.full.get_mut(&at).unwrap().pop().unwrap();
    assert_eq!(audit(&tree), Err(Error::Differs { position: 7 * 256 + 255, at }), "a tile that was cut");
    tree.full.get_mut(&at).unwrap().extend([last, last]);
    assert_eq!(audit(&tree), Err(Error::Differs { position: 8 * 256, at }), "a tile that was stretched");
}
