//! Who signed what: notes, checkpoints, cosignatures, offline proofs.

use waarborg_base::Digest;
use waarborg_tlog::{
    Checkpoint, Cosigner, Error, Note, SigningKey, TlogProof, VerifierKey, empty_root, leaf_hash, prove_inclusion,
};

use crate::trees::{Grown, entry};

pub(crate) const ORIGIN: &str = "ledger.example/log";

pub(crate) fn log() -> SigningKey {
    SigningKey::from_seed(ORIGIN, &[1; 32]).unwrap()
}

pub(crate) fn cosigner() -> Cosigner {
    Cosigner::from_seed("witness.example", &[2; 32]).unwrap()
}

fn keys() -> [VerifierKey; 2] {
    [log().verifier().clone(), cosigner().verifier().clone()]
}

pub(crate) fn signed(tree: &Grown) -> Note {
    Checkpoint::new(ORIGIN, tree.edge.size(), tree.edge.root()).sign(&log()).unwrap()
}

/// A receipt as a reporter gets it, cosigned, with the entry it is about.
pub(crate) fn receipt() -> (TlogProof, Vec<u8>) {
    let mut tree = Grown::to(40);
    let note = signed(&tree);
    let cosignature = cosigner().cosign(note.text(), 1_795_345_200).unwrap();
    let proof = prove_inclusion(&mut tree, 17, 40).unwrap();
    let checkpoint = note.with(cosignature).unwrap();
    (TlogProof { extra: Some(b"salt".to_vec()), index: 17, proof, checkpoint }, entry(17))
}

#[test]
fn a_note_is_by_whom_it_says() {
    let note = receipt().0.checkpoint;
    let keys = keys();
    let verified = note.verify(&keys).unwrap();
    assert_eq!(
        verified.iter().map(|one| (one.key, one.seconds)).collect::<Vec<_>>(),
        [(&keys[0], None), (&keys[1], Some(1_795_345_200))]
    );
    assert_eq!(note.verify(&keys[1..]).unwrap().len(), 1);
    assert_eq!(note.verify(&[]), Err(Error::Unsigned));
}

#[test]
fn a_key_that_is_not_known_says_nothing_and_one_that_is_must_be_right() {
    let stranger = SigningKey::from_seed("stranger.example", &[3; 32]).unwrap();
    let namesake = SigningKey::from_seed(ORIGIN, &[4; 32]).unwrap();
    let note = Note::sign("text\n", &[&stranger, &namesake, &log()]).unwrap();
    assert_eq!(note.verify(&keys()).unwrap().len(), 1);
    assert_eq!(Note::sign("text\n", &[&stranger, &namesake]).unwrap().verify(&keys()), Err(Error::Unsigned));

    let other_text = log().sign("other text\n").unwrap();
    let keys = keys();
    let bad = note.with(other_text).unwrap().verify(&keys);
    assert_eq!(
        bad,
        Err(Error::BadSignature { name: ORIGIN.to_owned() }),
        "one good signature does not excuse a bad one"
    );
}

#[test]
fn a_witness_cannot_sign_in_the_name_of_the_log() {
    // The same secret and name, for the other use: another key id, so a signature is never taken for the other.
    let twin = Cosigner::from_seed(ORIGIN, &[1; 32]).unwrap();
    let text = Checkpoint::new(ORIGIN, 0, empty_root()).to_string();
    let note = Note::sign(&text, &[&SigningKey::from_seed("x", &[9; 32]).unwrap()]).unwrap();
    let note = note.with(twin.cosign(&text, 1).unwrap()).unwrap();
    let keys = [log().verifier().clone(), twin.verifier().clone()];
    assert_eq!(note.verify(&keys).unwrap().len(), 1);
    assert_eq!(Checkpoint::open(&note, ORIGIN, &keys), Err(Error::Unsigned));
}

#[test]
fn a_note_with_any_byte_changed_is_refused() {
    let text = signed(&Grown::to(5)).to_string().into_bytes();
    let keys = keys();
    for at in 0..text.len() {
        for change in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
            let mut changed = text.clone();
            changed[at] ^= change;
            let verified = Note::parse(&changed).and_then(|note| note.verify(&keys).map(drop));
            assert!(verified.is_err(), "byte {at} changed by {change}: {}", String::from_utf8_lossy(&changed));
        }
        let verified = Note::parse(&text[..at]).and_then(|note| note.verify(&keys).map(drop));
        assert!(verified.is_err(), "cut at {at}");
    }
    assert!(Note::parse(&[&text[..], b"\n"].concat()).is_err());
}

#[test]
fn a_receipt_with_any_byte_changed_proves_nothing() {
    let (receipt, entry) = receipt();
    let log_key = [log().verifier().clone()];
    let all = keys();
    let text = receipt.to_string().into_bytes();
    assert_eq!(TlogProof::parse(&text).as_ref(), Ok(&receipt));
    assert_eq!(receipt.verify(&entry, ORIGIN, &log_key).unwrap().size, 40);
    assert!(receipt.verify(b"another entry", ORIGIN, &log_key).is_err());
    assert!(receipt.verify(&entry, "another.example/log", &log_key).is_err());

    // `extra` is not signed: it is what the log adds, and the entry says whether it is right.
    let signed_from = text.windows(5).position(|window| window == b"index").unwrap();
    for at in (0..text.len()).filter(|at| *at >= signed_from || *at < 23) {
        for change in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
            let mut changed = text.clone();
            changed[at] ^= change;
            let verified = TlogProof::parse(&changed).and_then(|changed| {
                changed.verify(&entry, ORIGIN, &log_key)?;
                changed.checkpoint.verify(&all).and_then(|by| if by.len() == 2 { Ok(()) } else { Err(Error::Unsigned) })
            });
            assert!(verified.is_err(), "byte {at} changed by {change}: {}", String::from_utf8_lossy(&changed));
        }
    }
}

#[test]
fn the_checkpoint_of_another_log_is_not_ours() {
    let note = Checkpoint::new("other.example/log", 0, empty_root()).sign(&log()).unwrap();
    let found = "other.example/log".to_owned();
    assert_eq!(Checkpoint::open(&note, ORIGIN, &keys()), Err(Error::Origin { wanted: ORIGIN.to_owned(), found }));
}

#[test]
fn a_checkpoint_is_written_as_the_specification_writes_it() {
    let mut checkpoint = Checkpoint::new("example.com/behind-the-sofa", 20_852_163, leaf_hash(b""));
    let text = "example.com/behind-the-sofa\n20852163\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n";
    assert_eq!(checkpoint.to_string(), text);
    assert_eq!(text.parse(), Ok(checkpoint.clone()));
    checkpoint.extensions = vec!["one".to_owned(), "two words".to_owned()];
    assert_eq!(format!("{text}one\ntwo words\n").parse(), Ok(checkpoint));
}

#[test]
fn what_no_checkpoint_says_is_refused() {
    let root = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=";
    for text in [
        String::new(),
        "\n".to_owned(),
        format!("\n1\n{root}\n"),
        format!("log\n\n{root}\n"),
        format!("log\n01\n{root}\n"),
        format!("log\n-1\n{root}\n"),
        format!("log\n9223372036854775808\n{root}\n"),
        format!("log\n1\n{root}"),
        format!("log\n1\n{root}\n\n"),
        format!("log\n1\n{root}\nmore\n\nmore\n"),
        format!("log\r\n1\r\n{root}\r\n"),
        format!("log\n1\n{}\n", &root[4..]),
        format!("log\n1\n{}\n", root.trim_end_matches('=')),
        "log\n1\n".to_owned(),
        "log\n1\n\n".to_owned(),
    ] {
        assert!(text.parse::<Checkpoint>().is_err(), "{text:?}");
    }
    let two_lines = Checkpoint::new("log\n7", 1, Digest::of(b"")).sign(&log());
    assert!(two_lines.is_err(), "what is signed reads as what was meant");
    assert!(Checkpoint::new("", 1, Digest::of(b"")).sign(&log()).is_err());
}

#[test]
fn what_no_note_says_is_refused() {
    let line = log().sign("text\n").unwrap().to_string();
    assert!(Note::parse(format!("text\n\n{line}\n").as_bytes()).is_ok());
    assert!(Note::parse(format!("text\n\nmore\n\n{line}\n").as_bytes()).is_ok());
    for refused in [
        format!("text\n{line}\n"),
        format!("text\n\n{line}"),
        format!("text\n\n{line}\n\n"),
        format!("text\n\n{line}\n{line}\nx\n"),
        format!("text\ttab\n\n{line}\n"),
        format!("text\0\n\n{line}\n"),
        format!("\n\n{line}\r\n"),
        "text\n\n".to_owned(),
        "text\n\n\n".to_owned(),
        format!("text\n\n{}\n", line.replace('—', "-")),
        format!("text\n\n{}\n", line.replace(" l", "  l")),
        format!("text\n\n{line} \n"),
        "text\n\n— name\n".to_owned(),
        "text\n\n— name AAAAAA==\n".to_owned(),
        "text\n\n— na+me AAAAAAA=\n".to_owned(),
        "text\n\n—  AAAAAAA=\n".to_owned(),
    ] {
        assert!(Note::parse(refused.as_bytes()).is_err(), "{refused:?}");
    }
    assert!(Note::parse(b"text \xff\n\n").is_err());
    let signatures = |number| format!("text\n\n{}", format!("{line}\n").repeat(number));
    assert!(Note::parse(signatures(100).as_bytes()).is_ok());
    assert!(Note::parse(signatures(101).as_bytes()).is_err());
    assert!(Note::parse(format!("{}\n\n{line}\n", "x".repeat(1_000_000)).as_bytes()).is_err());
    for text in ["", "no newline", "tab\t\n", "\r\n"] {
        assert!(log().sign(text).is_err(), "{text:?}");
        assert!(cosigner().cosign(text, 1).is_err(), "{text:?}");
    }
}

#[test]
fn a_key_is_written_in_one_way() {
    let key = keys()[1].clone();
    let text = key.to_string();
    assert_eq!(text.parse(), Ok(key));
    for at in 0..text.len() {
        for change in [1, 2, 4, 8, 16, 32, 64] {
            let mut changed = text.clone().into_bytes();
            changed[at] ^= change;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            assert!(changed.parse::<VerifierKey>().is_err(), "{changed}");
        }
    }
    for name in ["", "a b", "a+b", "a\nb", "a\u{a0}b", "a\u{7f}"] {
        assert_eq!(SigningKey::from_seed(name, &[1; 32]).unwrap_err(), Error::KeyName, "{name:?}");
    }
}

#[test]
fn a_signing_key_prints_its_public_half_only() {
    assert_eq!(format!("{:?}", log()), format!("SigningKey({})", log().verifier()));
    assert_eq!(format!("{:?}", cosigner()), format!("Cosigner({})", cosigner().verifier()));
}
