use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use waarborg_store::{Engine, Statement, Store, Tx};
use waarborg_testkit::Bed;

use super::house::{House, problem};
use crate::harness::Answer;

const COUNT_FILES: Statement = Statement::new("test/count_files", "SELECT count(*) FROM vault_file");
const COUNT_CHUNKS: Statement = Statement::new("test/count_chunks", "SELECT count(*) FROM vault_chunk");

async fn counted(store: &Store) -> (i64, i64) {
    let count = |tx: &mut Tx<'_>| -> Result<_, waarborg_store::Error> {
        Ok((tx.query_one(&COUNT_FILES, &[])?.get(0)?, tx.query_one(&COUNT_CHUNKS, &[])?.get(0)?))
    };
    store.read(count).await.expect("the store answers")
}

fn parts(about: &Value, file: &str) -> String {
    let part = |name: &str, body: &str| {
        format!("--limit\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{body}\r\n")
    };
    part("about", &about.to_string()) + &part("file", file) + "--limit--\r\n"
}

fn head(secret: &str, key: &str) -> String {
    format!(
        "POST /api/v1/files/put HTTP/1.1\r\nauthorization: Bearer {secret}\r\nidempotency-key: {key}\r\n\
         content-type: multipart/form-data; boundary=limit\r\n"
    )
}

async fn put(house: &House, secret: &str, key: &str, about: &Value, file: &str) -> Answer {
    house.server.send(&head(secret, key), &parts(about, file)).await
}

fn about(token: &str) -> Value {
    json!({ "token": token, "field": "contact.letter", "name": "Brief één.txt", "type": "text/plain" })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_comes_back_as_it_went_in_whatever_its_length() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let house = House::open(&Bed::new(engine)).await;
        let secret = house.all("shop").await;
        let token = house.anna(&secret).await;
        for length in [0, 1, 64 * 1024, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 3 * 1024 * 1024 + 17] {
            let content: String = ('a'..='z').cycle().take(length).collect();
            let key = format!("a-file-of-{length:08}");
            let stored = put(&house, &secret, &key, &about(&token), &content).await;
            assert_eq!((stored.status, &stored.json()["size_bytes"]), (201, &json!(length)), "{stored:?}");
            let get = json!({ "token": token, "file": stored.json()["file"], "purpose": "support" });
            let got = house.post(&secret, "/files/get", &get).await;
            assert_eq!((got.status, got.text() == content), (200, true), "{length}");
            assert_eq!(got.header("content-length"), Some(&*length.to_string()));
            assert_eq!(
                got.header("content-disposition"),
                Some("attachment; filename*=UTF-8''Brief%20%C3%A9%C3%A9n.txt")
            );
        }
    }
}

#[tokio::test]
async fn the_same_file_under_the_same_key_is_there_once() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let secret = house.all("shop").await;
    let token = house.anna(&secret).await;
    let first = put(&house, &secret, "0123456789abcdef", &about(&token), "one").await;
    let again = put(&house, &secret, "0123456789abcdef", &about(&token), "one").await;
    assert_eq!(first.text(), again.text());
    assert_eq!(counted(&house.store).await, (1, 1));
    let other = put(&house, &secret, "0123456789abcdef", &about(&token), "two").await;
    assert_eq!(problem(&other), (409, "idempotency-key-reused".into()));
    assert_eq!(counted(&house.store).await, (1, 1), "what was not taken in is removed");
}

#[tokio::test]
async fn a_file_goes_to_a_purpose_that_uses_it_and_to_nobody_else() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let secret = house.all("shop").await;
    let token = house.anna(&secret).await;
    let file = put(&house, &secret, "0123456789abcdef", &about(&token), "one").await.json()["file"].clone();
    let get = |purpose: &str| json!({ "token": token, "file": file, "purpose": purpose });
    let refused = house.post(&secret, "/files/get", &get("news")).await;
    assert_eq!(
        (problem(&refused), refused.json()["reason"].clone()),
        ((403, "file-withheld".into()), json!("not-in-purpose"))
    );
    let other = house.add("other", super::house::EVERYTHING, &["news"], 1000).await;
    assert_eq!(house.post(&other, "/files/get", &get("support")).await.json()["reason"], "not-granted");
    let none = json!({ "token": token, "file": "0".repeat(32), "purpose": "support" });
    assert_eq!(problem(&house.post(&secret, "/files/get", &none).await), (404, "file-unknown".into()));
    house.post(&secret, "/subjects/erase", &json!({ "token": token })).await;
    assert_eq!(problem(&house.post(&secret, "/files/get", &get("support")).await), (404, "nobody".into()));
    assert_eq!(counted(&house.store).await, (0, 0));
}

#[tokio::test]
async fn what_is_no_upload_is_refused_and_nothing_of_it_stays() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let secret = house.all("shop").await;
    let token = house.anna(&secret).await;
    let email = json!({ "token": token, "field": "contact.email", "name": "a", "type": "b" });
    assert_eq!(problem(&put(&house, &secret, "0123456789abcdef", &email, "one").await), (400, "field-no-file".into()));
    let more = json!({ "token": token, "field": "contact.letter", "name": "a", "type": "b", "size": 3 });
    assert_eq!(
        problem(&put(&house, &secret, "0123456789abcdef", &more, "").await),
        (400, "json-member-unknown".into())
    );
    let head = head(&secret, "0123456789abcdef");
    let whole = parts(&about(&token), "one");
    let cut = whole.trim_end_matches("--limit--\r\n");
    let swapped = whole.replace("\"file\"", "\"photo\"");
    let twice =
        whole.replace("--limit--", "--limit\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\ntwo\r\n--limit--");
    for (body, code) in [
        (cut, "multipart-malformed"),
        (&*swapped, "multipart-part-missing"),
        (&*twice, "multipart-part-unknown"),
        ("", "multipart-part-missing"),
    ] {
        let refused = house.server.send(&head, body).await;
        assert_eq!(problem(&refused).0, 400, "{code}: {refused:?}");
        assert_eq!(counted(&house.store).await, (0, 0), "{code}");
    }
}

#[tokio::test]
async fn an_upload_that_breaks_off_is_removed() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let secret = house.all("shop").await;
    let token = house.anna(&secret).await;
    let mut stream = TcpStream::connect(house.server.address).await.expect("it listens");
    let head = format!("{}host: here\r\ncontent-length: 10000000\r\n\r\n", head(&secret, "0123456789abcdef"));
    let begun = parts(&about(&token), &"x".repeat(2_000_000));
    let begun = begun.trim_end_matches("\r\n--limit--\r\n");
    stream.write_all(format!("{head}{begun}").as_bytes()).await.expect("it reads");
    while counted(&house.store).await.1 == 0 {}
    drop(stream);
    while counted(&house.store).await != (0, 0) {}
}
