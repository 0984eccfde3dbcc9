//! A ledger and its witnesses, over real sockets.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use waarborg_base::{Ctx, Digest, ManualClock};
use waarborg_ledger::{InMemory, Leaf, Ledger, Outside};
use waarborg_server::witness::{Call, Door, Error, Witness};
use waarborg_store::{Engine, Store, Tx};
use waarborg_testkit::Bed;
use waarborg_tlog::witness::Log;
use waarborg_tlog::{Note, SigningKey, VerifierKey};

use crate::harness::ask;

const ORIGIN: &str = "privacy.example/ledger";

fn signing() -> SigningKey {
    SigningKey::from_seed(ORIGIN, &[7; 32]).expect("a name that keys can have")
}

fn open(folder: &Path, name: &str) -> Result<Witness, Error> {
    let logs = vec![Log { origin: ORIGIN.to_owned(), keys: vec![signing().verifier().clone()] }];
    Witness::open(folder, name, logs, &mut Ctx::for_test(3))
}

/// A witness that answers in this runtime, its key, and its address.
async fn start(folder: &Path) -> (tokio::task::JoinHandle<()>, VerifierKey, std::net::SocketAddr) {
    let witness = open(folder, "witness.example").expect("it opens");
    let key = witness.key().clone();
    let clock = Arc::new(ManualClock::new(Ctx::for_test(1).now));
    let door = Door::bind(([127, 0, 0, 1], 0).into(), witness, clock).await.expect("port 0 is always free");
    let address = door.address();
    (tokio::spawn(door.run(std::future::pending())), key, address)
}

/// A ledger of a store of its own, with leaves.
struct Kept {
    _bed: Bed,
    store: Store,
    ledger: Ledger,
}

impl Kept {
    fn new(leaves: std::ops::Range<u64>) -> Self {
        let bed = Bed::new(Engine::Sqlite);
        let store = bed.open();
        let outside = Arc::new(InMemory::default()) as Arc<dyn Outside>;
        let ledger = Ledger::open(&store, Ctx::for_test(1), signing(), ORIGIN, outside).expect("a new ledger");
        let kept = Self { _bed: bed, store, ledger };
        kept.grow(leaves);
        kept
    }

    fn grow(&self, leaves: std::ops::Range<u64>) {
        for number in leaves {
            let ledger = self.ledger.clone();
            let body = move |ctx: &mut Ctx, tx: &mut Tx<'_>| {
                ledger.append(ctx, tx, Leaf::open("test.grown", &json!({ "number": number })))
            };
            self.store.write_blocking(Ctx::for_test(number + 100), body).expect("appended");
        }
    }
}

async fn cosign(kept: &Kept, key: &VerifierKey, address: std::net::SocketAddr) -> Result<u64, String> {
    let call = Call::to(format!("http://{address}").parse().expect("an address"), tokio::runtime::Handle::current());
    let (ledger, store, key) = (kept.ledger.clone(), kept.store.clone(), key.clone());
    let asked = tokio::task::spawn_blocking(move || ledger.cosign(&store, Ctx::for_test(4), &key, &call)).await;
    asked.expect("no panic").map_err(|error| error.to_string())
}

/// Off the runtime: the ledger of a test waits for its store.
async fn kept(leaves: std::ops::Range<u64>) -> Kept {
    tokio::task::spawn_blocking(|| Kept::new(leaves)).await.expect("no panic")
}

#[tokio::test]
async fn a_witness_cosigns_what_grows_and_the_checkpoint_is_served_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (serving, key, address) = start(&folder.path().join("state")).await;
    let kept = kept(0..5).await;
    assert_eq!(cosign(&kept, &key, address).await, Ok(5));
    assert_eq!(cosign(&kept, &key, address).await, Ok(5), "asking again does no harm");
    let kept = tokio::task::spawn_blocking(move || {
        kept.grow(5..300);
        kept
    });
    let kept = kept.await.expect("no panic");
    assert_eq!(cosign(&kept, &key, address).await, Ok(300));
    let (ledger, store) = (kept.ledger.clone(), kept.store.clone());
    let served = store.read(move |tx: &mut Tx<'_>| ledger.checkpoint_with_witnesses(tx)).await.expect("readable");
    let note = Note::parse(served.as_bytes()).expect("a note");
    assert_eq!(note.verify(&[signing().verifier().clone(), key.clone()]).expect("both hold").len(), 2);

    // Another process finds what this one saw.
    assert!(matches!(open(&folder.path().join("state"), "witness.example").err(), Some(Error::InUse { .. })));
    serving.abort();
    assert!(serving.await.expect_err("aborted").is_cancelled());
    let (_serving, again, address) = start(&folder.path().join("state")).await;
    assert_eq!(again, key);
    assert_eq!(cosign(&kept, &key, address).await, Ok(300));
}

#[tokio::test]
async fn a_witness_refuses_a_split_view_and_a_log_put_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_serving, key, address) = start(&folder.path().join("state")).await;
    let (one, other, behind) = (kept(0..40).await, kept(1_000..1_050).await, kept(0..20).await);
    assert_eq!(cosign(&one, &key, address).await, Ok(40));
    let refused = cosign(&other, &key, address).await.expect_err("another tree of the same log");
    assert!(refused.contains("422"), "{refused}");
    let refused = cosign(&behind, &key, address).await.expect_err("a smaller tree");
    assert!(refused.contains("a tree of 40 leaves"), "{refused}");
    assert_eq!(cosign(&one, &key, address).await, Ok(40), "and remembers the first");
}

#[tokio::test]
async fn a_witness_answers_nothing_else_and_shuts_out_what_is_too_long() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_serving, key, address) = start(&folder.path().join("state")).await;
    let shown = ask(address, "GET / HTTP/1.1\r\n", "").await;
    assert_eq!((shown.status, shown.text()), (200, &*format!("{key}\n")));
    assert_eq!(ask(address, "GET /other HTTP/1.1\r\n", "").await.status, 404);
    assert_eq!(ask(address, "POST /add-checkpoint HTTP/1.1\r\n", "old 0\nnonsense\n\nno note").await.status, 400);
    assert_eq!(ask(address, "POST /add-checkpoint HTTP/1.1\r\n", &"x".repeat(70_000)).await.status, 413);
    let foreign = SigningKey::from_seed("other.example/ledger", &[8; 32]).expect("a name");
    let unknown = waarborg_tlog::Checkpoint::new("other.example/ledger", 0, waarborg_tlog::empty_root());
    let note = unknown.sign(&foreign).expect("signed");
    let answer = ask(address, "POST /add-checkpoint HTTP/1.1\r\n", &format!("old 0\n\n{note}")).await;
    assert_eq!(answer.status, 404, "{}", answer.text());
}

#[test]
fn a_witness_that_lost_its_memory_does_not_sign() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(open(&folder.path().join("state"), "witness.example").expect("made"));
    let other = open(&folder.path().join("state"), "other.example").err().expect("refused").to_string();
    assert!(other.contains("is the state of the witness witness.example"), "{other}");
    let file = folder.path().join("state").join(format!("log-{}", Digest::of(ORIGIN.as_bytes())));
    std::fs::write(&file, "").expect("ours");
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("ours");
    let torn = open(&folder.path().join("state"), "witness.example").err().expect("refused").to_string();
    assert!(torn.contains("is not as it was written"), "{torn}");
}
