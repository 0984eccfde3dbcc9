use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use waarborg_base::Ctx;
use waarborg_store::{Engine, Tx};
use waarborg_testkit::Bed;

use super::house::{House, problem};

/// Runs a test on both engines.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($house:ident) $body:block)+) => {$(
        $(#[$meta])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for engine in [Engine::Sqlite, Engine::Postgres] {
                let bed = Bed::new(engine);
                let $house = House::open(&bed).await;
                $body
            }
        }
    )+};
}

on_both! {
    async fn what_was_entered_is_read_for_a_purpose_and_nothing_more(house) {
        let secret = house.all("shop").await;
        let token = house.anna(&secret).await;
        let read = house.post(&secret, "/subjects/read", &json!({ "who": { "token": token }, "purpose": "news" })).await;
        assert_eq!(read.status, 200, "{read:?}");
        let read = read.json();
        assert_eq!(read["given"]["contact.email"]["value"], "anna@example.org");
        assert_eq!(read["given"].as_object().map(serde_json::Map::len), Some(1), "{read}");

        let asked = json!({
            "who": { "identifier": { "field": "contact.email", "value": "ANNA@example.org" } },
            "purpose": "news",
            "fields": ["contact.email", "contact.phone"],
        });
        let read = house.post(&secret, "/subjects/read", &asked).await.json();
        assert_eq!(read["token"], json!(token));
        assert_eq!(read["withheld"], json!({ "contact.phone": "not-in-purpose" }));

        let unknown = json!({ "who": { "token": token }, "purpose": "advertising" });
        assert_eq!(problem(&house.post(&secret, "/subjects/read", &unknown).await), (400, "purpose-unknown".into()));
    }

    async fn a_client_without_the_purpose_gets_names_of_fields_and_no_values(house) {
        let secret = house.all("shop").await;
        let token = house.anna(&secret).await;
        let other = house.add("other", super::house::EVERYTHING, &["billing"], 1000).await;
        let read = house.post(&other, "/subjects/read", &json!({ "who": { "token": token }, "purpose": "news" })).await;
        assert_eq!(read.json()["given"], json!({}));
        assert_eq!(read.json()["withheld"], json!({ "contact.email": "not-granted" }));
    }

    async fn the_same_key_gives_the_first_answer_and_another_body_is_a_conflict(house) {
        let secret = house.all("shop").await;
        let body = |email: &str| json!({ "fields": { "contact.email": email }, "purposes": ["news"], "source": "data-subject" }).to_string();
        let key = "idempotency-key: 0123456789abcdef\r\n";
        let first = house.post_with(&secret, "/subjects/create", key, &body("a@example.org")).await;
        let again = house.post_with(&secret, "/subjects/create", key, &body("a@example.org")).await;
        assert_eq!((first.status, first.text()), (again.status, again.text()));
        let other = house.post_with(&secret, "/subjects/create", key, &body("b@example.org")).await;
        assert_eq!(problem(&other), (409, "idempotency-key-reused".into()));
        let somebody_else = house.all("second").await;
        let theirs = house.post_with(&somebody_else, "/subjects/create", key, &body("c@example.org")).await;
        assert_eq!(theirs.status, 201, "two clients never share a key");
        for (header, code) in [
            ("", "idempotency-key-missing"),
            ("idempotency-key: short\r\n", "idempotency-key-unfit"),
            ("idempotency-key: 0123456789 abcdef\r\n", "idempotency-key-unfit"),
        ] {
            let refused = house.post_with(&secret, "/subjects/create", header, &body("d@example.org")).await;
            assert_eq!(problem(&refused), (400, code.into()));
        }
    }

    async fn an_erased_person_is_like_nobody_and_the_answer_waits_for_the_journal(house) {
        let secret = house.all("shop").await;
        let token = house.anna(&secret).await;
        let erased = house.post(&secret, "/subjects/erase", &json!({ "token": token })).await;
        assert_eq!(erased.status, 200, "{erased:?}");
        assert_eq!(erased.json()["kept"], json!([]));
        let again = house.post(&secret, "/subjects/erase", &json!({ "token": token })).await;
        assert_eq!(erased.text(), again.text());
        let read = house.post(&secret, "/subjects/read", &json!({ "who": { "token": token }, "purpose": "news" })).await;
        let never = house.post(&secret, "/subjects/read", &json!({ "who": { "token": "0".repeat(32) }, "purpose": "news" })).await;
        assert_eq!((problem(&read), problem(&never)), ((404, "nobody".into()), (404, "nobody".into())));
    }

    async fn each_call_about_a_person_answers(house) {
        let secret = house.all("shop").await;
        let token = house.anna(&secret).await;
        let call = async |path: &str, body: Value| {
            let answer = house.post(&secret, path, &body).await;
            assert_eq!(answer.status, 200, "{path}: {answer:?}");
            answer.json()
        };
        let found = call("/subjects/find", json!({ "field": "contact.phone", "value": "06-12345678" })).await;
        assert_eq!(found["tokens"], json!([token]));
        let corrected = json!({ "token": token, "fields": { "contact.name": "Anna Bakker", "contact.phone": null }, "source": "data-subject" });
        let corrected = call("/subjects/correct", corrected).await;
        assert_eq!(corrected["changed"].as_array().map(Vec::len), Some(2), "{corrected}");
        assert_eq!(call("/subjects/purposes/add", json!({ "token": token, "purpose": "billing" })).await["changed"], true);
        assert_eq!(call("/subjects/purposes/remove", json!({ "token": token, "purpose": "news" })).await["changed"], true);
        let restricted = call("/subjects/restrict", json!({ "token": token, "ground": "accuracy-contested" })).await;
        call("/subjects/exempt", json!({ "token": token, "purpose": "billing", "ground": "legal-claims" })).await;
        let lift = json!({ "token": token, "condition": restricted["condition"] });
        assert_eq!(call("/subjects/lift", lift).await["changed"], true);
        call("/subjects/object", json!({ "token": token, "purpose": "news", "ground": "direct-marketing" })).await;
        let held = call("/subjects/hold", json!({ "token": token, "ground": "legal-claim" })).await;
        let refused = house.post(&secret, "/subjects/erase", &json!({ "token": token })).await;
        assert_eq!(problem(&refused), (409, "on-hold".into()));
        call("/subjects/release", json!({ "token": token, "condition": held["condition"] })).await;
        let exported = call("/subjects/export", json!({ "token": token })).await;
        assert!(exported["json"].is_object() && exported["csv"].is_string(), "{exported}");
        house.place_leaves();
        let history = call("/subjects/history", json!({ "token": token })).await;
        assert!(history["events"].as_array().is_some_and(|events| events.len() >= 9), "{history}");
        let other = json!({ "fields": { "contact.email": "anna@example.com" }, "purposes": ["support"], "source": "data-subject" });
        let other = house.post(&secret, "/subjects/create", &other).await.json()["token"].clone();
        let merge = json!({ "survivor": token, "other": other, "choices": { "contact.email": "survivor" } });
        assert_eq!(call("/subjects/merge", merge).await["token"], json!(token));
    }
}

#[tokio::test]
async fn a_receipt_comes_in_the_answer_when_asked_for_and_later_by_its_leaf() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let secret = house.all("shop").await;
    let token = house.anna(&secret).await;
    let body = json!({ "who": { "token": token }, "purpose": "news" }).to_string();
    let plain = house.post_with(&secret, "/subjects/read", "", &body).await.json();
    assert!(plain.get("receipt").is_none(), "{plain}");
    let read = house.post_with(&secret, "/subjects/read", "prefer: receipt\r\n", &body).await.json();
    let proof = read["receipt"]["proof"].as_str().expect("a proof");
    assert!(proof.starts_with("c2sp.org/tlog-proof@v1"), "{proof}");
    let later = house.post(&secret, "/receipts", &json!({ "leaf": read["leaf"] })).await.json();
    assert_eq!(later["index"], read["receipt"]["index"]);
    let none = house.post(&secret, "/receipts", &json!({ "leaf": 1_000_000 })).await;
    assert_eq!(problem(&none), (404, "leaf-unknown".into()));
}

#[tokio::test]
async fn a_certificate_of_erasure_verifies_offline_and_says_what_happened() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let secret = house.all("shop").await;
    let token = house.anna(&secret).await;
    let erased = house.post(&secret, "/subjects/erase", &json!({ "token": token })).await.json();
    let id = erased["erasure"].as_str().expect("an id");
    let certificate = house.get(&secret, &format!("/erasures/{id}")).await.json();
    let text = |name: &str| certificate[name].as_str().unwrap_or_else(|| panic!("{name} in {certificate}"));

    let ledger = house.vault.ledger();
    let verifier = waarborg_ledger::verify::Verifier::new(ledger.origin(), &text("key").parse().expect("a key"));
    verifier.receipt(text("entry").as_bytes(), text("proof")).expect("the ledger says so");
    let salt = waarborg_base::from_hex(text("salt")).expect("32 bytes");
    assert!(waarborg_ledger::verify::commits_to(text("entry").as_bytes(), &salt, text("record").as_bytes()));
    let record: Value = serde_json::from_str(text("record")).expect("JSON");
    assert_eq!((&record["event"], &record["erasure"]), (&json!("vault.erased"), &json!(id)));
    assert_eq!(record["copies_gone_by"], erased["copies_gone_by"]);

    let none = house.get(&secret, &format!("/erasures/{}", "0".repeat(32))).await;
    assert_eq!(problem(&none), (404, "erasure-unknown".into()));
}

#[tokio::test]
async fn an_erasure_is_journaled_also_when_its_caller_is_gone() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let secret = house.all("shop").await;
    let token = house.anna(&secret).await;
    let (waits, release) = std::sync::mpsc::channel::<()>();
    let (begun, begins) = tokio::sync::oneshot::channel();
    let mut begun = Some(begun);
    let hold = move |_: &mut Ctx, _: &mut Tx<'_>| {
        begun.take().map(|begun| begun.send(()));
        release.recv().ok();
        Ok::<_, waarborg_store::Error>(())
    };
    let store = house.store.clone();
    let held = tokio::spawn(async move { store.write(Ctx::for_test(3), hold).await });
    begins.await.expect("the store writes");

    let body = json!({ "token": token }).to_string();
    let request = format!(
        "POST /api/v1/subjects/erase HTTP/1.1\r\nhost: privacy.example\r\nauthorization: Bearer {secret}\r\nidempotency-key: {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        "1".repeat(32),
        body.len()
    );
    let mut caller = TcpStream::connect(house.server.address).await.expect("it listens");
    caller.write_all(request.as_bytes()).await.expect("sent");
    while house.store.counts().waiting == 0 {
        tokio::task::yield_now().await;
    }
    caller.shutdown().await.expect("ours");
    assert_eq!(caller.read_to_end(&mut Vec::new()).await.expect("closed"), 0, "the server let the caller go");
    waits.send(()).expect("it waits");
    held.await.expect("no panic").expect("written");
    let journaled = async {
        while house.journaled() == 0 {
            house.store.read(|_: &mut Tx<'_>| Ok::<_, waarborg_store::Error>(())).await.expect("it reads");
        }
    };
    tokio::time::timeout(std::time::Duration::from_mins(1), journaled).await.expect("nobody has to wait for it");
    assert_eq!(house.journaled(), 1);
}
