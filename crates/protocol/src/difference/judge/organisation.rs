//! Who is responsible and how to reach them.

use super::Case;
use super::plain::name as language_name;
use super::verdict::Verdict;
use crate::difference::change::{When, Whom};
use crate::difference::phrase;
use crate::difference::versions as people;
use crate::model::{ContactRole, Language};

const WHO: &str = "GDPR Art. 13(1)(a), 14(1)(a); WP260 §29";

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    match case.steps.as_slice() {
        ["controller", "name"] => Some(
            Verdict::material(format!("now {} instead of {}", case.after(), case.before()))
                .tell(
                    people::everybody(),
                    When::Before,
                    WHO,
                    format!("{} as the organisation responsible for their data", case.after()),
                    "People know who is responsible before it becomes somebody else.",
                )
                .ask(
                    "everything that rests on consent, if the organisation itself is another and not only its name",
                    "GDPR Art. 7(1)",
                    "Consent is given to a controller by name.",
                )
                .task("GDPR Art. 26, 28(3)", "agreements", "see in whose name they stand."),
        ),
        ["controller", "languages"] => Some(languages(case)),
        ["controller", key @ ("address" | "phone" | "email" | "website"), ..] => {
            Some(reach(case, &people::spoken(key)))
        }
        ["controller", "time_zone"] => Some(case.plain().task(
            "GDPR Art. 12(3)",
            "",
            "Terms are counted in another time zone from now on; those that run may end on another day.",
        )),
        ["contact", ..] => contact(case),
        ["dpo", ..] => dpo(case),
        ["authority"] | ["authority", "name" | "country" | "complaint_url"] => {
            Some(case.plain().raised().when(!case.added(), |verdict| {
                verdict.tell(
                    people::everybody(),
                    When::WithEffect,
                    "GDPR Art. 13(2)(d), 14(2)(e)",
                    "where they can complain",
                    "The right to complain is stated with where to go.",
                )
            }))
        }
        ["service", _, "role"] if !case.added() => Some(
            case.plain()
                .raised()
                .tell(
                    people::everybody(),
                    When::Before,
                    WHO,
                    format!("who decides about the data in {}", case.name()),
                    "Who decides is whom people turn to.",
                )
                .tell(
                    Whom::Customers { named: Vec::new() },
                    When::Before,
                    "GDPR Art. 28(3)",
                    format!("our other role in {}", case.name()),
                    "Their agreement has to say the same.",
                ),
        ),
        ["general_basis", ..] => Some(if case.removed() {
            Verdict::minor("no longer one lawful basis said of everything at once")
        } else {
            Verdict::material("one lawful basis is said of everything at once").warn(
                "GDPR Art. 13(1)(c)",
                "a basis belongs to each purpose; one basis said of everything tells nobody anything",
            )
        }),
        _ => None,
    }
}

fn languages(case: &Case<'_, '_>) -> Verdict {
    let spoken = |words: Vec<String>| -> Vec<&'static str> {
        words.iter().filter_map(|word| Language::from_word(word)).map(language_name).collect()
    };
    let (gained, lost) = (spoken(case.gained()), spoken(case.lost()));
    if !lost.is_empty() {
        let lost = phrase::list(&lost);
        return Verdict::material(format!("the statement is no longer there in {lost}")).tell(
            people::everybody(),
            When::Before,
            "GDPR Art. 12(1)",
            format!("that the statement is no longer there in {lost}"),
            "Who reads that language can no longer read it; it has to be intelligible to those it addresses.",
        );
    }
    if gained.is_empty() {
        case.plain()
    } else {
        Verdict::minor(format!("the statement is now also there in {}", phrase::list(&gained)))
    }
}

/// An address where people turn to.
fn reach(case: &Case<'_, '_>, key: &str) -> Verdict {
    if case.steps.len() > 2 && key == "address" {
        let address = case.versions.new.controller.address.as_ref();
        let now = address.map(|at| format!("{}, {} {}", at.street, at.postcode, at.city)).unwrap_or_default();
        return told(Verdict::minor(format!("now at {now}")), "the other address");
    }
    if case.removed() {
        return Verdict::material(format!("no longer states its {key}"))
            .warn(WHO, format!("the organisation no longer states its {key}"));
    }
    let verdict = case.plain();
    if case.added() { verdict } else { told(verdict, &format!("the other {key} of the organisation")) }
}

fn told(verdict: Verdict, about: &str) -> Verdict {
    verdict.tell(people::everybody(), When::WithEffect, WHO, about, "Contact details are part of the statement.")
}

fn contact(case: &Case<'_, '_>) -> Option<Verdict> {
    let id = case.steps[1];
    let role = |protocol: &crate::model::Protocol| protocol.contact.get(id).map(|contact| contact.role.value);
    let public =
        |role: ContactRole| matches!(role, ContactRole::Privacy | ContactRole::General | ContactRole::Representative);
    let role = role(case.versions.new).or_else(|| role(case.versions.old))?;
    if !public(role) {
        return Some(case.plain().in_registers());
    }
    let gone = case.removed() && (case.steps.len() == 2 || matches!(case.steps[2], "email" | "phone"));
    let moved = matches!(case.steps.as_slice(), [_, _, "email" | "phone"]) && !case.added();
    let verdict = case.plain();
    Some(match (gone, moved) {
        (true, _) => verdict.raised().tell(
            people::everybody(),
            When::WithEffect,
            WHO,
            format!("whom to turn to now instead of {}", case.name()),
            "People have to find somebody to ask.",
        ),
        (_, true) => verdict.tell(
            people::everybody(),
            When::WithEffect,
            WHO,
            format!("where to reach {}", case.name()),
            "Contact details are part of the statement.",
        ),
        _ => verdict,
    })
}

fn dpo(case: &Case<'_, '_>) -> Option<Verdict> {
    let law = "GDPR Art. 13(1)(b), 37(7)";
    let appointed = |dpo: Option<&crate::model::Dpo>| dpo.is_some_and(|dpo| dpo.appointed);
    let (was, is) = (appointed(case.versions.old.dpo.as_ref()), appointed(case.versions.new.dpo.as_ref()));
    let both = |verdict: Verdict, about: &str| {
        verdict
            .tell(
                people::everybody(),
                When::WithEffect,
                law,
                about,
                "How to reach the data protection officer is part of the statement.",
            )
            .tell(
                Whom::Authority,
                When::AtOnce,
                "GDPR Art. 37(7)",
                about,
                "The authority keeps the contact details of each data protection officer.",
            )
    };
    match (was, is, case.steps.last().copied().unwrap_or_default()) {
        (false, true, "appointed" | "dpo") => {
            Some(both(Verdict::material("a data protection officer is appointed"), "the data protection officer"))
        }
        (true, false, "appointed" | "dpo") => Some(
            both(
                Verdict::material("there is no data protection officer any longer"),
                "that there is no data protection officer any longer",
            )
            .task(
                "GDPR Art. 37(1)",
                "",
                "Write down why none is needed, and name who answers questions instead.",
            ),
        ),
        (true, true, "name" | "email" | "phone") => {
            Some(both(case.plain(), "how to reach the data protection officer"))
        }
        _ => None,
    }
}
