//! What a witness answers, case by case (C2SP tlog-witness), and what a log makes of it.

use waarborg_base::Digest;
use waarborg_tlog::witness::{Answer, Decision, Latest, Log, Request, decide};
use waarborg_tlog::{Checkpoint, Cosigner, Error, SigningKey, empty_root, leaf_hash, prove_consistency, root};

use crate::notes::{ORIGIN, cosigner, log, signed};
use crate::trees::Grown;

fn watched() -> Vec<Log> {
    let other = SigningKey::from_seed("other.example/log", &[7; 32]).unwrap();
    vec![
        Log { origin: "other.example/log".to_owned(), keys: vec![other.verifier().clone()] },
        Log { origin: ORIGIN.to_owned(), keys: vec![log().verifier().clone()] },
    ]
}

fn latest(size: u64) -> Latest {
    Latest { size, root: root(&mut Grown::to(20), size).unwrap() }
}

/// The request of an honest log that grew from `old` to `new` leaves.
fn request(old: u64, new: u64) -> Request {
    let mut tree = Grown::to(new);
    Request::new(old, prove_consistency(&mut tree, old, new).unwrap(), signed(&tree)).unwrap()
}

fn check(stored: Option<u64>, request: &Request, status: u16, expected: &Decision) {
    let stored = stored.map(latest);
    let decision = decide(stored.as_ref(), request, &watched());
    assert_eq!((decision, decision.status()), (*expected, status), "{request}");
}

fn checkpoint(size: u64, root: Digest) -> waarborg_tlog::Note {
    Checkpoint::new(ORIGIN, size, root).sign(&log()).unwrap()
}

#[test]
fn a_tree_that_only_grew_is_cosigned() {
    for old in 0..=20 {
        for new in old..=20 {
            check(Some(old), &request(old, new), 200, &Decision::Cosign(latest(new)));
        }
        check(None, &request(0, old), 200, &Decision::Cosign(latest(old)));
    }
}

#[test]
fn a_log_that_nobody_watches_is_not_found() {
    let stranger = SigningKey::from_seed("stranger.example", &[8; 32]).unwrap();
    let note = Checkpoint::new("stranger.example", 0, empty_root()).sign(&stranger).unwrap();
    check(None, &Request::new(0, vec![], note).unwrap(), 404, &Decision::UnknownOrigin);
}

#[test]
fn a_checkpoint_without_a_trusted_signature_is_forbidden() {
    let root = latest(5).root;
    let other = SigningKey::from_seed("other.example/log", &[7; 32]).unwrap();
    let namesake = SigningKey::from_seed(ORIGIN, &[9; 32]).unwrap();
    for key in [&other, &namesake] {
        let note = Checkpoint::new(ORIGIN, 5, root).sign(key).unwrap();
        check(None, &Request::new(0, vec![], note).unwrap(), 403, &Decision::Untrusted);
    }
    let false_one = log().sign("another text\n").unwrap();
    let note = checkpoint(5, root).with(false_one).unwrap();
    check(None, &Request::new(0, vec![], note).unwrap(), 403, &Decision::Untrusted);
    // A cosignature is no signature of the log, whoever made it.
    let twin = Cosigner::from_seed(ORIGIN, &[1; 32]).unwrap();
    let note = Checkpoint::new(ORIGIN, 5, root).sign(&other).unwrap();
    let note = note.clone().with(twin.cosign(note.text(), 1).unwrap()).unwrap();
    check(None, &Request::new(0, vec![], note).unwrap(), 403, &Decision::Untrusted);
}

#[test]
fn an_old_size_beyond_the_new_one_is_a_bad_request() {
    for stored in [None, Some(6), Some(5), Some(9)] {
        let request = Request::new(6, vec![], checkpoint(5, latest(5).root)).unwrap();
        check(stored, &request, 400, &Decision::OldBeyondNew);
    }
}

#[test]
fn a_log_that_is_wrong_about_the_last_size_hears_it() {
    check(Some(7), &request(6, 9), 409, &Decision::Stale { size: 7 });
    check(Some(7), &request(8, 9), 409, &Decision::Stale { size: 7 });
    check(Some(7), &request(0, 9), 409, &Decision::Stale { size: 7 });
    check(Some(9), &request(5, 5), 409, &Decision::Stale { size: 9 });
    check(None, &request(3, 9), 409, &Decision::Stale { size: 0 });
    assert_eq!(Decision::Stale { size: 7 }.body(), "7\n");
}

#[test]
fn a_tree_that_did_not_only_grow_is_not_cosigned() {
    let honest = request(6, 9);
    let forged = checkpoint(9, leaf_hash(b"forged"));
    let with = |old, proof: &[Digest], note| Request::new(old, proof.to_vec(), note).unwrap();
    let refuse = |stored, request| check(stored, &request, 422, &Decision::Unproven);
    refuse(Some(6), with(6, honest.proof(), forged.clone()));
    refuse(Some(6), with(6, &honest.proof()[1..], honest.note().clone()));
    refuse(Some(6), with(6, &[], honest.note().clone()));
    refuse(Some(9), with(9, &[], forged.clone()));
    refuse(Some(9), with(9, &[empty_root()], checkpoint(9, latest(9).root)));
    refuse(Some(0), with(0, &[], checkpoint(0, leaf_hash(b"forged"))));
    refuse(None, with(0, &[], checkpoint(0, leaf_hash(b"forged"))));
    refuse(None, with(0, honest.proof(), honest.note().clone()));
}

#[test]
fn a_log_adds_the_cosignature_it_asked_for() {
    let note = request(6, 9).note().clone();
    let line = cosigner().cosign(note.text(), 77).unwrap();
    let other = Cosigner::from_seed("elsewhere.example", &[5; 32]).unwrap().cosign(note.text(), 78).unwrap();
    let body = format!("{other}\n{line}\n");
    let answer = Answer::parse(200, body.as_bytes()).unwrap();
    let (cosigned, seconds) = answer.add_to(note.clone(), cosigner().verifier()).unwrap();
    assert_eq!((cosigned, seconds), (note.clone().with(line).unwrap(), Some(77)));

    let wrong = format!("{}\n", cosigner().cosign("another text\n", 77).unwrap());
    let added = Answer::parse(200, wrong.as_bytes()).unwrap().add_to(note.clone(), cosigner().verifier());
    assert!(matches!(added, Err(Error::BadSignature { .. })));
    let missing = Answer::parse(200, format!("{other}\n").as_bytes()).unwrap();
    assert_eq!(missing.add_to(note, cosigner().verifier()), Err(Error::Unsigned));

    assert_eq!(Answer::parse(409, b"7\n"), Ok(Answer::Stale { size: 7 }));
    assert_eq!(Answer::parse(422, b"\xff"), Ok(Answer::Refused { status: 422 }));
    for (status, body) in [(200, ""), (200, "x\n"), (200, "\n"), (409, "7"), (409, "07\n"), (409, "")] {
        assert!(Answer::parse(status, body.as_bytes()).is_err(), "{status} {body:?}");
    }
}
