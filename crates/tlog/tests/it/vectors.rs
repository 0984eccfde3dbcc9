//! Published vectors: RFC 6962 as its reference implementation tests it, C2SP signed notes.

use waarborg_base::{Digest, from_hex};
use waarborg_tlog::{
    Algorithm, Frontier, Note, SigningKey, VerifierKey, empty_root, leaf_hash, prove_consistency, prove_inclusion, root,
};

use crate::trees::Grown;

const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

fn published_tree() -> Grown {
    let mut tree = Grown::default();
    for leaf in LEAVES {
        tree.push(leaf_hash(leaf));
    }
    tree
}

fn hex(hashes: &[Digest]) -> Vec<String> {
    hashes.iter().map(Digest::to_string).collect()
}

#[test]
fn the_roots_are_those_published() {
    let expected = [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ];
    assert_eq!(empty_root().to_string(), expected[0].1);
    for (size, expected) in expected {
        let mut frontier = Frontier::new();
        LEAVES[..size].iter().for_each(|leaf| frontier.push(leaf_hash(leaf)).unwrap());
        assert_eq!(frontier.root().to_string(), expected, "{size} leaves, pushed");
        assert_eq!(
            root(&mut published_tree(), size as u64).unwrap().to_string(),
            expected,
            "{size} leaves, from tiles"
        );
    }
}

#[test]
fn the_inclusion_proof_is_the_one_published() {
    assert_eq!(
        hex(&prove_inclusion(&mut published_tree(), 5, 8).unwrap()),
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
}

#[test]
fn the_consistency_proofs_are_those_published() {
    let check = |old, new, expected: &[&str]| {
        assert_eq!(hex(&prove_consistency(&mut published_tree(), old, new).unwrap()), expected, "{old} to {new}");
    };
    check(1, 1, &[]);
    check(
        1,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    );
    check(
        6,
        8,
        &[
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    );
    check(
        2,
        5,
        &[
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    );
}

#[test]
fn a_published_key_has_its_published_id() {
    for text in [
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ] {
        let key: VerifierKey = text.parse().unwrap();
        assert_eq!(key.to_string(), text);
        assert_eq!(VerifierKey::new(key.name(), Algorithm::Ed25519, *key.public()), Ok(key));
    }
}

/// The example of Go's `golang.org/x/mod/sumdb/note`.
#[test]
fn the_published_note_is_read_verified_and_signed_again_to_the_byte() {
    let published = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".parse().unwrap();
    let note = Note::parse(published.as_bytes()).unwrap();
    assert_eq!(note.verify(&[key]).unwrap().len(), 1);
    assert_eq!(note.to_string(), published);

    // The seed inside PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz.
    let seed = from_hex("810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173").unwrap();
    let signer = SigningKey::from_seed("PeterNeumann", &seed).unwrap();
    assert_eq!(Note::sign(note.text(), &[&signer]).unwrap(), note);
}
