//! Receipts against programs that others wrote.

use signed_note::{StandardVerifier, VerifierList};
use tlog_tiles::{Hash, check_record, check_tree, record_hash};
use waarborg_testkit::each_engine;
use waarborg_tlog::TlogProof;

use crate::scene::{ORIGIN, Scene};

#[test]
fn every_receipt_verifies_here_and_elsewhere() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        scene.grow(0..600);
        let vkey = scene.ledger.key().to_string();
        for position in [0, 1, 255, 256, 511, 512, 598, 599] {
            let ledger = scene.ledger.clone();
            let receipt = scene.store.read_blocking(move |tx| ledger.receipt_at(tx, position)).unwrap().unwrap();
            assert_eq!(receipt.index, position);
            assert_eq!(scene.verifier().receipt(&receipt.entry, &receipt.proof).unwrap().size, 600);
            scene.verifier().receipt(b"another entry", &receipt.proof).unwrap_err();

            let note = signed_note::Note::from_bytes(receipt.checkpoint.as_bytes()).unwrap();
            let verifiers = VerifierList::new(vec![Box::new(StandardVerifier::new(&vkey).unwrap())]);
            note.verify(&verifiers).unwrap();
            let checkpoint = tlog_tiles::Checkpoint::from_bytes(note.text()).unwrap();
            assert_eq!((checkpoint.origin(), checkpoint.size()), (ORIGIN, 600));
            let proof = TlogProof::parse(receipt.proof.as_bytes()).unwrap().proof;
            let proof: Vec<Hash> = proof.iter().map(|hash| Hash(*hash.as_bytes())).collect();
            check_record(&proof, 600, *checkpoint.hash(), position, record_hash(&receipt.entry)).unwrap();
        }
        let ledger = scene.ledger.clone();
        assert_eq!(scene.store.read_blocking(move |tx| ledger.receipt_at(tx, 600)).unwrap(), None);
    });
}

#[test]
fn that_the_log_only_grew_is_proven_to_others() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        let mut seen = Vec::new();
        for (from, to) in [(0, 1), (1, 256), (256, 300), (300, 700)] {
            scene.grow(from..to);
            let note = scene.ledger.newest();
            let text = note.split_once("\n\n").unwrap().0.to_owned() + "\n";
            let checkpoint = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).unwrap();
            for (size, root) in &seen {
                let (ledger, old) = (scene.ledger.clone(), *size);
                let proof = scene.store.read_blocking(move |tx| ledger.prove_consistency(tx, old, to)).unwrap();
                let proof: Vec<Hash> = proof.iter().map(|hash| Hash(*hash.as_bytes())).collect();
                check_tree(&proof, to, *checkpoint.hash(), old, *root).unwrap();
            }
            seen.push((to, *checkpoint.hash()));
        }
    });
}
