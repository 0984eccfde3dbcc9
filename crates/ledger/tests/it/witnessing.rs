use std::sync::Mutex;

use waarborg_ledger::witness::WitnessCall;
use waarborg_ledger::{Error, OutsideError};
use waarborg_testkit::each_engine;
use waarborg_tlog::witness::{Decision, Latest, Log, Request, decide};
use waarborg_tlog::{Cosigner, Note};

use crate::scene::{ORIGIN, Scene, ctx, key};

/// A real witness, without the network in between.
struct Witness {
    cosigner: Cosigner,
    latest: Mutex<Option<Latest>>,
}

impl Witness {
    fn new(name: &str) -> Self {
        Self { cosigner: Cosigner::from_seed(name, &[9; 32]).unwrap(), latest: Mutex::new(None) }
    }
}

impl WitnessCall for Witness {
    fn add_checkpoint(&self, _witness: &str, body: &str) -> Result<(u16, Vec<u8>), OutsideError> {
        let logs = [Log { origin: ORIGIN.to_owned(), keys: vec![key().verifier().clone()] }];
        let request = Request::parse(body.as_bytes())?;
        let mut latest = self.latest.lock().unwrap();
        let decision = decide(latest.as_ref(), &request, &logs);
        let body = match decision {
            Decision::Cosign(new) => {
                *latest = Some(new);
                format!("{}\n", self.cosigner.cosign(request.note().text(), 1_795_345_200)?)
            }
            _ => decision.body(),
        };
        Ok((decision.status(), body.into_bytes()))
    }
}

#[test]
fn what_witnesses_saw_is_served_with_their_lines_and_proves_receipts() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        scene.grow(0..300);
        let (one, two) = (Witness::new("witness.example/one"), Witness::new("witness.example/two"));
        let ask = |witness: &Witness| {
            scene.ledger.cosign(&scene.store, ctx(1), witness.cosigner.verifier(), witness).unwrap()
        };
        assert_eq!((ask(&one), ask(&two)), (300, 300));
        let ledger = scene.ledger.clone();
        let newest = scene.store.read_blocking(move |tx| ledger.checkpoint_with_witnesses(tx)).unwrap();
        let keys = [key().verifier().clone(), one.cosigner.verifier().clone(), two.cosigner.verifier().clone()];
        assert_eq!(Note::parse(newest.as_bytes()).unwrap().verify(&keys).unwrap().len(), 3);

        scene.grow(300..400);
        let ledger = scene.ledger.clone();
        let (served, old, new) = scene
            .store
            .read_blocking(move |tx| {
                Ok::<_, Error>((
                    ledger.checkpoint_with_witnesses(tx)?,
                    ledger.receipt_at(tx, 5)?,
                    ledger.receipt_at(tx, 350)?,
                ))
            })
            .unwrap();
        assert_eq!(served, scene.ledger.newest(), "nobody has cosigned this one yet");
        assert_eq!(old.unwrap().checkpoint, newest, "a cosigned checkpoint is the better proof");
        assert_eq!(new.unwrap().checkpoint, served);
        assert_eq!(ask(&one), 400);
    });
}

#[test]
fn a_witness_that_saw_more_than_we_remember_is_asked_from_there() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        let witness = Witness::new("witness.example/one");
        scene.grow(0..10);
        scene.ledger.cosign(&scene.store, ctx(1), witness.cosigner.verifier(), &witness).unwrap();
        scene.sql("DELETE FROM ledger_cosignature");
        scene.grow(10..20);
        let cosigned = scene.ledger.cosign(&scene.store, ctx(2), witness.cosigner.verifier(), &witness);
        assert_eq!(cosigned.unwrap(), 20);
    });
}

#[test]
fn a_witness_refuses_another_history_and_its_false_signature_is_refused() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        let witness = Witness::new("witness.example/one");
        *witness.latest.lock().unwrap() = Some(Latest { size: 5, root: waarborg_base::Digest::of(b"another history") });
        scene.grow(0..10);
        let refused = scene.ledger.cosign(&scene.store, ctx(1), witness.cosigner.verifier(), &witness);
        assert!(refused.unwrap_err().to_string().contains("422"));

        let (honest, other) =
            (Witness::new("witness.example/one"), Cosigner::from_seed("witness.example/one", &[1; 32]).unwrap());
        let refused = scene.ledger.cosign(&scene.store, ctx(1), other.verifier(), &honest);
        assert!(refused.unwrap_err().to_string().contains("does not hold"));
        assert_eq!(scene.number("SELECT count(*) FROM ledger_cosignature"), 0);
    });
}
