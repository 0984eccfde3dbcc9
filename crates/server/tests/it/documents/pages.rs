use std::sync::Arc;

use waarborg_base::{Ctx, ManualClock};
use waarborg_documents::version::{self, Applied};
use waarborg_documents::{Documents, Error, Published, routes};
use waarborg_protocol::load;
use waarborg_store::{Store, Tx};
use waarborg_testkit::Bed;
use waarborg_web::{Frame, Shell};

use crate::harness::{Running, app, ledger};

/// A site without a version in force yet, and its documents.
async fn site(store: &Store, demo: bool) -> (Running, Documents) {
    let frame = Frame {
        organisation: "Voorbeeld B.V.".into(),
        public_url: "https://privacy.example".into(),
        ..Frame::default()
    };
    let clock = Arc::new(ManualClock::new(Ctx::for_test(1).now));
    let documents = Documents { store: store.clone(), published: Arc::new(Published::new(Shell::new(frame))), clock };
    let server = Running::start(app().with_room(routes(&documents, demo))).await;
    (server, documents)
}

async fn apply(store: &Store, seed: u64, name: &str) {
    let text = format!(
        "waarborg = 1\n[controller]\nname = \"Voorbeeld B.V.\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"nl\", \"en\"]\n\
         email = \"info@voorbeeld.example\"\n[purpose.news]\nname = {{ nl = \"{name}\", en = \"{name}\" }}\n"
    );
    let loaded = load(&vec![("protocol.toml".to_owned(), text)], "protocol.toml");
    let ledger = ledger(store);
    let apply = move |ctx: &mut Ctx, tx: &mut Tx<'_>| version::apply(ctx, tx, &ledger, &loaded);
    let applied = store.write(Ctx::for_test(seed), apply);
    let applied: Result<Applied, Error> = applied.await;
    assert!(matches!(applied, Ok(Applied::InForce { .. })), "{applied:?}");
}

#[tokio::test]
async fn before_the_first_version_every_document_says_so_and_nothing_breaks() {
    let bed = Bed::new(waarborg_store::Engine::Sqlite);
    let (server, _) = site(&bed.open(), false).await;
    for path in
        ["/nl/privacy", "/en/register.csv", "/nl/data-flow/news.svg", "/.well-known/gpc.json", "/nl/privacy/versions/1"]
    {
        let answer = server.get(path).await;
        assert_eq!((answer.status, &answer.json()["code"]), (503, &serde_json::json!("nothing-published")), "{path}");
    }
}

#[tokio::test]
async fn a_new_version_takes_every_document_at_once_and_the_old_one_keeps_its_address() {
    let bed = Bed::new(waarborg_store::Engine::Sqlite);
    let store = bed.open();
    let (server, documents) = site(&store, false).await;
    apply(&store, 1, "Eerste doel").await;
    assert!(documents.refresh().await.unwrap(), "there is something to publish");
    assert!(!documents.refresh().await.unwrap(), "and then nothing new");
    for path in
        ["/nl/privacy", "/en/privacy", "/nl/register", "/nl/register.json", "/en/register.ttl", "/nl/data-flow.svg"]
    {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.text().contains("Eerste doel")), (200, true), "{path}");
    }

    apply(&store, 2, "Tweede doel").await;
    assert!(documents.refresh().await.unwrap());
    for path in [
        "/nl/privacy",
        "/nl/register",
        "/nl/register.json",
        "/en/register.ttl",
        "/nl/data-flow.svg",
        "/nl/privacy/versions/2",
    ] {
        let answer = server.get(path).await;
        assert!(answer.text().contains("Tweede doel") && !answer.text().contains("Eerste doel"), "{path}");
    }
    let old = server.get("/nl/privacy/versions/1").await;
    assert!(old.text().contains("Eerste doel") && old.text().contains("Deze versie geldt niet meer"));
    let text = server.get("/nl/privacy/versions/1/protocol").await;
    assert!(text.text().contains("Eerste doel") && text.header("content-type") == Some("text/plain; charset=utf-8"));
    let difference = server.get("/en/privacy/versions/1/compare/2").await;
    assert!(difference.text().contains("<del>Eerste</del> <ins>Tweede</ins> doel"), "{}", difference.text());
    let feed = server.get("/en/privacy/versions.atom").await;
    assert_eq!(feed.text().matches("<entry>").count(), 2);
}

#[tokio::test]
async fn what_is_no_version_is_not_there() {
    let bed = Bed::new(waarborg_store::Engine::Sqlite);
    let store = bed.open();
    apply(&store, 1, "Doel").await;
    let (server, documents) = site(&store, false).await;
    documents.refresh().await.unwrap();
    for path in [
        "/nl/privacy/versions/2",
        "/nl/privacy/versions/-1",
        "/nl/privacy/versions/one",
        "/nl/privacy/versions/1/compare/99999999999999999999",
        "/nl/data-flow/none.svg",
        "/nl/data-flow/news",
        "/nl/check",
        "/nl/privacy/versions/1/check",
    ] {
        assert_eq!(server.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn what_the_text_lacks_is_shown_in_the_demo_only() {
    let bed = Bed::new(waarborg_store::Engine::Sqlite);
    let store = bed.open();
    apply(&store, 1, "Doel").await;
    let (server, documents) = site(&store, true).await;
    documents.refresh().await.unwrap();
    for path in ["/nl/check", "/en/privacy/versions/1/check"] {
        let answer = server.get(path).await;
        assert_eq!(
            (answer.status, answer.text().contains("protocol.toml:7:10")),
            (200, true),
            "{path}: {}",
            answer.text()
        );
    }
}
