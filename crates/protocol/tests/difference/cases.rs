//! One judgement a test: what was, what is, and the sentences that must be read.

use waarborg_protocol::difference::{Consequence, Count, Due, Fate, Weight, What, When, Whom};

use crate::{LEAST, between};

/// A small organisation with one of everything the cases need.
const USUAL: &str = r#"
[subject.readers]
name = "Readers"
[subject.customers]
name = "Customers"
[category.contact]
name = "Contact details"
subjects = ["readers", "customers"]
field.name = { name = "Name", kind = "name" }
field.email = { name = "E-mail address", kind = "email" }
[category.visits]
name = "Visits"
subjects = ["customers"]
field.pages = { name = "Pages", kind = "behaviour" }
[recipient.post]
name = "Post Office"
role = "processor"
country = "NL"
agreement = { title = "Agreement", signed_on = 2026-01-01 }
"#;

/// Checks that the plan from one text to another says each of these sentences, whatever its lines.
fn check(old: &str, new: &str, said: &[&str]) {
    let whole = |text: &str| format!("{LEAST}{USUAL}{text}");
    let plan = between(&whole(old), &whole(new)).text();
    let flat = plan.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in said {
        assert!(flat.contains(sentence), "the plan must say “{sentence}”:\n{plan}");
    }
}

const NEWSLETTER: &str = r#"
[purpose.newsletter]
name = "Newsletter"
data = ["contact.email"]
subjects = ["readers"]
recipients = ["post"]
retention = ["letters"]
basis = { kind = "consent", text = "Send me news.", withdraw = "By the link." }
[retention.letters]
period = "P1Y"
from = "withdrawn"
"#;

#[test]
fn a_shorter_term_makes_records_due() {
    check(
        NEWSLETTER,
        &NEWSLETTER.replace("P1Y", "P30D"),
        &[
            "kept until 30 days after withdrawal instead of 1 year.",
            "Newsletter: records past the new term become due for erasure at once; how many is not known without a database (GDPR Art. 5(1)(e)).",
            "Readers, at the latest when the new version applies: the shorter term of Newsletter (GDPR Art. 13(2)(a), 14(2)(a)).",
        ],
    );
}

#[test]
fn a_longer_term_is_told_before_and_motivated() {
    check(
        NEWSLETTER,
        &NEWSLETTER.replace("P1Y", "P2Y"),
        &[
            "kept until 2 years after withdrawal instead of 1 year.",
            "Readers, before the new version applies: the longer term of Newsletter",
            "write down why the longer term is necessary. Data that is here was promised to go after 1 year",
            "Nothing: no record becomes due, and no consent has to be asked.",
        ],
    );
}

#[test]
fn a_term_from_another_event_is_counted_again() {
    check(
        NEWSLETTER,
        &NEWSLETTER.replace("\"withdrawn\"", "\"last-contact\""),
        &[
            "kept until 1 year after the last contact instead of 1 year after withdrawal.",
            "the term counts otherwise, so records may be due for erasure at once",
        ],
    );
}

#[test]
fn the_same_term_in_other_figures_is_wording() {
    let plan = between(
        &format!("{LEAST}{USUAL}{NEWSLETTER}"),
        &format!("{LEAST}{USUAL}{}", NEWSLETTER.replace("P1Y", "P12M")),
    );
    assert_eq!(plan.weighing(Weight::Wording), plan.changes.len(), "{plan:?}");
}

#[test]
fn a_new_purpose_is_told_before_its_data_is_used() {
    check(
        "",
        NEWSLETTER,
        &[
            "Newsletter: a new purpose, on consent; uses E-mail address; kept until 1 year after withdrawal.",
            "Readers, before the new version applies: the use of their data for Newsletter (GDPR Art. 13(3), 14(4)).",
            "Consent has to be asked for Newsletter. Nobody has agreed to this purpose yet",
        ],
    );
}

#[test]
fn data_held_for_a_removed_purpose_alone_is_due() {
    check(
        NEWSLETTER,
        "",
        &[
            "Newsletter: no longer a purpose.",
            "E-mail address, held for Newsletter and for nothing else now: due for erasure",
            "Nobody has to be told.",
        ],
    );
}

#[test]
fn from_consent_to_a_legitimate_interest_is_a_red_flag() {
    let interest = r#"basis = { kind = "legitimate-interest", interest = "Selling more." }"#;
    let consent = r#"basis = { kind = "consent", text = "Send me news.", withdraw = "By the link." }"#;
    check(
        NEWSLETTER,
        &NEWSLETTER.replace(consent, interest),
        &[
            "Newsletter: rests on a legitimate interest instead of consent.",
            "Newsletter moves from consent to a legitimate interest. People were told they had the choice",
            "the right to object to Newsletter (GDPR Art. 21(4))",
            "make the assessment of interest, necessity and balance",
        ],
    );
    check(
        &NEWSLETTER.replace(consent, interest),
        NEWSLETTER,
        &["rests on consent instead of a legitimate interest", "Consent has to be asked for Newsletter."],
    );
}

#[test]
fn other_consent_words_are_asked_again() {
    check(
        NEWSLETTER,
        &NEWSLETTER.replace("Send me news.", "Send me news and offers."),
        &[
            "Newsletter: asks consent in other words.",
            "Consent has to be asked for Newsletter. A consent is bound to the words",
        ],
    );
}

#[test]
fn more_data_for_a_purpose_on_consent_needs_a_new_consent() {
    check(
        NEWSLETTER,
        &NEWSLETTER.replace("[\"contact.email\"]", "[\"contact.email\", \"visits\"]"),
        &[
            "Newsletter: now also uses Visits.",
            "before the new version applies: the use of Visits for Newsletter",
            "Those who agreed did not agree to the use of this data",
        ],
    );
}

#[test]
fn special_data_needs_an_exception_and_an_assessment() {
    check(
        "",
        "[category.health]\nname = \"Allergies\"\nsubjects = [\"readers\"]\nspecial = \"health\"\nfield.a = { name = \"Allergy\", kind = \"health\" }\n",
        &[
            "Allergies is about health, and no exception to the ban is named (GDPR Art. 9).",
            "Data Allergies: new, with allergy.",
            "it is about health. Assess the impact first (GDPR Art. 35(3)(b), (7)).",
        ],
    );
}

#[test]
fn a_new_recipient_outside_the_area_is_told_with_its_safeguards() {
    let new = NEWSLETTER.replace("[\"post\"]", "[\"post\", \"mailer\"]")
        + "[recipient.mailer]\nname = \"Mailer\"\nrole = \"processor\"\ncountry = \"US\"\ntransfer = { tool = \"standard-clauses\" }\n";
    check(
        NEWSLETTER,
        &new,
        &[
            "Recipient Mailer: a new recipient, a processor in US, for Newsletter; data can be reached from US, outside the European Economic Area: allowed by standard contractual clauses.",
            "their data going to Mailer (GDPR Art. 13(1)(e), 14(1)(e))",
            "the transfer outside the Area, what allows it, and where to get a copy, for Mailer (GDPR Art. 13(1)(f), 14(1)(f), 44–46)",
            "sign a processing agreement before it receives anything",
            "assess the law of US before the transfer",
        ],
    );
    let text = between(&format!("{LEAST}{USUAL}{NEWSLETTER}"), &format!("{LEAST}{USUAL}{new}"));
    assert_eq!(text.changes.len(), 1, "the list of recipients is said with the recipient: {text:?}");
    assert!(text.changes[0].paths.contains(&"purpose.newsletter.recipients".to_owned()));
}

#[test]
fn a_recipient_that_goes_returns_what_it_holds() {
    check(
        NEWSLETTER,
        &NEWSLETTER.replace("recipients = [\"post\"]\n", "recipients = []\n"),
        &["Newsletter: data for it no longer goes to Post Office."],
    );
    let other = "[recipient.files]\nname = \"Files\"\nrole = \"processor\"\ncountry = \"NL\"\n";
    check(other, "", &["Files: what is still there has to be returned or erased, and confirmed (GDPR Art. 28(3)(g))."]);
}

#[test]
fn customers_may_object_to_another_sub_processor() {
    let row = |subs: &str| {
        format!(
            "[processing.hosting]\nname = \"Hosting\"\ncontrollers = \"customers of Hosting\"\nsub_processors = {subs}\n"
        )
    };
    check(
        &row("[]"),
        &row("[\"post\"]"),
        &[
            "Customers of Hosting, as controllers, before the new version applies: their right to object to the sub-processor Post Office (GDPR Art. 28(2)).",
        ],
    );
}

#[test]
fn a_slower_answer_is_told_before_and_a_faster_one_is_not() {
    let within = |term: &str| format!("[requests]\nanswer_within = \"{term}\"\n");
    check(
        &within("P7D"),
        &within("P1M"),
        &[
            "Requests: answered within 1 month instead of 7 days.",
            "before the new version applies: the longer time to answer a request",
        ],
    );
    check(&within("P1M"), &within("P7D"), &["answered within 7 days instead of 1 month.", "Nobody has to be told."]);
}

#[test]
fn a_right_that_is_no_longer_mentioned_is_a_warning() {
    check(
        "[right.access]\nwords = \"You can see your data.\"\n[right.erasure]\nwords = \"Gone.\"\n",
        "[right.access]\nwords = \"You can see your data.\"\n",
        &["The right (erasure) is no longer mentioned; people keep it"],
    );
}

#[test]
fn a_weaker_promise_is_material_and_a_stronger_one_is_work() {
    let promise = |extent: &str| {
        format!(
            "[promise.crypt]\nwords = \"All data is encrypted.\"\ncontrol = \"encryption\"\nextent = \"{extent}\"\n"
        )
    };
    check(
        &promise("always"),
        &promise("where-possible"),
        &[
            "Promise “All data is encrypted.”: only where possible, no longer always.",
            "Everybody whose data is held, before the new version applies: that this holds only where possible: “All data is encrypted.”",
        ],
    );
    check(
        &promise("where-possible"),
        &promise("always"),
        &["now always, without exception.", "Nobody has to be told."],
    );
    check(
        &promise("always"),
        "",
        &["no longer promised.", "that this is no longer promised: “All data is encrypted.”"],
    );
}

#[test]
fn the_same_promise_in_other_words_under_another_id_is_wording() {
    let old = "[promise.crypt]\nwords = \"All data is encrypted.\"\ncontrol = \"encryption\"\n";
    let new = "[promise.safe]\nwords = \"We encrypt everything.\"\ncontrol = \"encryption\"\n";
    check(
        old,
        new,
        &["Promise “All data is encrypted.”: now said as “We encrypt everything.”", "Nobody has to be told."],
    );
}

#[test]
fn a_cookie_that_needs_consent_is_asked_and_a_longer_life_asked_again() {
    let cookie = |category: &str, life: &str| {
        format!(
            "[site.www]\nurl = \"https://www.example.org\"\n[site.www.cookie.ga]\nname = \"_ga\"\ndescription = \"Counts.\"\ncategory = \"{category}\"\nlife = \"{life}\"\n"
        )
    };
    let site = "[site.www]\nurl = \"https://www.example.org\"\n";
    check(
        site,
        &cookie("analytical", "P1M"),
        &["Consent has to be asked for _ga on www.", "(Tw Art. 11.7a; GDPR Art. 7)"],
    );
    check(
        site,
        &cookie("functional", "P1M"),
        &["a new functional cookie, kept for 1 month", "no consent has to be asked"],
    );
    check(
        &cookie("analytical", "P1M"),
        &cookie("analytical", "P13M"),
        &["stays for 13 months instead of 1 month.", "How long a cookie stays is part of what visitors agree to"],
    );
    check(
        &cookie("analytical", "P1M"),
        &cookie("limited-analytical", "P1M"),
        &["_ga on www is now set without consent."],
    );
}

#[test]
fn a_field_that_becomes_required_is_explained_on_the_form() {
    let form = |keys: &str| format!("[form.sign-up]\nname = \"Sign-up\"\n{keys}\n");
    check(
        &form("required = [\"contact.email\"]\noptional = [\"contact.name\"]"),
        &form("required = [\"contact.email\", \"contact.name\"]"),
        &[
            "Form Sign-up: must now be filled in: Name.",
            "where the data is asked: why Name must be given on the form Sign-up",
        ],
    );
}

#[test]
fn a_breach_term_for_customers_is_told_to_customers() {
    let breach =
        |term: &str| format!("[breach]\ninform_controllers_within = \"{term}\"\nauthority_within = \"PT72H\"\n");
    check(
        &breach("PT24H"),
        &breach("PT48H"),
        &[
            "customers are told of a breach in what we process for them within 48 hours instead of 24 hours.",
            "Customers as controllers, before the new version applies: the other term within which they hear of a breach",
        ],
    );
}

#[test]
fn another_controller_is_told_before() {
    let plan = between(LEAST, &LEAST.replace("\"Example\"", "\"Other\"")).text();
    assert!(plan.contains("Controller: now Other instead of Example."), "{plan}");
    assert!(plan.contains("before the new version applies: Other as the organisation"), "{plan}");
}

#[test]
fn a_dropped_language_is_told_and_an_added_one_is_not() {
    let both = LEAST.replace("[\"en\"]", "[\"en\", \"nl\"]");
    let dropped = between(&both, LEAST).text();
    assert!(dropped.contains("the statement is no longer there in Dutch."), "{dropped}");
    let added = between(LEAST, &both).text();
    assert!(
        added.contains("the statement is now also there in Dutch.") && added.contains("Nobody has to be told."),
        "{added}"
    );
}

#[test]
fn a_version_that_is_not_raised_or_comes_too_soon_is_a_notice() {
    let dated = |version: &str, date: &str, rest: &str| {
        format!(
            "{LEAST}{USUAL}[statement]\nversion = \"{version}\"\neffective_on = {date}\nannounced_by = [\"email\"]\n{rest}"
        )
    };
    let today = jiff::civil::date(2026, 11, 22);
    let plan =
        |version, date| between(&dated("1", "2026-01-01", ""), &dated(version, date, NEWSLETTER)).on(today).text();
    assert!(plan("1", "2027-03-01").contains("The version is still 1, with 1 material change; raise it"));
    assert!(plan("2", "2026-01-01").contains("no later than the old one"));
    assert!(plan("2", "2026-11-01").contains("applies from 1 November 2026, which has come"));
    assert!(plan("2", "2026-12-01").contains("applies in 9 days, on 1 December 2026"));
    let well = plan("2", "2027-03-01");
    assert!(!well.contains("Before you apply"), "{well}");
}

#[test]
fn an_id_that_changed_while_the_content_is_the_same_is_a_rename_wherever_it_is_used() {
    let new = NEWSLETTER.replace("letters", "news-term").replace("purpose.newsletter", "purpose.news");
    let plan = between(&format!("{LEAST}{USUAL}{NEWSLETTER}"), &format!("{LEAST}{USUAL}{new}"));
    let renamed: Vec<&What> = plan.changes.iter().map(|change| &change.what).collect();
    let is = |from: &str, to: &str| What::Renamed { from: from.into(), to: to.into() };
    assert_eq!(renamed, [&is("newsletter", "news"), &is("letters", "news-term")]);
    assert!(plan.changes.iter().all(|change| change.weight == Weight::Wording));
}

#[test]
fn a_counter_fills_in_how_many_records_become_due() {
    struct TwelveReaders;
    impl Count for TwelveReaders {
        fn records(&self, due: &Due) -> Option<u64> {
            assert_eq!((due.fate, due.purposes.as_slice()), (Fate::PastNewTerm, ["newsletter".to_owned()].as_slice()));
            Some(412)
        }
    }
    let (old, new) =
        (format!("{LEAST}{USUAL}{NEWSLETTER}"), format!("{LEAST}{USUAL}{NEWSLETTER}").replace("P1Y", "P30D"));
    let plan = between(&old, &new).count(&TwelveReaders).text();
    assert!(
        plan.contains("Newsletter (412 records): records past the new term become due for erasure at once (GDPR"),
        "{plan}"
    );
}

#[test]
fn an_officer_who_is_appointed_is_told_to_the_authority() {
    let plan = between(LEAST, &format!("{LEAST}[dpo]\nappointed = true\nname = \"A. Jansen\"\n"));
    let told =
        plan.changes.iter().flat_map(|change| &change.consequences).any(|consequence| {
            matches!(consequence, Consequence::Tell { whom: Whom::Authority, when: When::AtOnce, .. })
        });
    assert!(told, "{plan:?}");
}
