use serde_json::{Value, json};
use waarborg_base::{Clock, Timestamp};
use waarborg_store::Engine;
use waarborg_testkit::Bed;

use super::house::{House, problem};

async fn approved(house: &House, one: &str, other: &str) -> Value {
    let asked = house.post(one, "/bulk/request", &json!({ "purpose": "news", "reason": "we move" })).await.json();
    let approval = json!({ "approval": asked["approval"] });
    assert_eq!(house.post(other, "/bulk/approve", &approval).await.status, 200);
    approval
}

/// Waits for the end of an answer that comes in pieces, and gives its lines.
fn lines(text: &str) -> Vec<Value> {
    let json = text.lines().filter(|line| line.starts_with('{'));
    json.map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_of_a_purpose_is_read_once_after_somebody_else_approved() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let house = House::open(&Bed::new(engine)).await;
        let (one, other) = (house.all("one").await, house.all("other").await);
        let token = house.anna(&one).await;
        for number in 0..120 {
            let email = format!("person{number}@example.org");
            let person =
                json!({ "fields": { "contact.email": email }, "purposes": ["news"], "source": "data-subject" });
            assert_eq!(house.post(&one, "/subjects/create", &person).await.status, 201);
        }
        house
            .post(&one, "/subjects/object", &json!({ "token": token, "purpose": "news", "ground": "direct-marketing" }))
            .await;
        let approval = approved(&house, &one, &other).await;
        assert_eq!(problem(&house.post(&other, "/bulk/read", &approval).await), (404, "approval-unknown".into()));
        let read = house.post(&one, "/bulk/read", &approval).await;
        let lines = lines(read.text());
        assert_eq!(lines.last(), Some(&json!({ "end": true, "people": 121 })));
        assert_eq!(
            (&lines[0]["token"], &lines[0]["withheld"]),
            (&json!(token), &json!({ "contact.email": "objected" }))
        );
        assert_eq!(lines[120]["given"]["contact.email"]["value"], "person119@example.org");
        let again = house.post(&one, "/bulk/read", &approval).await;
        assert_eq!(problem(&again), (410, "approval-not-usable".into()));
        house.place_leaves();
        let history = house.post(&one, "/subjects/history", &json!({ "token": token })).await.json();
        let read =
            history["events"].as_array().expect("events").iter().any(|event| event["record"]["event"] == "vault.read");
        assert!(read, "a person sees that they were read: {history}");
    }
}

#[tokio::test]
async fn who_asked_cannot_approve_and_an_approval_does_not_last() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let (one, other) = (house.all("one").await, house.all("other").await);
    let ask = json!({ "purpose": "news", "reason": "we move" });
    let approval = json!({ "approval": house.post(&one, "/bulk/request", &ask).await.json()["approval"] });
    assert_eq!(problem(&house.post(&one, "/bulk/approve", &approval).await), (403, "same-client".into()));
    assert_eq!(problem(&house.post(&one, "/bulk/read", &approval).await), (410, "approval-not-usable".into()));
    assert_eq!(house.post(&other, "/bulk/approve", &approval).await.status, 200);
    let later = house.clock.now().as_micros() + 15 * 60 * 1_000_000;
    house.clock.set(Timestamp::from_micros(later).expect("in range"));
    assert_eq!(problem(&house.post(&one, "/bulk/read", &approval).await), (410, "approval-not-usable".into()));
}
