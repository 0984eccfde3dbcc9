use waarborg_testkit::each_engine;
use waarborg_vault::condition::{self, Hold, Object};
use waarborg_vault::erasure::{self, Erase};
use waarborg_vault::history;
use waarborg_vault::person::{self, Change, Choice, Correct, Find, Merge};
use waarborg_vault::purpose::{self, ChangePurpose};
use waarborg_vault::rules::{HoldGround, Objection};
use waarborg_vault::{Error, Token};

use crate::house::{ADA, House, given, json, withheld};

/// Ada again, known under another name and address, with an old telephone number.
fn again(house: &House) -> Token {
    let fields = [
        ("contact.name", r#""A. Canarystone""#),
        ("contact.email", r#""a.canary@other.example""#),
        ("contact.telephone", r#""+31612345678""#),
    ];
    house.person(&fields, &["newsletters", "relations"])
}

fn merge(survivor: Token, other: Token, choices: &[(&str, Choice)]) -> Merge {
    let choices = choices.iter().map(|(field, choice)| ((*field).to_owned(), *choice)).collect();
    Merge { survivor, other, choices }
}

const CHOICES: &[(&str, Choice)] =
    &[("contact.name", Choice::Survivor), ("contact.email", Choice::Other), ("contact.telephone", Choice::Other)];

#[test]
fn fields_that_differ_must_be_chosen() {
    each_engine(|bed| {
        let house = House::open(bed);
        let (ada, other) = (house.ada(), again(&house));
        let refused = house.run(person::merge, merge(ada, other, &CHOICES[..1]));
        let Err(Error::FieldsDiffer { fields }) = refused else { panic!("{refused:?}") };
        assert_eq!(fields, ["contact.email", "contact.telephone"]);
        assert!(matches!(house.run(person::merge, merge(ada, ada, &[])), Err(Error::SamePerson)));
        assert_eq!(given(&house.read(other, "newsletters").unwrap())[0].1, r#""A. Canarystone""#, "nothing was done");
    });
}

#[test]
fn both_tokens_mean_the_one_record_and_its_history_is_that_of_both() {
    each_engine(|bed| {
        let house = House::open(bed);
        let (ada, other) = (house.ada(), again(&house));
        house.read(other, "newsletters").unwrap();
        let merged = house.run(person::merge, merge(ada, other, CHOICES)).unwrap();
        assert_eq!((merged.token, merged.taken), (ada, vec!["contact.email".into(), "contact.telephone".into()]));
        for token in [ada, other] {
            let disclosed = house.read(token, "newsletters").unwrap();
            assert_eq!(disclosed.token, ada);
            assert_eq!(
                given(&disclosed),
                [("contact.name", r#""Ada Canarystone""#), ("contact.email", r#""a.canary@other.example""#)]
            );
        }
        let find = |value: &str| Find { field: "contact.email".to_owned(), value: json(value) };
        assert_eq!(house.run(person::find, find(r#""a.canary@other.example""#)).unwrap().tokens, [ada]);
        assert!(house.run(person::find, find(r#""ada.canary@example.org""#)).unwrap().tokens.is_empty());
        house.sequence();
        let events = house.run(history::history, history::Look { token: other, before: None }).unwrap().events;
        let names: Vec<_> = events.iter().map(|event| event.record["event"].as_str().unwrap()).collect();
        assert_eq!(
            names,
            ["vault.created", "vault.created", "vault.read", "vault.merged", "vault.read", "vault.read", "vault.found"]
        );
        let export = house.run(waarborg_vault::export::export, ada).unwrap().export;
        let whole: serde_json::Value = serde_json::from_str(export.json().reveal()).unwrap();
        assert_eq!(whole["earlier"][0]["value"], "+31 6 12345678", "the number that was not chosen");
    });
}

#[test]
fn a_merged_record_goes_on_through_corrections_and_another_merge() {
    each_engine(|bed| {
        let house = House::open(bed);
        let (ada, other) = (house.ada(), again(&house));
        let number = |token, number: &str| Correct {
            token,
            fields: vec![("contact.telephone".to_owned(), Change::Set(json(number)))],
            source: "data-subject".to_owned(),
        };
        house.run(person::correct, number(other, r#""+31612345677""#)).unwrap();
        house.run(person::correct, number(ada, r#""+31612345676""#)).unwrap();
        house.run(person::merge, merge(other, ada, CHOICES)).unwrap();
        house.run(person::correct, number(ada, r#""+31612345675""#)).unwrap();
        let third = house.person(&ADA[2..3], &["agreement"]);
        let choice = [("contact.telephone", Choice::Survivor)];
        house.run(person::merge, merge(third, other, &choice)).unwrap();
        for token in [ada, other, third] {
            let disclosed = house.read(token, "agreement").unwrap();
            assert_eq!(disclosed.token, third);
            assert!(given(&disclosed).contains(&("contact.telephone", r#""+31 6 12345678""#)));
        }
        let export = house.run(waarborg_vault::export::export, ada).unwrap().export;
        let whole: serde_json::Value = serde_json::from_str(export.json().reveal()).unwrap();
        let mut earlier: Vec<_> =
            whole["earlier"].as_array().unwrap().iter().map(|row| row["value"].as_str().unwrap()).collect();
        earlier.sort_unstable();
        let all = ["+31 6 12345678", "+31612345675", "+31612345676", "+31612345677", "+31612345678"];
        assert_eq!(earlier, all);
        house.sequence();
        assert_eq!(house.run(history::history, history::Look { token: ada, before: None }).unwrap().events.len(), 12);
    });
}

#[test]
fn what_bound_either_binds_the_one_that_stays_and_the_later_act_counts() {
    each_engine(|bed| {
        let house = House::open(bed);
        let (ada, other) = (house.ada(), again(&house));
        let object = Object { token: other, purpose: Some("relations".to_owned()), ground: Objection::OwnSituation };
        house.run(condition::object, object).unwrap();
        let mut later = house.ctx();
        later.now = waarborg_base::Timestamp::from_micros(later.now.as_micros() + 1).unwrap();
        let withdraw = ChangePurpose { token: other, purpose: "newsletters".to_owned() };
        house.run_in(later, purpose::remove_purpose, withdraw).unwrap();
        house.run(person::merge, merge(ada, other, CHOICES)).unwrap();
        assert_eq!(withheld(&house.read(ada, "newsletters").unwrap())[0].1, "consent-withdrawn");
        assert_eq!(withheld(&house.read(ada, "relations").unwrap())[0].1, "objected");
    });
}

#[test]
fn a_hold_on_either_stands_in_the_way() {
    each_engine(|bed| {
        let house = House::open(bed);
        let (ada, other) = (house.ada(), again(&house));
        house.run(condition::hold, Hold { token: other, ground: HoldGround::LegalClaim }).unwrap();
        for (survivor, gone) in [(ada, other), (other, ada)] {
            let refused = house.run(person::merge, merge(survivor, gone, CHOICES));
            assert!(matches!(refused, Err(Error::OnHold { .. })));
        }
    });
}

#[test]
fn one_erasure_destroys_the_keys_of_both_and_names_them() {
    each_engine(|bed| {
        let house = House::open(bed);
        let (ada, other) = (house.ada(), again(&house));
        house.run(person::merge, merge(ada, other, CHOICES)).unwrap();
        let erased = house.run(erasure::erase, Erase { token: other, keep: Vec::new(), suppress: false }).unwrap();
        let found = house.run(|_, tx, _, id| erasure::find_erasure(tx, *id), erased.erasure).unwrap();
        assert_eq!(found.len(), 2);
        assert_ne!(found[0].key, found[1].key);
        assert_eq!(found[0].id, erased.erasure);
        for token in [ada, other] {
            assert!(matches!(house.read(token, "newsletters"), Err(Error::NotFound)));
        }
    });
}
