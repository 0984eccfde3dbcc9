//! No bytes make a parser panic, and what is read is written as it was read.

use proptest::prelude::*;
use waarborg_tlog::witness::{Answer, Request};
use waarborg_tlog::{
    Checkpoint, Frontier, Note, TilePath, TlogProof, VerifierKey, decode_entries, encode_entries, prove_consistency,
};

use crate::notes::{receipt, signed};
use crate::trees::Grown;

fn read_all(bytes: &[u8]) {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes);
    }
    if let Ok(proof) = TlogProof::parse(bytes) {
        assert_eq!(proof.to_string().as_bytes(), bytes);
    }
    if let Ok(request) = Request::parse(bytes) {
        assert_eq!(request.to_string().as_bytes(), bytes);
    }
    if let Ok(frontier) = Frontier::from_bytes(bytes) {
        assert_eq!(frontier.to_bytes(), bytes);
    }
    if let Ok(entries) = decode_entries(bytes) {
        assert_eq!(encode_entries(entries).unwrap(), bytes);
    }
    for status in [200, 409, 500] {
        drop(Answer::parse(status, bytes));
    }
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Ok(checkpoint) = text.parse::<Checkpoint>() {
        assert_eq!(checkpoint.to_string(), text);
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(path) = text.parse::<TilePath>() {
        assert_eq!(path.to_string(), text);
    }
}

fn good_texts() -> Vec<String> {
    let mut tree = Grown::to(40);
    let proof = prove_consistency(&mut tree, 7, 40).unwrap();
    let note = signed(&tree);
    let receipt = receipt().0;
    vec![
        note.text().to_owned(),
        receipt.checkpoint.to_string(),
        receipt.to_string(),
        TlogProof { extra: None, ..receipt }.to_string(),
        Request::new(7, proof, note).unwrap().to_string(),
        "tile/0/x001/x234/067.p/12".to_owned(),
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k".to_owned(),
        "40\n".to_owned(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_all(&bytes);
    }

    #[test]
    fn any_lines_are_read_or_refused(lines in prop::collection::vec("(— [a-z]{1,3} )?[ -~é]{0,48}=?", 0..8)) {
        read_all(format!("{}\n", lines.join("\n")).as_bytes());
    }

    #[test]
    fn a_damaged_text_is_read_or_refused(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..4), 1..4),
    ) {
        let texts = good_texts();
        let mut bytes = texts[which.index(texts.len())].clone().into_bytes();
        for (at, byte, how) in damage {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at),
            }
        }
        read_all(&bytes);
    }
}

#[test]
fn good_texts_are_read() {
    let texts = good_texts();
    for text in &texts {
        read_all(text.as_bytes());
    }
    assert!(texts[0].parse::<Checkpoint>().is_ok());
    assert!(Note::parse(texts[1].as_bytes()).is_ok());
    assert!(TlogProof::parse(texts[2].as_bytes()).is_ok());
    assert!(TlogProof::parse(texts[3].as_bytes()).is_ok());
    assert!(Request::parse(texts[4].as_bytes()).is_ok());
}

#[test]
fn a_proof_of_more_hashes_than_a_path_can_have_is_refused() {
    let hash = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n";
    let note = signed(&Grown::to(3));
    let request = |hashes: usize| Request::parse(format!("old 1\n{}\n{note}", hash.repeat(hashes)).as_bytes());
    assert_eq!(request(63).unwrap().proof().len(), 63);
    assert!(request(64).is_err());
    for head in ["", "old 01\n", "old -1\n", "old\n", "Old 1\n", "old 1 \n", "old 1\nold 1\n", "old 1\r\n"] {
        assert!(Request::parse(format!("{head}\n{note}").as_bytes()).is_err(), "{head:?}");
    }
}
