use waarborg_testkit::each_engine;
use waarborg_vault::Error;
use waarborg_vault::condition::{self, Object};
use waarborg_vault::purpose::{self, ChangePurpose};
use waarborg_vault::rules::Objection;

use crate::house::{ADA, House, withheld};

fn newsletters(token: waarborg_vault::Token) -> ChangePurpose {
    ChangePurpose { token, purpose: "newsletters".to_owned() }
}

#[test]
fn withdrawing_consent_stops_reading_at_once_and_giving_it_again_starts_it() {
    each_engine(|bed| {
        let house = House::open(bed);
        let ada = house.ada();
        assert!(house.run(purpose::remove_purpose, newsletters(ada)).unwrap().changed);
        let disclosed = house.read(ada, "newsletters").unwrap();
        assert!(disclosed.given.is_empty());
        assert!(withheld(&disclosed).iter().all(|(_, reason)| *reason == "consent-withdrawn"));
        assert!(!house.run(purpose::remove_purpose, newsletters(ada)).unwrap().changed, "it was withdrawn already");
        assert!(house.run(purpose::add_purpose, newsletters(ada)).unwrap().changed);
        assert_eq!(house.read(ada, "newsletters").unwrap().given.len(), 2);
        assert!(!house.run(purpose::add_purpose, newsletters(ada)).unwrap().changed, "it stands already");
    });
}

#[test]
fn an_objection_is_not_undone_by_adding_the_purpose_again() {
    each_engine(|bed| {
        let house = House::open(bed);
        let ada = house.person(&ADA[..2], &["newsletters"]);
        let purpose = Some("newsletters".to_owned());
        house.run(condition::object, Object { token: ada, purpose, ground: Objection::DirectMarketing }).unwrap();
        house.run(purpose::remove_purpose, newsletters(ada)).unwrap();
        assert!(matches!(house.run(purpose::add_purpose, newsletters(ada)), Err(Error::Objected { .. })));
    });
}

#[test]
fn a_purpose_that_the_protocol_does_not_have_is_not_added() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let unknown = ChangePurpose { token, purpose: "curiosity".to_owned() };
        assert!(matches!(house.run(purpose::add_purpose, unknown), Err(Error::UnknownPurpose)));
    });
}
