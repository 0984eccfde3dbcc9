use waarborg_testkit::each_engine;
use waarborg_vault::purpose::{self, ChangePurpose};
use waarborg_vault::{Error, Who, erasure, export, history, read};

use crate::house::{ADA, House, UseCase, ask};

#[test]
fn a_person_sees_who_used_their_data_and_why_and_nobody_sees_it_after_erasure() {
    each_engine(|bed| {
        let house = House::open(bed);
        let (token, other) = (house.ada(), house.person(&ADA[..1], &["newsletters"]));
        house.read(token, "newsletters").unwrap();
        house.read(other, "newsletters").unwrap();
        house.run(purpose::remove_purpose, ChangePurpose { token, purpose: "newsletters".to_owned() }).unwrap();
        house.read(token, "newsletters").unwrap();
        house.sequence();
        let events = house.run(history::history, history::Look { token, before: None }).unwrap().events;
        let names: Vec<_> = events.iter().map(|event| event.record["event"].as_str().unwrap()).collect();
        assert_eq!(names, ["vault.created", "vault.read", "vault.purpose_removed", "vault.read"]);
        let read = &events[1].record;
        assert_eq!(read["client"], "crm");
        assert_eq!(read["purpose"], "newsletters");
        assert_eq!(read["given"], serde_json::json!(["contact.name", "contact.email"]));
        assert_eq!(read["withheld"], serde_json::json!({}), "what is not there is not withheld");
        let after = events[3].record["withheld"].clone();
        assert_eq!(after["consent-withdrawn"].as_array().unwrap().len(), 4);
        assert_eq!(read["at"], house.ctx().now.to_string());
        house.sequence();
        let looked = house.run(history::history, history::Look { token, before: None }).unwrap().events;
        assert_eq!(looked.last().unwrap().record["event"], "vault.history", "looking is an event as well");

        let leaves = house.vault.ledger().size();
        house.run(erasure::erase, erasure::Erase { token, keep: Vec::new(), suppress: false }).unwrap();
        assert!(matches!(house.run(history::history, history::Look { token, before: None }), Err(Error::NotFound)));
        house.sequence();
        assert!(house.vault.ledger().size() > leaves, "the leaves stay");
    });
}

#[test]
fn an_event_says_no_value() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        house.read(token, "agreement").unwrap();
        house.sequence();
        for event in house.run(history::history, history::Look { token, before: None }).unwrap().events {
            let text = event.record.to_string();
            assert!(!text.contains("Canary") && !text.contains(&token.to_string()), "{text}");
        }
    });
}

#[test]
fn two_events_of_one_person_cannot_change_places() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        house.read(token, "agreement").unwrap();
        house.sequence();
        let swapped = house.sql(
            "UPDATE ledger_leaf SET body = other.body FROM ledger_leaf AS other WHERE other.position = 1 - ledger_leaf.position",
            &[],
        );
        assert_eq!(swapped, 2);
        assert!(matches!(
            house.run(history::history, history::Look { token, before: None }),
            Err(Error::DoesNotOpen { .. })
        ));
    });
}

#[test]
fn an_export_holds_everything_in_two_forms() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        house.read(token, "newsletters").unwrap();
        house.sequence();
        let export = house.run(export::export, token).unwrap().export;
        let whole: serde_json::Value = serde_json::from_str(export.json().reveal()).unwrap();
        assert_eq!(whole["fields"].as_array().unwrap().len(), ADA.len());
        assert_eq!(whole["fields"][0]["field"], "billing.iban");
        assert_eq!(whole["fields"][0]["value"], "NL91 ABNA 0417 1643 00");
        assert_eq!(whole["fields"][0]["source"], "data-subject");
        assert_eq!(whole["fields"][0]["portable"], true);
        assert_eq!(whole["purposes"].as_array().unwrap().len(), 3);
        assert_eq!(whole["uses"][1]["record"]["purpose"], "newsletters");
        let csv = export.csv();
        assert!(csv.reveal().starts_with("\u{feff}field;value;source;at;replaced_at\r\nbilling.iban;NL91 ABNA"));
        assert!(csv.reveal().contains("contact.telephone;'+31 6 12345678;data-subject;"), "no formula");
    });
}

const ROUNDS: usize = 4;
const EACH: usize = 4_200;

#[test]
fn a_long_history_comes_in_pages_that_miss_nothing() {
    let bed = waarborg_testkit::Bed::new(waarborg_store::Engine::Sqlite);
    let house = House::open(&bed);
    let token = house.ada();
    // Each round fills more than a segment of the ledger with events that are hers alone.
    for _ in 0..ROUNDS {
        let read_often: UseCase<read::Read, ()> =
            |ctx, tx, vault, input| (0..EACH).try_for_each(|_| read::read(ctx, tx, vault, input).map(drop));
        house.run(read_often, ask(Who::Token(token), "agreement")).unwrap();
    }
    let (mut before, mut positions, mut pages) = (None, Vec::new(), 0);
    loop {
        let page = house.run(history::history, history::Look { token, before }).unwrap();
        assert!(page.events.len() < 1_000 + 2 * EACH, "a page is bounded");
        assert!(page.events.is_sorted_by_key(|event| event.position));
        positions.extend(page.events.iter().map(|event| event.position));
        pages += 1;
        before = page.earlier;
        if before.is_none() {
            break;
        }
    }
    positions.sort_unstable();
    assert!(pages >= ROUNDS, "{pages}");
    positions.dedup();
    let first = positions.iter().filter(|&&position| position <= (ROUNDS * EACH) as u64).count();
    assert_eq!(first, 1 + ROUNDS * EACH, "the creation and every read");
}
