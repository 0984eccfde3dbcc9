use std::path::Path;

use proptest::prelude::*;
use waarborg_base::Timestamp;
use waarborg_protocol::load;
use waarborg_protocol::model::FieldKind;

use super::*;

const PROTOCOL: &str = r#"
waarborg = 1
[controller]
name = "Example"
languages = ["en"]
time_zone = "Europe/Amsterdam"

[category.contact]
name = "Contact"
source = "data-subject"
field.name = { name = "Name", kind = "name", history = true }
field.email = { name = "E-mail", kind = "email" }
field.clicks = { name = "Clicks", kind = "behaviour", nature = "observed" }
field.score = { name = "Score", kind = "number", nature = "derived" }

[category.register]
name = "Register"
source = ["public", "organisation"]
field.bsn = { name = "BSN", kind = "bsn", statute = "Some Act, Article 1" }
field.number = { name = "Number", kind = "identifier" }

[category.loose]
name = "Loose"
field.bsn = { name = "BSN without a statute", kind = "bsn" }

[category.care]
name = "Care"
special = "health"
special_exception = "health-care"
field.note = { name = "Note", kind = "health" }
field.policy = { name = "Policy number", kind = "identifier" }

[category.faith]
name = "Faith"
special = "belief"
field.note = { name = "Note", kind = "text" }

[category.court]
name = "Court"
criminal = true
field.case = { name = "Case", kind = "identifier" }

[retention.year]
period = "P1Y"

[purpose.consent]
name = "Consent"
data = ["contact"]
basis = { kind = "consent", text = "Yes", withdraw = "No" }
retention = ["year"]

[purpose.contract]
name = "Contract"
data = ["contact.name", "contact.email", "register"]
basis = { kind = "contract", contract = "Ours" }

[purpose.duty]
name = "Duty"
data = ["contact.name", "register.bsn", "loose", "faith"]
basis = { kind = "legal-obligation", statute = "Some Act" }

[purpose.life]
name = "Life"
data = ["contact", "care"]
basis = { kind = "vital-interest", situation = "An accident" }

[purpose.task]
name = "Task"
data = ["contact"]
basis = { kind = "public-task", statute = "Some Act" }

[purpose.interest]
name = "Interest"
data = ["contact"]
basis = { kind = "legitimate-interest", interest = "Ours" }

[purpose.mailing]
name = "Mailing"
data = ["contact.email"]
basis = { kind = "legitimate-interest", interest = "Ours" }
direct_marketing = true

[purpose.newsletter]
name = "Newsletter"
data = ["contact.email"]
basis = { kind = "consent", text = "Yes", withdraw = "No" }
direct_marketing = true

[purpose.offers]
name = "Offers to customers"
data = ["contact.email"]
basis = { kind = "contract", contract = "Ours" }
direct_marketing = true

[purpose.baseless]
name = "Baseless"
data = ["contact"]
"#;

const PURPOSES: &[&str] =
    &["consent", "contract", "duty", "life", "task", "interest", "mailing", "newsletter", "offers", "baseless"];

fn compiled(text: &str) -> Rules {
    let loaded = load::load(&vec![("protocol.toml".to_owned(), text.to_owned())], "protocol.toml");
    Rules::compile(loaded.protocol.as_ref().unwrap_or_else(|| panic!("{:?}", loaded.findings)))
}

fn rules() -> Rules {
    compiled(PROTOCOL)
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros).unwrap()
}

/// A person whose data is held for every purpose since moment 0.
fn everywhere() -> Standing {
    let state = |purpose: &&str| PurposeState { purpose: (*purpose).into(), added_at: at(0), removed_at: None };
    Standing { purposes: PURPOSES.iter().map(state).collect(), conditions: Vec::new() }
}

fn without(purpose: &str) -> Standing {
    let mut standing = everywhere();
    standing.purposes.retain(|state| *state.purpose != *purpose);
    standing
}

fn removed(purpose: &str) -> Standing {
    let mut standing = everywhere();
    let state = standing.purposes.iter_mut().find(|state| *state.purpose == *purpose).unwrap();
    state.removed_at = Some(at(5));
    standing
}

fn under(conditions: &[(Option<&str>, State, i64)]) -> Standing {
    let condition = |(purpose, state, set_at): &(Option<&str>, State, i64)| Condition {
        purpose: purpose.map(Into::into),
        state: *state,
        set_at: at(*set_at),
    };
    Standing { conditions: conditions.iter().map(condition).collect(), ..everywhere() }
}

fn all(rules: &Rules) -> FieldSet {
    rules.fields().map(|(id, _)| id).collect()
}

/// What the decision on one field comes to.
fn reason(rules: &Rules, purpose: &str, field: &str, grant: &Grant, standing: &Standing) -> Option<Reason> {
    let wanted = rules.field_set([field]).unwrap();
    let Decision::Decided(decided) = decide(rules, purpose, Some(&wanted), grant, standing, &all(rules)) else {
        panic!("{purpose} is known")
    };
    assert_eq!(decided.given.len() + decided.withheld.len(), 1, "the field is given or withheld, and not both");
    decided.withheld.first().map(|withheld| withheld.reason)
}

fn check(purpose: &str, standing: &Standing, expected: Option<Reason>) {
    let field = if purpose == "duty" { "contact.name" } else { "contact.email" };
    assert_eq!(reason(&rules(), purpose, field, &Grant::any(), standing), expected, "{purpose} {standing:?}");
}

#[test]
fn a_category_stands_for_all_its_fields_and_a_field_for_itself() {
    let rules = rules();
    let fields = |purpose: &str| -> Vec<String> {
        let rule = rules.purpose_rule(rules.purpose(purpose).unwrap());
        rule.fields.iter().map(|field| rules.field_rule(field).name.to_string()).collect()
    };
    assert_eq!(fields("consent"), ["contact.name", "contact.email", "contact.clicks", "contact.score"]);
    assert_eq!(fields("contract"), ["contact.name", "contact.email", "register.bsn", "register.number"]);
    assert_eq!(fields("mailing"), ["contact.email"]);
    let name = rules.field_rule(rules.field("contact.name").unwrap());
    assert!(name.history && name.kind == FieldKind::Name && *name.category == *"contact");
    let retention = &rules.purpose_rule(rules.purpose("consent").unwrap()).retention;
    assert_eq!(retention.iter().map(|id| &**id).collect::<Vec<_>>(), ["year"]);
}

#[test]
fn people_are_found_by_what_identifies_and_never_by_what_is_sensitive() {
    let rules = rules();
    let indexed: Vec<&str> = rules.fields().filter(|(_, rule)| rule.indexed).map(|(_, rule)| &*rule.name).collect();
    assert_eq!(indexed, ["contact.email", "register.bsn", "register.number"]);
    let (policy, value) = rules.read("care.policy", &serde_json::json!("P-1")).unwrap();
    assert!(value.normal_form().is_some() && rules.indexed(policy, &value).is_none());
}

#[test]
fn a_field_is_read_as_what_the_protocol_says_it_is() {
    let rules = rules();
    let code = |field: &str, json: serde_json::Value| rules.read(field, &json).map(|_| ()).map_err(|err| err.code());
    assert_eq!(code("contact.email", "anna@example.org".into()), Ok(()));
    assert_eq!(code("contact.email", "anna".into()), Err("value-form"));
    assert_eq!(code("contact.fax", "anna".into()), Err("unknown-field"));
    assert_eq!(code("loose.bsn", "111222333".into()), Err("field-banned"));
    assert_eq!(code("faith.note", "none".into()), Err("field-banned"));
    assert_eq!(code("register.bsn", "111222333".into()), Ok(()));
    assert_eq!(code("care.note", "hay fever".into()), Ok(()));
    let err = rules.read("contact.email", &"secret words".into()).unwrap_err();
    assert_eq!(
        err.to_string(),
        "`contact.email`: the form is wrong; this has to be an e-mail address, as `name@example.org`"
    );
    assert_eq!(rules.field_set(["contact.email", "secret words"]), Err(UnknownField { position: 1 }));
    assert_eq!(rules.known_fields(["contact.email", "secret words"]).len(), 1);
}

#[test]
fn an_unknown_purpose_is_said_to_be_unknown() {
    let rules = rules();
    let decided = decide(&rules, "profit", None, &Grant::any(), &everywhere(), &all(&rules));
    assert_eq!(decided, Decision::UnknownPurpose);
}

#[test]
fn without_a_list_everything_the_purpose_uses_is_asked_for() {
    let rules = rules();
    let present = rules.field_set(["contact.email", "care.note"]).unwrap();
    let decided = decide(&rules, "consent", None, &Grant::any(), &everywhere(), &present);
    let Decision::Decided(decided) = decided else { panic!("known") };
    assert_eq!(rules.purpose("consent"), Some(decided.purpose));
    assert_eq!(decided.given, [rules.field("contact.email").unwrap()]);
    let withheld: Vec<_> =
        decided.withheld.iter().map(|one| (&*rules.field_rule(one.field).name, one.reason)).collect();
    let absent = ["contact.name", "contact.clicks", "contact.score"].map(|name| (name, Reason::Absent));
    assert_eq!(withheld, absent);
}

#[test]
fn a_client_is_given_nothing_for_a_purpose_it_may_not_use() {
    let rules = rules();
    let grant = Grant::of(["task", "contract", "contract"]);
    let with = |purpose, field, grant: &Grant| reason(&rules, purpose, field, grant, &everywhere());
    assert_eq!(with("contract", "contact.email", &grant), None);
    assert_eq!(with("consent", "contact.email", &grant), Some(Reason::NotGranted));
    assert_eq!(with("consent", "care.note", &grant), Some(Reason::NotGranted), "also where another reason applies");
    assert_eq!(with("contract", "contact.email", &Grant::of([])), Some(Reason::NotGranted));
}

#[test]
fn a_field_outside_the_purpose_is_withheld_even_when_all_is_well() {
    assert_eq!(reason(&rules(), "contract", "care.note", &Grant::any(), &everywhere()), Some(Reason::NotInPurpose));
    assert_eq!(
        reason(&rules(), "consent", "care.note", &Grant::any(), &removed("consent")),
        Some(Reason::NotInPurpose)
    );
}

#[test]
fn data_that_may_not_be_processed_is_not_given() {
    let rules = rules();
    let with = |purpose, field| reason(&rules, purpose, field, &Grant::any(), &everywhere());
    assert_eq!(with("duty", "loose.bsn"), Some(Reason::Banned), "a BSN without a statute");
    assert_eq!(with("duty", "register.bsn"), None);
    assert_eq!(with("duty", "faith.note"), Some(Reason::Banned), "a special category without an exception");
    assert_eq!(with("life", "care.note"), None);
}

#[test]
fn a_purpose_is_served_from_when_it_is_added_until_it_is_removed() {
    for purpose in PURPOSES.iter().filter(|purpose| **purpose != "baseless") {
        check(purpose, &everywhere(), None);
        check(purpose, &without(purpose), Some(Reason::NotForThisPerson));
        let consent = matches!(*purpose, "consent" | "newsletter");
        check(
            purpose,
            &removed(purpose),
            Some(if consent { Reason::ConsentWithdrawn } else { Reason::PurposeRemoved }),
        );
        let another = if *purpose == "task" { "interest" } else { "task" };
        check(purpose, &removed(another), None);
    }
    check("baseless", &everywhere(), Some(Reason::NoLawfulBasis));
}

const MARKETING: State = State::Objected(Objection::DirectMarketing);
const OWN: State = State::Objected(Objection::OwnSituation);
const COMPELLING: State = State::Overridden(Override::CompellingGrounds);
const CONTESTED: State = State::Restricted(Restriction::AccuracyContested);
const CLAIMS: State = State::Exempted(Exemption::LegalClaims);

#[test]
fn an_objection_binds_what_can_be_objected_to() {
    let objected = Some(Reason::Objected);
    for (purpose, own, marketing) in [
        ("consent", None, None),
        ("contract", None, None),
        ("duty", None, None),
        ("life", None, None),
        ("task", objected, None),
        ("interest", objected, None),
        ("mailing", objected, objected),
        ("newsletter", objected, objected),
        ("offers", objected, objected),
    ] {
        let rules = rules();
        let rule = rules.purpose_rule(rules.purpose(purpose).unwrap());
        assert_eq!(rule.may_object(), own.is_some(), "{purpose}");
        assert_eq!(rule.may_override(), own.is_some() && marketing.is_none(), "{purpose}");
        assert_eq!(rule.may_withdraw(), matches!(purpose, "consent" | "newsletter"), "{purpose}");
        check(purpose, &under(&[(None, OWN, 1)]), own);
        check(purpose, &under(&[(None, MARKETING, 1)]), marketing);
        check(purpose, &under(&[(Some(purpose), OWN, 1)]), objected);
        check(purpose, &under(&[(Some("unknown"), OWN, 1), (Some("unknown"), MARKETING, 1)]), None);
    }
}

#[test]
fn compelling_grounds_answer_an_objection_but_never_one_to_direct_marketing() {
    for purpose in ["task", "interest"] {
        check(purpose, &under(&[(Some(purpose), OWN, 1), (Some(purpose), COMPELLING, 1)]), None);
        check(purpose, &under(&[(None, OWN, 1), (Some(purpose), COMPELLING, 2)]), None);
        for insufficient in [
            [(Some(purpose), OWN, 3), (Some(purpose), COMPELLING, 2)],
            [(Some(purpose), OWN, 1), (Some("mailing"), COMPELLING, 2)],
            [(Some(purpose), OWN, 1), (None, COMPELLING, 2)],
            [(Some(purpose), OWN, 1), (Some(purpose), CLAIMS, 2)],
        ] {
            check(purpose, &under(&insufficient), Some(Reason::Objected));
        }
    }
    for (purpose, objection) in [("mailing", MARKETING), ("mailing", OWN), ("newsletter", MARKETING), ("offers", OWN)] {
        check(
            purpose,
            &under(&[(Some(purpose), objection, 1), (Some(purpose), COMPELLING, 2)]),
            Some(Reason::Objected),
        );
    }
}

#[test]
fn restricted_data_is_only_stored_but_for_what_was_exempted() {
    for purpose in PURPOSES.iter().filter(|purpose| **purpose != "baseless") {
        let restricted = Some(Reason::Restricted);
        check(purpose, &under(&[(None, CONTESTED, 1)]), restricted);
        check(purpose, &under(&[(Some(purpose), CONTESTED, 1)]), restricted);
        check(purpose, &under(&[(Some("unknown"), CONTESTED, 1)]), None);
        check(purpose, &under(&[(None, CONTESTED, 1), (Some(purpose), CLAIMS, 1)]), None);
        check(purpose, &under(&[(None, CONTESTED, 1), (Some("unknown"), CLAIMS, 1)]), restricted);
        check(purpose, &under(&[(None, CONTESTED, 1), (None, CLAIMS, 1)]), restricted);
        check(purpose, &under(&[(None, CONTESTED, 1), (Some(purpose), COMPELLING, 1)]), restricted);
        let again = [(None, CONTESTED, 1), (Some(*purpose), CLAIMS, 1), (None, CONTESTED, 2)];
        check(purpose, &under(&again), restricted);
    }
}

#[test]
fn a_legal_hold_stops_erasure_and_no_reading() {
    let held = under(&[(None, State::Held(HoldGround::LegalClaim), 1)]);
    assert_eq!(held.held().collect::<Vec<_>>(), [HoldGround::LegalClaim]);
    check("contract", &held, None);
}

#[test]
fn the_first_reason_in_order_is_given() {
    let both = under(&[(None, CONTESTED, 1), (None, OWN, 1)]);
    check("interest", &both, Some(Reason::Objected));
    let mut gone = both.clone();
    gone.purposes.clear();
    check("interest", &gone, Some(Reason::NotForThisPerson));
    let rules = rules();
    let nothing = decide(&rules, "interest", None, &Grant::any(), &both, &FieldSet::default());
    let Decision::Decided(decided) = nothing else { panic!("known") };
    assert!(decided.withheld.iter().all(|one| one.reason == Reason::Objected), "what is absent stays untold");
}

#[test]
fn portable_is_what_the_person_gave_or_showed_on_consent_or_contract() {
    let rules = rules();
    let is = |field: &str, standing: &Standing| portable(&rules, rules.field(field).unwrap(), standing);
    assert!(is("contact.email", &everywhere()) && is("contact.clicks", &everywhere()));
    assert!(!is("contact.score", &everywhere()), "derived");
    assert!(!is("register.number", &everywhere()), "from others");
    assert!(!is("care.note", &everywhere()), "on another basis");
    assert!(!is("contact.clicks", &removed("consent")), "on consent that was withdrawn");
    assert!(is("contact.name", &removed("consent")), "the contract goes on");
    assert!(!is("contact.email", &Standing::default()));
}

#[test]
fn stored_words_come_back_as_what_they_were() {
    let states = || {
        let restricted = Restriction::ALL.iter().map(|ground| State::Restricted(*ground));
        let exempted = Exemption::ALL.iter().map(|ground| State::Exempted(*ground));
        let objected = Objection::ALL.iter().map(|ground| State::Objected(*ground));
        let overridden = Override::ALL.iter().map(|ground| State::Overridden(*ground));
        let held = HoldGround::ALL.iter().map(|ground| State::Held(*ground));
        restricted.chain(exempted).chain(objected).chain(overridden).chain(held)
    };
    for state in states() {
        assert_eq!(State::from_words(state.kind(), state.ground()), Some(state));
        assert_eq!(State::from_words(state.kind(), "because"), None);
        assert_eq!(State::from_words("mood", state.ground()), None);
    }
    let mut codes: Vec<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    assert!(Reason::ALL.is_sorted(), "in the order in which they are looked at");
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Reason::ALL.len());
}

#[test]
fn the_protocols_that_ship_compile_and_every_purpose_of_the_complete_ones_gives_something() {
    struct Disk<'a>(&'a Path);
    impl load::Folder for Disk<'_> {
        fn read(&self, path: &str) -> Result<String, load::Unreadable> {
            std::fs::read_to_string(self.0.join(path)).map_err(|err| load::Unreadable(err.to_string()))
        }
    }
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    for example in ["dexes", "dexes-complete", "library"] {
        let loaded = load::load(&Disk(&examples.join(example)), "protocol.toml");
        let rules = Rules::compile(loaded.protocol.as_ref().expect("it ships"));
        assert!(rules.fields().count() > 5 && rules.purposes().count() > 5, "{example}");
        for (_, purpose) in rules.purposes().filter(|_| example != "dexes") {
            let standing = Standing {
                purposes: vec![PurposeState {
                    purpose: purpose.name.as_ref().into(),
                    added_at: at(0),
                    removed_at: None,
                }],
                conditions: Vec::new(),
            };
            let decision = decide(&rules, &purpose.name, None, &Grant::any(), &standing, &all(&rules));
            let Decision::Decided(decided) = decision else { panic!("{}", purpose.name) };
            assert!(!decided.given.is_empty() && decided.withheld.is_empty(), "{example} {}", purpose.name);
        }
    }
}

fn named() -> impl Strategy<Value = Option<Box<str>>> {
    proptest::option::of(proptest::sample::select(PURPOSES).prop_map(Into::into))
}

fn condition(states: &'static [State]) -> impl Strategy<Value = Condition> {
    let state = proptest::sample::select(states);
    (named(), state, 0_i64..4).prop_map(|(purpose, state, set_at)| Condition { purpose, state, set_at: at(set_at) })
}

fn standing() -> impl Strategy<Value = Standing> {
    let purposes = proptest::collection::vec(proptest::option::of(any::<bool>()), PURPOSES.len());
    let conditions = proptest::collection::vec(condition(&[MARKETING, OWN, COMPELLING, CONTESTED, CLAIMS]), 0..5);
    (purposes, conditions).prop_map(|(purposes, conditions)| {
        let state = |(purpose, state): (&&str, Option<bool>)| {
            let removed_at = state?.then(|| at(2));
            Some(PurposeState { purpose: (*purpose).into(), added_at: at(0), removed_at })
        };
        Standing { purposes: PURPOSES.iter().zip(purposes).filter_map(state).collect(), conditions }
    })
}

fn given(rules: &Rules, purpose: &str, grant: &Grant, standing: &Standing, present: &FieldSet) -> FieldSet {
    match decide(rules, purpose, Some(&all(rules)), grant, standing, present) {
        Decision::Decided(decided) => decided.given.into_iter().collect(),
        Decision::UnknownPurpose => panic!("{purpose} is known"),
    }
}

fn within(small: &FieldSet, large: &FieldSet) -> bool {
    small.iter().all(|field| large.contains(field))
}

proptest! {
    #[test]
    fn whatever_binds_more_never_gives_more(
        standing in standing(),
        more in condition(&[MARKETING, OWN, CONTESTED]),
        withdrawn in proptest::sample::select(PURPOSES),
    ) {
        let rules = rules();
        let mut bound = standing.clone();
        bound.conditions.push(more);
        let mut withdrawing = standing.clone();
        for state in &mut withdrawing.purposes {
            if *state.purpose == *withdrawn {
                state.removed_at = Some(at(3));
            }
        }
        for purpose in PURPOSES {
            let before = given(&rules, purpose, &Grant::any(), &standing, &all(&rules));
            prop_assert!(within(&given(&rules, purpose, &Grant::any(), &bound, &all(&rules)), &before));
            let after = given(&rules, purpose, &Grant::any(), &withdrawing, &all(&rules));
            prop_assert!(within(&after, &before));
            prop_assert!(*purpose != withdrawn || after.is_empty());
        }
    }

    #[test]
    fn what_is_given_is_within_purpose_grant_and_record(
        standing in standing(),
        granted in proptest::sample::subsequence(PURPOSES, 0..PURPOSES.len()),
        present in proptest::collection::vec(any::<bool>(), 11),
    ) {
        let rules = rules();
        let grant = Grant::of(granted.iter().copied());
        let present: FieldSet =
            rules.fields().zip(present).filter(|(_, present)| *present).map(|((id, _), _)| id).collect();
        for purpose in PURPOSES {
            let rule = rules.purpose_rule(rules.purpose(purpose).unwrap());
            let given = given(&rules, purpose, &grant, &standing, &present);
            prop_assert!(within(&given, &rule.fields) && within(&given, &present));
            prop_assert!(given.is_empty() || granted.contains(purpose) && standing.holds_for(purpose) && rule.basis.is_some());
            prop_assert!(given.is_empty() || admit(rule, &grant, &standing).is_ok());
            prop_assert!(given.iter().all(|field| !rules.field_rule(field).banned));
        }
    }
}
