use waarborg_testkit::each_engine;
use waarborg_vault::read::{self, Answer, Read};
use waarborg_vault::rules::Grant;
use waarborg_vault::{Error, Token, Who};

use crate::house::{ADA, House, ask, by_email, given, noon, withheld};

#[test]
fn a_read_gives_what_the_purpose_uses_and_nothing_else() {
    each_engine(|bed| {
        let house = House::open(bed);
        let ada = house.ada();
        let disclosed = house.read(ada, "legal-obligations").unwrap();
        assert_eq!(disclosed.token, ada);
        assert_eq!(
            given(&disclosed),
            [
                ("contact.name", r#""Ada Canarystone""#),
                ("company.organisation", r#""Canary Works""#),
                ("billing.iban", r#""NL91 ABNA 0417 1643 00""#)
            ]
        );
        assert_eq!(withheld(&disclosed), [("billing.invoice", "absent")]);
        assert!(disclosed.given.iter().all(|given| given.source == "data-subject" && given.at == noon()));
    });
}

#[test]
fn a_read_by_identifier_finds_any_spelling_of_it() {
    each_engine(|bed| {
        let house = House::open(bed);
        let ada = house.ada();
        let answer = house.run(read::read, ask(by_email(r#"" ada.canary@EXAMPLE.ORG ""#), "newsletters")).unwrap();
        let Answer::Disclosed(disclosed) = answer else { panic!("{answer:?}") };
        assert_eq!(disclosed.token, ada);
        assert_eq!(given(&disclosed)[1], ("contact.email", r#""Ada.Canary@Example.org""#), "as it was written");
    });
}

#[test]
fn a_field_outside_the_purpose_is_withheld_when_asked_for() {
    each_engine(|bed| {
        let house = House::open(bed);
        let ada = house.ada();
        let fields = Some(vec!["contact.email".to_owned(), "billing.iban".to_owned()]);
        let ask = Read { fields, ..ask(Who::Token(ada), "newsletters") };
        let Answer::Disclosed(disclosed) = house.run(read::read, ask).unwrap() else { panic!("disclosed") };
        assert_eq!(given(&disclosed).len(), 1, "only what was asked for");
        assert_eq!(withheld(&disclosed), [("billing.iban", "not-in-purpose")]);
    });
}

#[test]
fn a_purpose_of_nobodys_protocol_person_or_client_gives_nothing() {
    each_engine(|bed| {
        let house = House::open(bed);
        let ada = house.ada();
        house.sequence();
        let leaves = house.vault.ledger().size();
        assert_eq!(house.run(read::read, ask(Who::Token(ada), "curiosity")).unwrap(), Answer::UnknownPurpose);
        house.sequence();
        assert_eq!(house.vault.ledger().size(), leaves, "nobody was looked at");

        let disclosed = house.read(ada, "relations").unwrap();
        assert!(
            disclosed.given.is_empty() && disclosed.withheld.iter().all(|w| w.reason.as_str() == "not-for-this-person")
        );

        let ask = Read { grant: Grant::of(["newsletters"]), ..ask(Who::Token(ada), "legal-obligations") };
        let Answer::Disclosed(disclosed) = house.run(read::read, ask).unwrap() else { panic!("disclosed") };
        assert!(disclosed.given.is_empty() && disclosed.withheld.iter().all(|w| w.reason.as_str() == "not-granted"));
    });
}

#[test]
fn whoever_may_not_ask_for_a_purpose_learns_of_no_identifier_whether_anybody_has_it() {
    each_engine(|bed| {
        let house = House::open(bed);
        house.ada();
        house.person(&ADA[..2], &["newsletters"]);
        house.sequence();
        let leaves = house.vault.ledger().size();
        for email in [r#""ada.canary@example.org""#, r#""nobody@example.org""#] {
            let ask = Read { grant: Grant::of(["relations"]), ..ask(by_email(email), "newsletters") };
            assert_eq!(house.run(read::read, ask).unwrap(), Answer::NotGranted);
        }
        house.sequence();
        assert_eq!(house.vault.ledger().size(), leaves, "nobody was looked for");
    });
}

#[test]
fn nothing_leaves_when_several_people_have_the_identifier() {
    each_engine(|bed| {
        let house = House::open(bed);
        house.ada();
        house.person(&ADA[..2], &["newsletters"]);
        let answer = house.run(read::read, ask(by_email(r#""ada.canary@example.org""#), "newsletters")).unwrap();
        assert_eq!(answer, Answer::Ambiguous);
        house.sequence();
        assert_eq!(house.vault.ledger().size(), 3, "that somebody asked is in the ledger");
    });
}

#[test]
fn an_unknown_token_and_an_unknown_identifier_are_nobody() {
    each_engine(|bed| {
        let house = House::open(bed);
        house.ada();
        let stranger = Token::from_bytes([7; 16]);
        assert!(matches!(house.read(stranger, "newsletters"), Err(Error::NotFound)));
        let answer = house.run(read::read, ask(by_email(r#""nobody@example.org""#), "newsletters"));
        assert!(matches!(answer, Err(Error::NotFound)));
    });
}

#[test]
fn people_cannot_be_looked_up_by_what_is_no_identifier() {
    each_engine(|bed| {
        let house = House::open(bed);
        let who =
            Who::Identifier { field: "contact.name".to_owned(), value: crate::house::json(r#""Ada Canarystone""#) };
        let answer = house.run(read::read, ask(who, "newsletters"));
        assert!(matches!(answer, Err(Error::NotAnIdentifier { .. })));
    });
}

#[test]
fn nothing_is_given_when_the_ledger_takes_no_leaf() {
    each_engine(|bed| {
        let house = House::open(bed);
        let ada = house.ada();
        house.sequence();
        house.sql("ALTER TABLE ledger_leaf RENAME TO ledger_gone", &[]);
        house.sql("ALTER TABLE ledger_pending RENAME TO ledger_pending_gone", &[]);
        assert!(matches!(house.read(ada, "newsletters"), Err(Error::Ledger(_))));
    });
}
