use proptest::prelude::*;

use super::*;
use crate::{Error, FileFault, KeyKind, Root, RootFile, RootKey, describe, share::Share};

type Files = Vec<(String, Vec<u8>)>;

struct Kept {
    ctx: Ctx,
    root: RootKey,
    ring: Ring,
    files: Files,
}

fn kept() -> Kept {
    let (mut ctx, ring, _) = ring_and_key();
    let root = RootKey::generate(&mut ctx);
    let files = ring.files(&mut ctx, &root).unwrap();
    Kept { ctx, root, ring, files }
}

/// The file that was refused, and why.
fn refused(files: &Files, root: &RootKey) -> (String, FileFault) {
    match Ring::open(files, root) {
        Err(Error::KeyFile { file, fault }) => (file, fault),
        Err(other) => panic!("refused without naming a file: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

fn at(files: &Files, name: &str) -> usize {
    files.iter().position(|(file, _)| file == name).unwrap()
}

#[test]
fn a_ring_opens_from_its_files_with_every_key() {
    let Kept { mut ctx, root, mut ring, .. } = kept();
    ring.next_epoch(&mut ctx);
    let mut files = ring.files(&mut ctx, &root).unwrap();
    files.reverse();
    let again = Ring::open(&files, &root).unwrap();
    assert_eq!((again.id(), again.newest_epoch()), (ring.id(), 2));
    let key = PersonKey::generate(&mut ctx);
    let wrapped = ring.wrap(&mut ctx, ANNA, &key);
    assert_eq!(again.unwrap(ANNA, wrapped.epoch, &wrapped.bytes).unwrap().id(), key.id());
    assert_eq!(again.ledger_seed(), ring.ledger_seed());
    assert_eq!(again.pepper().tag(b"x"), ring.pepper().tag(b"x"));
    assert_eq!(again.index().term("f", b"x"), ring.index().term("f", b"x"));
    assert_eq!(again.suppression().term("f", b"x"), ring.suppression().term("f", b"x"));
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    let expected =
        ["ledger.key", "pepper.key", "suppression.key", "index.key", "epoch-0000000002.key", "epoch-0000000001.key"];
    assert_eq!(names, expected);
}

#[test]
fn a_changed_bit_in_any_key_file_is_refused_by_its_name() {
    let Kept { root, files, .. } = kept();
    for (number, (name, bytes)) in files.iter().enumerate() {
        for (byte, changed) in flips(bytes) {
            let mut files = files.clone();
            files[number].1 = changed;
            assert_eq!(refused(&files, &root).0, *name, "byte {byte}");
        }
    }
}

/// Whoever changes a file on purpose also makes its checksum right again.
#[test]
fn a_forged_key_file_is_refused_by_its_name() {
    let Kept { root, files, .. } = kept();
    for (number, (name, bytes)) in files.iter().enumerate() {
        let (body, _) = bytes.split_at(bytes.len() - 16);
        for (byte, mut changed) in flips(body) {
            let sum = waarborg_base::Digest::of(&changed);
            changed.extend_from_slice(&sum.as_bytes()[..16]);
            let mut files = files.clone();
            files[number].1 = changed;
            assert_eq!(refused(&files, &root).0, *name, "byte {byte}");
        }
    }
}

#[test]
fn a_cut_or_longer_key_file_is_refused_by_its_name() {
    let Kept { root, files, .. } = kept();
    for (number, (name, bytes)) in files.iter().enumerate() {
        for length in 0..bytes.len() {
            let mut files = files.clone();
            files[number].1.truncate(length);
            assert_eq!(refused(&files, &root).0, *name, "cut at {length}");
        }
        let mut files = files.clone();
        files[number].1.push(0);
        let lengths = FileFault::Length { expected: bytes.len(), found: bytes.len() + 1 };
        assert_eq!(refused(&files, &root), (name.clone(), lengths));
    }
}

#[test]
fn a_lost_key_file_is_named_and_nothing_takes_its_place() {
    let Kept { root, files, .. } = kept();
    for (number, (name, _)) in files.iter().enumerate() {
        let mut files = files.clone();
        files.remove(number);
        let named = if number == 0 { "epoch-*.key" } else { name };
        assert_eq!(refused(&files, &root), (named.to_owned(), FileFault::Missing));
    }
    assert_eq!(refused(&Vec::new(), &root).1, FileFault::Missing);
}

#[test]
fn swapped_and_copied_key_files_are_refused_by_name() {
    let Kept { root, files, .. } = kept();
    let (index, pepper) = (at(&files, "index.key"), at(&files, "pepper.key"));

    let mut swapped = files.clone();
    swapped[index].1 = files[pepper].1.clone();
    swapped[pepper].1 = files[index].1.clone();
    let belongs_in = "pepper.key".to_owned();
    assert_eq!(refused(&swapped, &root), ("index.key".to_owned(), FileFault::Swapped { belongs_in }));

    let mut copied = files.clone();
    copied.insert(0, ("index (1).key".to_owned(), files[index].1.clone()));
    let other = "index.key".to_owned();
    assert_eq!(refused(&copied, &root), ("index (1).key".to_owned(), FileFault::Twice { other }));

    let mut renamed = files.clone();
    renamed[0].0 = "epoch-0000000009.key".to_owned();
    assert!(matches!(refused(&renamed, &root), (name, FileFault::Swapped { .. }) if name == "epoch-0000000009.key"));
}

#[test]
fn a_key_file_of_another_installation_is_refused_by_name() {
    let Kept { mut ctx, root, ring, mut files } = kept();
    let other = Ring::create(&mut ctx);
    let pepper = at(&files, "pepper.key");
    files[pepper] = other.file(&mut ctx, &root, KeyKind::Pepper).unwrap();
    let fault = FileFault::ForeignRing { ring: other.id(), expected: ring.id() };
    assert_eq!(refused(&files, &root), ("pepper.key".to_owned(), fault));
}

#[test]
fn a_key_file_under_another_root_is_refused_by_name() {
    let Kept { mut ctx, root, ring, mut files } = kept();
    let other = RootKey::generate(&mut ctx);
    let wrong = FileFault::WrongRoot { sealed_under: root.id(), root: other.id() };
    assert_eq!(refused(&files, &other).1, wrong);
    let ledger = at(&files, "ledger.key");
    files[ledger] = ring.file(&mut ctx, &other, KeyKind::Ledger).unwrap();
    let wrong = FileFault::WrongRoot { sealed_under: other.id(), root: root.id() };
    assert_eq!(refused(&files, &root), ("ledger.key".to_owned(), wrong));
}

#[test]
fn a_key_file_of_a_later_version_or_kind_is_refused_by_name() {
    let Kept { root, files, .. } = kept();
    let with = |at: usize, byte: u8| {
        let mut bytes = files[1].1.clone();
        bytes[at] = byte;
        let body = bytes.len() - 16;
        let sum = waarborg_base::Digest::of(&bytes[..body]);
        bytes[body..].copy_from_slice(&sum.as_bytes()[..16]);
        let mut files = files.clone();
        files[1].1 = bytes;
        refused(&files, &root)
    };
    assert_eq!(with(8, 2), ("index.key".to_owned(), FileFault::UnknownVersion { version: 2 }));
    assert_eq!(with(9, 9), ("index.key".to_owned(), FileFault::UnknownKind { kind: 9 }));
    let mut stray = files.clone();
    stray.push(("notes.key".to_owned(), b"the passphrase is on the fridge".to_vec()));
    assert_eq!(refused(&stray, &root), ("notes.key".to_owned(), FileFault::NotAKeyFile));
}

/// The check value is what tells, when the root itself seals another key under the same head.
#[test]
fn a_key_file_that_holds_another_key_than_its_head_says_is_refused_by_name() {
    let Kept { mut ctx, root, mut files, .. } = kept();
    let head = files[1].1[..62].to_vec();
    let sealed = root.wrap(&mut ctx, &head, &[7; 32]).unwrap();
    let length = u16::try_from(sealed.len()).unwrap().to_be_bytes();
    let body = [&head[..], &length, &sealed].concat();
    files[1].1 = [&body[..], &waarborg_base::Digest::of(&body).as_bytes()[..16]].concat();
    assert_eq!(refused(&files, &root), ("index.key".to_owned(), FileFault::Altered));
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(
        bytes: Vec<u8>,
        text in ".{0,200}",
        words in "(waarborg-share-1|waarborg-root-1)( (root|group|key|value)=[0-9a-fé]{0,63}){0,7}",
    ) {
        let root = RootKey::from_bytes(&[7; 32]);
        let headed = [&b"WAARBKEY\x01\x02"[..], &bytes].concat();
        prop_assert!(Ring::open(&[("index.key".to_owned(), bytes)], &root).is_err());
        prop_assert!(Ring::open(&[("index.key".to_owned(), headed)], &root).is_err());
        let check = &waarborg_base::Digest::of(words.as_bytes()).to_string()[..8];
        for line in [&text, &words, &format!("{words} check={check}")] {
            prop_assert!(Share::parse(line).is_err() && RootFile::read(line.as_bytes()).is_err());
        }
    }
}

#[test]
fn a_key_file_describes_itself_without_the_root() {
    let mut ctx = Ctx::for_test(40);
    let (ring, root) = (crate::Ring::create(&mut ctx), RootKey::generate(&mut ctx));
    for (name, bytes) in ring.files(&mut ctx, &root).unwrap() {
        let described = describe(&name, &bytes).unwrap();
        assert_eq!((described.kind.file_name(), described.ring, described.root), (name.clone(), ring.id(), root.id()));
        assert!(describe(&name, &bytes[1..]).is_err() && describe(&name, &bytes[..bytes.len() - 1]).is_err());
    }
}
