use waarborg_testkit::each_engine;
use waarborg_vault::condition::{self, Exempt, Hold, Lift, Object, OverrideObjection, Restrict};
use waarborg_vault::person::{self, Change, Correct, Created};
use waarborg_vault::rules::{Exemption, HoldGround, Objection, Override, Restriction};
use waarborg_vault::{Error, Token, purpose};

use crate::house::{ADA, House, create, json, withheld};

fn reasons(house: &House, token: Token, purpose: &str) -> Vec<String> {
    let mut reasons: Vec<_> = withheld(&house.read(token, purpose).expect("a person"))
        .into_iter()
        .map(|(_, reason)| reason.to_owned())
        .collect();
    reasons.dedup();
    reasons
}

#[test]
fn a_restriction_stops_every_purpose_but_an_exempted_one_until_it_is_lifted() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let restrict = Restrict { token, purpose: None, ground: Restriction::AccuracyContested };
        let set = house.run(condition::restrict, restrict).unwrap();
        assert_eq!(reasons(&house, token, "agreement"), ["restricted"]);
        assert_eq!(reasons(&house, token, "newsletters"), ["restricted"]);

        let exempt = Exempt { token, purpose: "agreement".to_owned(), ground: Exemption::LegalClaims };
        house.run(condition::exempt, exempt).unwrap();
        assert_eq!(reasons(&house, token, "agreement"), ["absent"]);
        assert_eq!(reasons(&house, token, "newsletters"), ["restricted"]);

        let lift = Lift { token, condition: set.condition };
        assert!(house.run(condition::lift, lift.clone()).unwrap().changed);
        assert_eq!(house.read(token, "newsletters").unwrap().given.len(), 2);
        assert!(!house.run(condition::lift, lift).unwrap().changed);
    });
}

#[test]
fn an_objection_binds_unless_compelling_grounds_override_it() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.person(ADA, &["relations", "agreement"]);
        let purpose = Some("relations".to_owned());
        house.run(condition::object, Object { token, purpose, ground: Objection::OwnSituation }).unwrap();
        assert_eq!(reasons(&house, token, "relations"), ["objected"]);
        assert_eq!(reasons(&house, token, "agreement"), ["absent"]);
        let purpose = "relations".to_owned();
        let ground = Override::CompellingGrounds;
        house.run(condition::override_objection, OverrideObjection { token, purpose, ground }).unwrap();
        assert_eq!(reasons(&house, token, "relations"), ["absent"]);
    });
}

#[test]
fn what_article_21_does_not_allow_is_refused() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let purpose = Some("agreement".to_owned());
        let object = Object { token, purpose, ground: Objection::OwnSituation };
        assert!(matches!(house.run(condition::object, object), Err(Error::NotByObjection { .. })));
        let (purpose, ground) = ("newsletters".to_owned(), Override::LegalClaims);
        let marketing = OverrideObjection { token, purpose, ground };
        assert!(matches!(house.run(condition::override_objection, marketing), Err(Error::NotByObjection { .. })));
    });
}

#[test]
fn an_objection_to_direct_marketing_outlives_the_record() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let object = Object { token, purpose: None, ground: Objection::DirectMarketing };
        house.run(condition::object, object).unwrap();
        assert_eq!(reasons(&house, token, "newsletters"), ["objected"]);
        let erase = waarborg_vault::erasure::Erase { token, keep: Vec::new(), suppress: false };
        house.run(waarborg_vault::erasure::erase, erase).unwrap();

        let again = house.run(person::create, create(ADA, &["agreement", "newsletters"])).unwrap();
        let Created::Created { token, objected, .. } = again else { panic!("{again:?}") };
        assert_eq!(objected, ["newsletters"]);
        assert_eq!(reasons(&house, token, "newsletters"), ["objected"]);
        assert_eq!(reasons(&house, token, "agreement"), ["absent"]);
    });
}

#[test]
fn a_condition_is_lifted_only_for_its_own_person_and_a_hold_only_by_release() {
    each_engine(|bed| {
        let house = House::open(bed);
        let (token, other) = (house.ada(), house.person(&ADA[..1], &["newsletters"]));
        let held = house.run(condition::hold, Hold { token, ground: HoldGround::LegalClaim }).unwrap();
        let condition = held.condition;
        let lifted = house.run(condition::lift, Lift { token, condition });
        assert!(matches!(lifted, Err(Error::UnknownCondition)));
        let elsewhere = house.run(condition::release, Lift { token: other, condition });
        assert!(matches!(elsewhere, Err(Error::UnknownCondition)));
        assert_eq!(house.read(token, "newsletters").unwrap().given.len(), 2, "a hold stops erasing, not reading");
        assert!(house.run(condition::release, Lift { token, condition }).unwrap().changed);
    });
}

#[test]
fn under_a_legal_hold_no_value_is_taken_out_unless_it_stays_in_the_history() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let held = house.run(condition::hold, Hold { token, ground: HoldGround::LegalClaim }).unwrap();
        let take_out = |field: &str| {
            let fields = vec![(field.to_owned(), Change::Remove)];
            house.run(person::correct, Correct { token, fields, source: "organisation".to_owned() })
        };
        assert!(matches!(take_out("billing.iban"), Err(Error::OnHold { ground: HoldGround::LegalClaim })));
        assert_eq!(take_out("contact.telephone").unwrap().changed, ["contact.telephone"], "its history is kept");
        assert_eq!(take_out("billing.invoice").unwrap().unchanged, ["billing.invoice"], "there is nothing to lose");
        house.run(condition::release, Lift { token, condition: held.condition }).unwrap();
        assert_eq!(take_out("billing.iban").unwrap().changed, ["billing.iban"]);
    });
}

#[test]
fn an_objection_to_direct_marketing_binds_a_purpose_or_identifier_that_comes_later() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let erase = waarborg_vault::erasure::Erase { token, keep: Vec::new(), suppress: true };
        house.run(waarborg_vault::erasure::erase, erase).unwrap();

        let purpose = "newsletters".to_owned();
        let add = |token| purpose::ChangePurpose { token, purpose: purpose.clone() };
        let token = house.person(&ADA[..2], &["agreement"]);
        house.run(purpose::add_purpose, add(token)).unwrap();
        assert_eq!(reasons(&house, token, "newsletters"), ["objected"], "the purpose came later");

        let token = house.person(&ADA[..1], &["newsletters"]);
        let fields = vec![("contact.email".to_owned(), Change::Set(json(ADA[1].1)))];
        house.run(person::correct, Correct { token, fields, source: "organisation".to_owned() }).unwrap();
        assert_eq!(reasons(&house, token, "newsletters"), ["objected"], "the identifier came later");
    });
}

#[test]
fn what_binds_a_person_is_never_overlooked_for_want_of_a_word() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let restrict = Restrict { token, purpose: None, ground: Restriction::Unlawful };
        house.run(condition::restrict, restrict).unwrap();
        house.sql("UPDATE vault_condition SET ground = 'a word of a later version'", &[]);
        assert!(matches!(house.read(token, "newsletters"), Err(Error::DoesNotOpen { what: "a condition" })));
    });
}
