//! The rights of people, and how requests are answered.

use std::cmp::Ordering;

use super::Case;
use super::verdict::Verdict;
use crate::difference::change::{Weight, When};
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions::{self as people, spoken};

const STATED: &str = "GDPR Art. 12(2), 13(2)(b)";

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    match case.steps.as_slice() {
        ["right" | "requests" | "complaint"] if case.removed() => Some(case.plain().raised().warn(
            "GDPR Art. 12, 13(2)(b) and (d)",
            format!("nothing is said about {} any longer", called(&case.steps)),
        )),
        ["right", right] => Some(one(case, right)),
        ["right", right, key] => exercise(case, &spoken(right), key),
        ["requests", key, ..] => requests(case, key),
        ["complaint", "url"] if case.removed() && has_complaint_url(case) => None,
        ["complaint", "url" | "court"] if case.removed() => {
            Some(case.plain().raised().warn("GDPR Art. 13(2)(d), 77, 79", "a way to complain is no longer stated"))
        }
        _ => None,
    }
}

/// Without an address of its own, a complaint goes to the authority's.
fn has_complaint_url(case: &Case<'_, '_>) -> bool {
    case.versions.new.authority.as_ref().is_some_and(|authority| authority.complaint_url.is_some())
}

fn called(steps: &[&str]) -> &'static str {
    match steps.first() {
        Some(&"right") => "rights",
        Some(&"requests") => "requests",
        _ => "complaints",
    }
}

fn one(case: &Case<'_, '_>, right: &str) -> Verdict {
    let right = spoken(right);
    if case.removed() {
        return Verdict::material("no longer mentioned").warn(
            STATED,
            format!("the right ({right}) is no longer mentioned; people keep it, and have to be told of it"),
        );
    }
    Verdict::material("now told of").tell(
        people::everybody(),
        When::WithEffect,
        STATED,
        ("the right of", &right),
        "They had it already and could not read it.",
    )
}

/// How a right can be exercised is part of what people rely on (WP260 §29).
fn exercise(case: &Case<'_, '_>, right: &str, key: &str) -> Option<Verdict> {
    let told = |verdict: Verdict| {
        verdict.tell(
            people::everybody(),
            When::WithEffect,
            "GDPR Art. 12(2); WP260 §29",
            ("how to exercise the right of", right.to_owned()),
            "How rights are exercised is part of what people rely on.",
        )
    };
    match key {
        "channels" => {
            let lost = case.lost();
            let emptied = case.raw.after.items().is_empty();
            Some(if lost.is_empty() || emptied { case.plain() } else { told(case.plain().raised()) })
        }
        "identity" => Some(identity(case, right)),
        "scope" | "conditions" | "direct_marketing" if !case.added() => Some(told(case.plain().raised())),
        "includes" if !case.lost().is_empty() => Some(told(case.plain().raised()).task(
            "GDPR Art. 15(1)",
            "access",
            "the law sets what an answer holds; nothing of it can be left out.",
        )),
        _ => None,
    }
}

fn identity(case: &Case<'_, '_>, what: &str) -> Verdict {
    let verdict = case.plain();
    let copy = case.gained().iter().any(|step| step == "id copy");
    verdict.when(copy, |verdict| {
        verdict.raised().warn("GDPR Art. 12(2) and (6)", format!("{what} may now ask for a copy of an identity document; that is allowed only when lighter steps leave a doubt"))
    })
}

fn requests(case: &Case<'_, '_>, key: &str) -> Option<Verdict> {
    let told = |verdict: Verdict, when: When, about: &str| {
        verdict.tell(
            people::everybody(),
            when,
            "GDPR Art. 12; WP260 §29",
            about,
            "How rights are exercised is part of what people rely on.",
        )
    };
    match (key, case.longer()) {
        ("answer_within", Some(Ordering::Greater)) => Some(
            told(
                Verdict::material(format!("answered within {} instead of {}", case.after(), case.before())),
                When::Before,
                "the longer time to answer a request",
            )
            .task(
                "GDPR Art. 12(3)",
                "",
                "Requests that are open keep the term under which they were sent.",
            ),
        ),
        ("answer_within", Some(Ordering::Less)) => {
            Some(Verdict::minor(format!("answered within {} instead of {}", case.after(), case.before())).task(
                "GDPR Art. 24",
                "requests",
                "be sure that the shorter term can be kept; it counts for each request from then on.",
            ))
        }
        ("answer_within", None) if case.removed() => Some(told(
            Verdict::material(format!("no longer promised within {}; the term of law remains", case.before())),
            When::Before,
            "that the own term for answers is gone",
        )),
        ("statutory", Some(Ordering::Greater)) => Some(
            case.plain()
                .raised()
                .warn("GDPR Art. 12(3)", "the statutory term is now longer than it was; the law gives one month"),
        ),
        ("extension", Some(Ordering::Greater)) => Some(
            case.plain()
                .raised()
                .warn("GDPR Art. 12(3)", "the extension is now longer than it was; the law gives two months"),
        ),
        ("channels", _) if !case.lost().is_empty() => {
            Some(told(case.plain().raised(), When::WithEffect, "where to send a request"))
        }
        ("email" | "phone" | "url", _) if !case.added() => {
            Some(told(case.plain().raised(), When::WithEffect, "where to send a request").task(
                "GDPR Art. 12(2)",
                "requests",
                "keep the old address working until nobody uses it; a request counts from the day it arrives there.",
            ))
        }
        ("identity", _) => Some(identity(case, "requests")),
        ("id_copy", _) => Some(id_copy(case)),
        ("free", _) if case.raw.after != Said::Truth(true) && !case.added() => Some(
            case.plain()
                .raised()
                .warn("GDPR Art. 12(5)", "requests are no longer said to be free of charge; the law says they are"),
        ),
        _ => None,
    }
}

fn id_copy(case: &Case<'_, '_>) -> Verdict {
    if case.steps.len() == 2 {
        return if case.added() {
            Verdict::material("may now ask for a masked copy of an identity document").tell(
                people::everybody(),
                When::WithEffect,
                "GDPR Art. 12(6)",
                "when a copy of an identity document may be asked, and what to mask on it",
                "It is asked only when lighter steps leave a doubt.",
            )
        } else {
            Verdict::material("no longer asks for a copy of an identity document")
        };
    }
    if case.with.contains(&"masked") && !case.lost().is_empty() {
        let lost = phrase::list(&case.lost());
        return Verdict::material(format!("no longer has to be masked on a copy: {lost}"))
            .warn("GDPR Art. 5(1)(c), UAVG Art. 46", format!("a copy of an identity document may now show: {lost}"));
    }
    let mut verdict = case.plain();
    verdict.weight = verdict.weight.min(Weight::Minor);
    verdict
}
