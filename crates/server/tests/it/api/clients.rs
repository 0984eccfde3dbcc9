use std::time::Duration;

use serde_json::json;
use waarborg_base::{Clock, Ctx, Timestamp};
use waarborg_store::{Engine, Tx};
use waarborg_testkit::Bed;
use waarborg_vault::client::{self, Operation};

use super::house::{House, problem};

#[tokio::test]
async fn a_stranger_a_wrong_secret_and_a_disabled_client_get_the_same_answer() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let secret = house.all("shop").await;
    assert_eq!(house.get(&secret, "/purposes").await.status, 200, "a new client is known at once");

    let (start, random) = secret.rsplit_once('_').expect("three parts");
    let wrong = format!("{start}_{}", random.chars().rev().collect::<String>());
    let stranger = format!("wbc_{}_{random}", "0".repeat(32));
    let disabled = house.all("old-shop").await;
    let vault = house.vault.clone();
    let disable = move |ctx: &mut Ctx, tx: &mut Tx<'_>| client::disable(ctx, tx, &vault, "old-shop");
    house.store.write(Ctx::for_test(77), disable).await.expect("it is there");
    house.interface.refresh().await.expect("the store answers");

    let mut said = Vec::new();
    for secret in [&wrong, &stranger, &disabled, "wbc_short", ""] {
        let mut body = house.get(secret, "/purposes").await.json();
        body["reference"] = json!(null);
        said.push(body);
    }
    assert_eq!(said[0]["code"], "client-unknown");
    assert!(said.iter().all(|one| *one == said[0]), "{said:#?}");
}

#[tokio::test]
async fn a_client_does_what_it_was_given_and_nothing_else() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let reader = house.add("reader", &[Operation::Read], &["news"], 1000).await;
    let refused = house.post(&reader, "/subjects/erase", &json!({ "token": "0".repeat(32) })).await;
    assert_eq!(problem(&refused), (403, "operation-not-allowed".into()));
    let writer = house.add("writer", &[Operation::Create], &["news"], 1000).await;
    let other = json!({ "fields": {}, "purposes": ["news", "billing"], "source": "data-subject" });
    let refused = house.post(&writer, "/subjects/create", &other).await;
    assert_eq!(problem(&refused), (403, "purpose-not-allowed".into()));
    let allowed = house.get(&reader, "/purposes").await.json();
    assert_eq!(
        allowed,
        json!({
            "client": "reader",
            "operations": ["read"],
            "purposes": [{ "name": "news", "in_force": true, "fields": ["contact.email"] }],
            "calls_per_minute": 1000,
        })
    );
}

#[tokio::test]
async fn nobody_learns_or_loosens_anything_for_a_purpose_that_is_not_theirs() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let token = house.anna(&house.all("shop").await).await;
    let other = house.add("other", &[Operation::Read, Operation::Condition], &["billing"], 1000).await;
    for email in ["anna@example.org", "nobody@example.org"] {
        let who = json!({ "identifier": { "field": "contact.email", "value": email } });
        let refused = house.post(&other, "/subjects/read", &json!({ "who": who, "purpose": "news" })).await;
        assert_eq!(problem(&refused), (403, "purpose-not-allowed".into()), "whoever has it, and whether anybody has");
    }
    for (path, ground) in [("/subjects/exempt", "consent"), ("/subjects/override", "compelling-grounds")] {
        let loosen = json!({ "token": token, "purpose": "support", "ground": ground });
        assert_eq!(problem(&house.post(&other, path, &loosen).await), (403, "purpose-not-allowed".into()), "{path}");
    }
}

#[tokio::test]
async fn a_client_that_calls_too_often_is_told_when_to_come_back() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let slow = house.add("slow", &[Operation::Read], &["news"], 2).await;
    assert_eq!([house.get(&slow, "/purposes").await.status, house.get(&slow, "/purposes").await.status], [200, 200]);
    let refused = house.get(&slow, "/purposes").await;
    assert_eq!((problem(&refused), refused.header("retry-after")), ((429, "client-too-fast".into()), Some("30")));
    let later = house.clock.now().as_micros() + i64::try_from(Duration::from_secs(30).as_micros()).expect("fits");
    house.clock.set(Timestamp::from_micros(later).expect("in range"));
    assert_eq!(house.get(&slow, "/purposes").await.status, 200);
}

#[tokio::test]
async fn a_name_is_given_once_and_a_client_needs_purposes_that_exist() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    house.all("shop").await;
    let add = |name: &str, purpose: &str| {
        let new = client::NewClient {
            name: name.to_owned(),
            operations: [Operation::Read].into_iter().collect(),
            purposes: [purpose.to_owned()].into_iter().collect(),
            calls_per_minute: 60,
        };
        let vault = house.vault.clone();
        house.store.write(Ctx::for_test(5), move |ctx: &mut Ctx, tx: &mut Tx<'_>| client::add(ctx, tx, &vault, &new))
    };
    let said = [
        add("shop", "news").await.expect_err("taken").to_string(),
        add("other", "advertising").await.expect_err("no such purpose").to_string(),
        add("Other Shop", "news").await.expect_err("no such name").to_string(),
    ];
    assert_eq!(
        said,
        [
            "a client shop is there already, or was; choose another name",
            "the protocol in force has no purpose of this name",
            "no such client can be: its name is 1 to 64 of a-z, 0-9, '-', '_' and '.'",
        ]
    );
}
