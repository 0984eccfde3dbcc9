//! Sites, cookies, newsletters.

use std::cmp::Ordering;

use super::Case;
use super::verdict::Verdict;
use crate::difference::change::When;
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions::{self as people, spoken};
use crate::model::{Cookie, CookieLife, Period};

const BEFOREHAND: &str = "Tw Art. 11.7a; GDPR Art. 7";

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    match case.steps.as_slice() {
        ["site", _] => Some(site(case)),
        ["site", site, "cookie", cookie, rest @ ..] => cookie_of(case, site, cookie, rest),
        ["cookies"] if case.removed() => {
            Some(case.plain().raised().warn(BEFOREHAND, "nothing is said about cookies any longer"))
        }
        ["cookies", key] => rules(case, key),
        ["newsletter", ..] => newsletter(case),
        _ => None,
    }
}

fn site(case: &Case<'_, '_>) -> Verdict {
    if case.removed() {
        return Verdict::minor("no longer a site of ours");
    }
    let cookies = case.versions.new.site.get(case.steps[1]).map(|site| &site.cookie);
    let asking: Vec<String> = cookies
        .into_iter()
        .flatten()
        .filter(|cookie| cookie.category.value.needs_consent())
        .map(|cookie| cookie.name.clone())
        .collect();
    let verdict = Verdict::minor("a new site");
    verdict.when(!asking.is_empty(), |verdict| {
        verdict.ask(
            format!("{} on {}", phrase::list(&asking), case.name()),
            BEFOREHAND,
            "Nothing that needs consent is set before the choice.",
        )
    })
}

fn cookie_of(case: &Case<'_, '_>, site: &str, cookie: &str, rest: &[&str]) -> Option<Verdict> {
    let old = case.versions.old.site.get(site).and_then(|site| site.cookie.get(cookie));
    let new = case.versions.new.site.get(site).and_then(|site| site.cookie.get(cookie));
    let on = format!("{} on {}", case.name(), case.versions.name("site", site));
    let asks = |cookie: &Cookie| cookie.category.value.needs_consent();
    match (rest, old, new) {
        ([], None, Some(new)) => {
            let says = format!(
                "a new {} cookie, kept {}: {}",
                new.category.value.as_str().replace('-', " "),
                life(&new.life),
                phrase::quote(phrase::english(&new.description))
            );
            Some(if asks(new) {
                Verdict::material(says).ask(
                    on,
                    BEFOREHAND,
                    "Visitors who said yes did not say yes to this one; until they do it is not set.",
                )
            } else {
                Verdict::minor(says)
            })
        }
        ([], Some(_), None) => Some(Verdict::minor("no longer used")),
        (["category"], Some(old), Some(new)) => Some(category(case, old, new, on)),
        (["life"], Some(old), Some(new)) => Some(lifetime(old, new, on)),
        ([key @ ("provider" | "purpose")], Some(_), Some(new)) if asks(new) && !case.added() => {
            Some(case.plain().raised().ask(
                on,
                BEFOREHAND,
                if *key == "purpose" {
                    "Consent was given for another purpose."
                } else {
                    "Consent was given to another party."
                },
            ))
        }
        _ => None,
    }
}

fn life(life: &CookieLife) -> String {
    match life {
        CookieLife::Session => "until the browser closes".into(),
        CookieLife::For(period) => format!("for {}", phrase::period(period)),
    }
}

fn category(case: &Case<'_, '_>, old: &Cookie, new: &Cookie, on: String) -> Verdict {
    let says = format!("counts as {} instead of {}", case.after(), case.before());
    match (old.category.value.needs_consent(), new.category.value.needs_consent()) {
        (false, true) => Verdict::material(says).ask(on, BEFOREHAND, "It was set without asking; from now on it needs a yes."),
        (true, false) => Verdict::material(says)
            .warn("Tw Art. 11.7a(3)", format!("{on} is now set without consent. That holds only if it is needed for what the visitor asks, or measures with slight consequences for privacy")),
        _ => Verdict::minor(says),
    }
}

fn lifetime(old: &Cookie, new: &Cookie, on: String) -> Verdict {
    let length = |life: &CookieLife| match life {
        CookieLife::Session => None,
        CookieLife::For(period) => Some(period.clone()),
    };
    let order = match (length(&old.life), length(&new.life)) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(was), Some(is)) => Period::cmp_length(&is, &was),
    };
    let says = format!("stays {} instead of {}", life(&new.life), life(&old.life).trim_start_matches("for "));
    match order {
        Ordering::Greater if new.category.value.needs_consent() => Verdict::material(says).ask(
            on,
            "Tw Art. 11.7a; CJEU C-673/17",
            "How long a cookie stays is part of what visitors agree to.",
        ),
        Ordering::Equal => Verdict::wording("how long it stays is written otherwise and is as long"),
        _ => Verdict::minor(says),
    }
}

fn rules(case: &Case<'_, '_>, key: &str) -> Option<Verdict> {
    let off = case.raw.before == Said::Truth(true) && case.raw.after != Said::Truth(true);
    match key {
        "choice_at_first_visit" if off => {
            Some(Verdict::material("visitors no longer choose at their first visit").warn(
                BEFOREHAND,
                "visitors no longer choose at their first visit; what needs consent may then never be set",
            ))
        }
        "honours_gpc" if off => Some(Verdict::material("Global Privacy Control no longer counts as a refusal").tell(
            people::everybody(),
            When::Before,
            "GDPR Art. 21(5)",
            "that their browser's signal is no longer heard",
            "Visitors who rely on the signal made no other choice.",
        )),
        "withdraw" => {
            let (gained, lost) = (places(&case.gained()), places(&case.lost()));
            Some(match (gained.is_empty(), lost.is_empty()) {
                (_, false) => Verdict::material(format!("a choice can no longer be changed {}", phrase::list(&lost)))
                    .when(lost.contains(&"on the site"), |verdict| {
                        verdict.warn(
                        "GDPR Art. 7(3)",
                        "a cookie choice can no longer be changed on the site: withdrawing is to be as easy as giving",
                    )
                    }),
                (false, true) => Verdict::minor(format!("a choice can now also be changed {}", phrase::list(&gained))),
                _ => case.plain(),
            })
        }
        "choice_kept_for" if case.longer() == Some(Ordering::Less) => Some(case.plain().ask(
            "cookies, of those whose choice is older than the new term",
            BEFOREHAND,
            "A choice is remembered, yes and no alike, for as long as was said.",
        )),
        "categories" => {
            let gained = case.gained();
            let asking = gained.iter().any(|category| category == "analytical" || category == "marketing");
            Some(case.plain().when(asking, |verdict| {
                verdict.raised().ask(
                    format!("{} cookies", phrase::list(&gained)),
                    BEFOREHAND,
                    "A new category needs its own yes.",
                )
            }))
        }
        _ => None,
    }
}

fn places(words: &[String]) -> Vec<&'static str> {
    words.iter().map(|word| if word == "site" { "on the site" } else { "in the browser" }).collect()
}

fn newsletter(case: &Case<'_, '_>) -> Option<Verdict> {
    let name = case.name();
    let readers = || {
        let letter = case.versions.new.newsletter.get(case.steps[1]);
        let purpose = letter
            .and_then(|letter| letter.purpose.as_ref())
            .and_then(|purpose| case.versions.new.purpose.get(&purpose.id));
        purpose.map_or_else(people::everybody, |purpose| people::of_purpose(case.versions.new, purpose))
    };
    match case.steps.as_slice() {
        [_, _] if case.added() => Some(Verdict::minor("a new newsletter").ask(format!("the newsletter {name}"), "Tw Art. 11.7", "Readers of another letter did not ask for this one.")),
        [_, _] => Some(Verdict::minor("is no longer sent")),
        [_, _, "opt_in"] => Some(match &case.raw.after {
            Said::Word(now @ ("single" | "existing-customer")) if !case.added() => Verdict::material(format!("people receive it as {} instead of {}", spoken(now), case.before()))
                .warn("Tw Art. 11.7; GDPR Art. 7(1)", format!("{name} asks less of its readers than it did; be able to prove that each of them asked for it, or is a customer who could say no")),
            _ => case.plain(),
        }),
        [_, _, "unsubscribe"] if !case.lost().is_empty() => Some(Verdict::material(format!("can no longer be stopped by {}", phrase::list(&case.lost()))).tell(
            readers(),
            When::Before,
            "GDPR Art. 7(3), 21(3)",
            format!("how to stop {name}"),
            "Who looks for the old way out is to find the new one.",
        )),
        [_, _, "preferences_link"] if case.raw.before == Said::Truth(true) => {
            Some(Verdict::material("no longer ends with a link to correct data and preferences").tell(readers(), When::Before, "GDPR Art. 12(2)", format!("where to correct what {name} knows of them"), "It was the way they were promised."))
        }
        [_, _, "purpose"] if !case.added() => Some(case.plain().raised().ask(format!("the newsletter {name}"), "GDPR Art. 4(11)", "Readers asked for it for another purpose.")),
        _ => None,
    }
}
