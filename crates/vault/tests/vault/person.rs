use waarborg_base::{Ctx, Fault, IdempotencyKey, Kind};
use waarborg_testkit::each_engine;
use waarborg_vault::person::{self, Change, Correct, Create, Created, Find, IfKnown};
use waarborg_vault::read::{self, Answer};
use waarborg_vault::{Error, Token};

use crate::house::{ADA, House, ask, by_email, create, given, json};

fn correct(token: Token, fields: &[(&str, Option<&str>)]) -> Correct {
    let change = |value: Option<&str>| value.map_or(Change::Remove, |value| Change::Set(json(value)));
    Correct {
        token,
        fields: fields.iter().map(|(field, value)| ((*field).to_owned(), change(*value))).collect(),
        source: "organisation".to_owned(),
    }
}

fn find(field: &str, value: &str) -> Find {
    Find { field: field.to_owned(), value: json(value) }
}

#[test]
fn the_same_key_takes_a_person_up_once() {
    each_engine(|bed| {
        let house = House::open(bed);
        let key = IdempotencyKey::from_bytes([5; 16]);
        let call = |seed, input: Create| house.run_in(Ctx::for_test(seed).with_key(key), person::create, input);
        let first = call(10, create(ADA, &["agreement"])).unwrap();
        assert_eq!(call(11, create(ADA, &["agreement"])).unwrap(), first);
        assert_eq!(house.count("SELECT COUNT(*) FROM vault_person"), 1);
        let other = call(12, create(&ADA[..2], &["agreement"]));
        assert!(matches!(&other, Err(error) if error.kind() == Kind::Conflict), "{other:?}");
    });
}

#[test]
fn what_cannot_be_taken_in_is_refused_whole() {
    each_engine(|bed| {
        let house = House::open(bed);
        let refused = |input: Create| house.run(person::create, input).unwrap_err();
        assert!(matches!(refused(create(ADA, &[])), Error::NoPurpose));
        assert!(matches!(refused(create(ADA, &["curiosity"])), Error::UnknownPurpose));
        assert!(matches!(refused(create(ADA, &["newsletters"])), Error::FieldWithoutPurpose { .. }));
        assert!(matches!(refused(create(&[("contact.shoe", "41")], &["agreement"])), Error::Field(_)));
        assert!(matches!(refused(create(&[("contact.email", r#""no address""#)], &["agreement"])), Error::Field(_)));
        let twice = [ADA[0], ADA[1], ADA[0]];
        assert!(matches!(refused(create(&twice, &["agreement"])), Error::FieldTwice { position: 2 }));
        let source = "hearsay".to_owned();
        assert!(matches!(refused(Create { source, ..create(ADA, &["agreement"]) }), Error::UnknownSource));
        assert_eq!(house.count("SELECT COUNT(*) FROM vault_person"), 0);
    });
}

#[test]
fn a_possible_duplicate_is_reported_by_field_and_refused_only_on_request() {
    each_engine(|bed| {
        let house = House::open(bed);
        house.ada();
        let again = create(&[("contact.email", r#""ADA.canary@example.org""#)], &["newsletters"]);
        let refused = house.run(person::create, Create { if_known: IfKnown::Refuse, ..again.clone() }).unwrap();
        assert_eq!(refused, Created::Known { known: vec!["contact.email".to_owned()] });
        let Created::Created { known, .. } = house.run(person::create, again).unwrap() else { panic!("created") };
        assert_eq!(known, ["contact.email"]);
        let found = house.run(person::find, find("contact.email", r#""ada.canary@example.org""#)).unwrap();
        assert_eq!(found.tokens.len(), 2);
    });
}

#[test]
fn a_correction_replaces_the_value_and_the_way_to_find_it() {
    each_engine(|bed| {
        let house = House::open(bed);
        let ada = house.ada();
        let change = [("contact.email", Some(r#""ada@new.example""#)), ("contact.name", Some(r#""Ada Canarystone""#))];
        let corrected = house.run(person::correct, correct(ada, &change)).unwrap();
        assert_eq!(
            (corrected.changed, corrected.unchanged),
            (vec!["contact.email".into()], vec!["contact.name".into()])
        );
        let old = house.run(read::read, ask(by_email(r#""ada.canary@example.org""#), "newsletters"));
        assert!(matches!(old, Err(Error::NotFound)));
        let new = house.run(read::read, ask(by_email(r#""ada@new.example""#), "newsletters")).unwrap();
        let Answer::Disclosed(disclosed) = new else { panic!("{new:?}") };
        assert_eq!(given(&disclosed)[1].1, r#""ada@new.example""#);
        assert_eq!(disclosed.given[1].source, "organisation");
    });
}

#[test]
fn an_earlier_value_is_kept_only_where_the_protocol_wants_the_history() {
    each_engine(|bed| {
        let house = House::open(bed);
        let ada = house.ada();
        let changes = [("contact.telephone", Some(r#""+31612345679""#)), ("contact.name", Some(r#""Ada Stone""#))];
        house.run(person::correct, correct(ada, &changes)).unwrap();
        house.run(person::correct, correct(ada, &[("contact.telephone", None)])).unwrap();
        house.run(person::correct, correct(ada, &[("contact.telephone", Some(r#""+31612345670""#))])).unwrap();
        assert_eq!(house.count("SELECT COUNT(*) FROM vault_history"), 2);
        assert_eq!(house.count("SELECT COUNT(*) FROM vault_history WHERE field = 'contact.telephone'"), 2);
        let export = house.run(waarborg_vault::export::export, ada).unwrap().export;
        let whole: serde_json::Value = serde_json::from_str(export.json().reveal()).unwrap();
        let earlier: Vec<_> =
            whole["earlier"].as_array().unwrap().iter().map(|row| row["value"].as_str().unwrap()).collect();
        assert_eq!(earlier, ["+31 6 12345678", "+31612345679"]);
    });
}

#[test]
fn a_field_without_a_purpose_is_not_added_later_either() {
    each_engine(|bed| {
        let house = House::open(bed);
        let subscriber = house.person(&ADA[..2], &["newsletters"]);
        let added =
            house.run(person::correct, correct(subscriber, &[("billing.iban", Some(r#""NL91ABNA0417164300""#))]));
        assert!(matches!(added, Err(Error::FieldWithoutPurpose { .. })));
        let removed = house.run(person::correct, correct(subscriber, &[("contact.name", None)])).unwrap();
        assert_eq!(removed.changed, ["contact.name"]);
        assert_eq!(given(&house.read(subscriber, "newsletters").unwrap()).len(), 1);
    });
}
