//! A whole server with a vault behind it, and clients that call it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use waarborg_base::{Ctx, Entropy, ManualClock, SeededEntropy};
use waarborg_documents::version;
use waarborg_ledger::Ledger;
use waarborg_protocol::load;
use waarborg_seal::Ring;
use waarborg_server::outside::Erasures;
use waarborg_server::{App, Interface, Site};
use waarborg_store::{Store, Tx};
use waarborg_testkit::Bed;
use waarborg_vault::client::{self, NewClient, Operation};
use waarborg_vault::rules::Rules;
use waarborg_vault::{Vault, rotation};
use waarborg_web::NewEntropy;

use crate::harness::{Answer, Running, ledger};

/// The protocol in force in these tests.
const PROTOCOL: &str = include_str!("protocol.toml");

/// Everything that a client may be allowed.
pub(crate) const EVERYTHING: &[Operation] = Operation::ALL;

/// A server with a vault.
pub(crate) struct House {
    pub(crate) server: Running,
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) interface: Interface,
    pub(crate) clock: Arc<ManualClock>,
    site: Site,
    folder: tempfile::TempDir,
}

/// A site with every room on it.
fn whole(site: &Site, interface: &Interface, vault: &Vault, store: &Store) -> App {
    interface.on(site.app()).with_room(waarborg_ledger::routes(vault.ledger(), store))
}

impl House {
    /// A house over an empty place. In an async test.
    pub(crate) async fn open(bed: &Bed) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // On a thread of its own: the driver of PostgreSQL waits for its connections.
        let store = std::thread::scope(|scope| scope.spawn(|| bed.open()).join().expect("no panic"));
        let clock = Arc::new(ManualClock::new(Ctx::for_test(1).now));
        let ledger = ledger(&store);
        let rules = in_force(&store, &ledger).await;
        let vault = Vault::new(Ring::create(&mut Ctx::for_test(5)), rules, ledger, Duration::from_hours(24));
        let opened = vault.clone();
        let begun =
            store.write(Ctx::for_test(6), move |ctx: &mut Ctx, tx: &mut Tx<'_>| rotation::bind(ctx, tx, &opened));
        begun.await.expect("the keys are new, and so is the database");

        let folders = [folder.path().join("outside")];
        Erasures::make(&folders).expect("a new folder");
        let (erasures, _) = Erasures::open(&folders).expect("just made");
        let interface =
            Interface::open(store.clone(), vault.clone(), Arc::new(erasures), clock.clone(), entropy()).await;
        let interface = interface.expect("the store answers");
        let site = Site::open(store.clone(), "https://privacy.example", true, clock.clone(), entropy()).await;
        let site = site.expect("a version in force");
        let server = Running::start(whole(&site, &interface, &vault, &store)).await;
        Self { server, store, vault, interface, clock, site, folder }
    }

    /// What it serves, once more.
    pub(crate) fn app(&self) -> App {
        whole(&self.site, &self.interface, &self.vault, &self.store)
    }

    /// Adds a client; its secret.
    pub(crate) async fn add(&self, name: &str, operations: &[Operation], purposes: &[&str], per_minute: u32) -> String {
        let new = NewClient {
            name: name.to_owned(),
            operations: operations.iter().copied().collect(),
            purposes: purposes.iter().map(|purpose| (*purpose).to_owned()).collect(),
            calls_per_minute: per_minute,
        };
        let vault = self.vault.clone();
        let seed = name.bytes().fold(100, |seed, byte| seed * 31 + u64::from(byte));
        let add = move |ctx: &mut Ctx, tx: &mut Tx<'_>| client::add(ctx, tx, &vault, &new);
        let (_, secret) = self.store.write(Ctx::for_test(seed), add).await.expect("a client that can be");
        secret.reveal().to_owned()
    }

    /// A client that may do everything.
    pub(crate) async fn all(&self, name: &str) -> String {
        self.add(name, EVERYTHING, &["support", "news", "billing"], 1_000_000).await
    }

    /// Calls with a body, and a key that is the call's own.
    pub(crate) async fn post(&self, secret: &str, path: &str, body: &Value) -> Answer {
        let key = waarborg_base::Digest::of(format!("{path}{body}").as_bytes()).to_string();
        self.post_with(secret, path, &format!("idempotency-key: {}\r\n", &key[..32]), &body.to_string()).await
    }

    /// Calls with other headers.
    pub(crate) async fn post_with(&self, secret: &str, path: &str, headers: &str, body: &str) -> Answer {
        let head = format!(
            "POST /api/v1{path} HTTP/1.1\r\nauthorization: Bearer {secret}\r\ncontent-type: application/json\r\n{headers}"
        );
        self.server.send(&head, body).await
    }

    /// Reads something.
    pub(crate) async fn get(&self, secret: &str, path: &str) -> Answer {
        self.server.get_with(&format!("/api/v1{path}"), &format!("authorization: Bearer {secret}\r\n")).await
    }

    /// Gives the leaves that wait their place in the tree, as the server does all the time where several write.
    pub(crate) fn place_leaves(&self) {
        let place = || self.vault.ledger().sequence(&self.store, Ctx::for_test(9));
        std::thread::scope(|scope| scope.spawn(place).join().expect("no panic")).expect("the tree extends itself");
    }

    /// How many keys the journal outside says were destroyed.
    pub(crate) fn journaled(&self) -> usize {
        waarborg_server::outside::destroyed(&[self.folder.path().join("outside")]).expect("a journal").len()
    }

    /// Every route of the interface, as `METHOD path`.
    pub(crate) fn routes(&self) -> std::collections::BTreeSet<String> {
        let mut app = self.interface.on(crate::harness::app());
        let routes = app.routes();
        let ours = routes.iter().filter(|route| route.path().starts_with("/api/"));
        ours.map(|route| format!("{} {}", route.method(), route.path())).collect()
    }

    /// Enters Anna; her token.
    pub(crate) async fn anna(&self, secret: &str) -> String {
        let anna = json!({
            "fields": { "contact.name": "Anna de Vries", "contact.email": "anna@example.org", "contact.phone": "+31612345678" },
            "purposes": ["support", "news"],
            "source": "data-subject",
        });
        let created = self.post(secret, "/subjects/create", &anna).await;
        assert_eq!(created.status, 201, "{created:?}");
        created.json()["token"].as_str().expect("a token").to_owned()
    }
}

/// Repeatable bytes, others for each call: two calls never draw the same id.
fn entropy() -> NewEntropy {
    let calls = AtomicU64::new(1);
    Arc::new(move || Box::new(SeededEntropy::new(calls.fetch_add(1, Ordering::Relaxed))) as Box<dyn Entropy>)
}

/// Puts the protocol in force; its rules.
async fn in_force(store: &Store, ledger: &Ledger) -> Rules {
    let loaded = load(&vec![("protocol.toml".to_owned(), PROTOCOL.to_owned())], "protocol.toml");
    let rules = Rules::compile(loaded.protocol.as_ref().expect("a protocol that can run"));
    let ledger = ledger.clone();
    let apply = move |ctx: &mut Ctx, tx: &mut Tx<'_>| version::apply(ctx, tx, &ledger, &loaded);
    store.write(Ctx::for_test(2), apply).await.expect("a protocol that can run");
    rules
}

/// What a problem says: status and code.
pub(crate) fn problem(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
    (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
}
