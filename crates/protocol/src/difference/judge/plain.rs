//! The judgement of a change that no rule knows: what it says, plainly. Nothing falls through the floor.

use crate::difference::compare::{How, Raw};
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions::{Versions, plain, spoken};
use crate::model::Language;

use super::verdict::Verdict;

/// Says what changed, with the weight of its sort: words are wording, anything else is minor.
pub(super) fn judge(versions: &Versions<'_>, raw: &Raw) -> Verdict {
    let key = label(raw);
    match (raw.how, &raw.before, &raw.after) {
        (How::Reordered, ..) => Verdict::wording("in another order"),
        (How::Renamed, before, after) => {
            let (from, to) = (versions.brief(before), versions.brief(after));
            Verdict::wording(format!("now has the id `{to}` instead of `{from}`; nothing else changes"))
        }
        (_, Said::Words(before), Said::Words(after)) => words(&key, before, after),
        (_, Said::Nothing, Said::Entries(_) | Said::Table { .. }) if raw.path.len() == 1 => {
            Verdict::minor("now stated")
        }
        (_, Said::Entries(_) | Said::Table { .. }, Said::Nothing) if raw.path.len() == 1 => {
            Verdict::minor("no longer stated")
        }
        (_, Said::Nothing, Said::Entries(_) | Said::Table { .. }) if is_entry(&raw.steps()) => Verdict::minor("new"),
        (_, Said::Entries(_) | Said::Table { .. }, Said::Nothing) if is_entry(&raw.steps()) => {
            Verdict::minor("no longer there")
        }
        (_, Said::Nothing, after) => Verdict::minor(format!("now states {key}: {}", versions.brief(after))),
        (_, before, Said::Nothing) => {
            Verdict::minor(format!("no longer states {key}; it was {}", versions.brief(before)))
        }
        (_, Said::List(before), Said::List(after)) => items(versions, &key, before, after),
        (_, Said::Truth(_), Said::Truth(now)) => {
            Verdict::minor(format!("{key}: now {}", if *now { "yes" } else { "no" }))
        }
        (_, Said::Period(before), Said::Period(after)) if before.cmp_length(after).is_eq() => {
            Verdict::wording(format!("{key}: written as {after} instead of {before}, which is as long"))
        }
        (_, before, after) => {
            Verdict::minor(format!("{key}: {} instead of {}", versions.brief(after), versions.brief(before)))
        }
    }
}

/// The key as a reader would say it, with the keys above it inside its entry.
fn label(raw: &Raw) -> String {
    let steps = raw.steps();
    let inside = match steps.as_slice() {
        [only] => std::slice::from_ref(only),
        ["category", _, "field", _, inside @ ..]
        | ["site", _, "cookie", _, inside @ ..]
        | [
            "controller" | "dpo" | "authority" | "statement" | "register" | "design" | "provision" | "cookies"
            | "requests" | "complaint" | "breach",
            inside @ ..,
        ]
        | [_, _, inside @ ..] => inside,
        [] => &[],
    };
    inside.iter().map(|key| called(key)).collect::<Vec<_>>().join(", ")
}

/// Keys whose name says too little outside their table.
fn called(key: &str) -> String {
    let called = match key {
        "announced_by" => "how changes are announced",
        "chamber_of_commerce" => "number in the trade register",
        "choice_kept_for" => "how long a choice is remembered",
        "data" => "the data",
        "dpv" => "DPV terms",
        "effective_on" => "the date from which it applies",
        "every" => "how often",
        "honours_gpc" => "Global Privacy Control as a refusal",
        "last_on" => "when it was last done",
        "statement_url" => "its own statement",
        "status_on" => "date of that status",
        "subjects" => "whose data",
        "url" => "address",
        "uses_cookies" => "whether it uses cookies",
        "vat" => "VAT number",
        "words" => "text",
        _ => return spoken(key),
    };
    called.to_owned()
}

fn is_entry(steps: &[&str]) -> bool {
    matches!(steps, [_, _] | ["category", _, "field", _] | ["site", _, "cookie", _] | [_])
}

fn words(key: &str, before: &[(Language, String)], after: &[(Language, String)]) -> Verdict {
    let spoken = |one: &[(Language, String)], other: &[(Language, String)]| -> Vec<&'static str> {
        let only = one.iter().filter(|(language, _)| other.iter().all(|(known, _)| known != language));
        only.map(|(language, _)| name(*language)).collect()
    };
    let (gained, lost) = (spoken(after, before), spoken(before, after));
    let reworded =
        before.iter().any(|(language, text)| after.iter().any(|(same, now)| same == language && now != text));
    let mut says = Vec::new();
    if key == "name" && reworded {
        let text =
            |texts: &[(Language, String)]| phrase::quote(&plain(&Said::Words(texts.to_vec())).unwrap_or_default());
        says.push(if text(before) == text(after) {
            "name reworded".into()
        } else {
            format!("was called {} until now", text(before))
        });
    } else if reworded {
        says.push(format!("{key} reworded"));
    }
    if !gained.is_empty() {
        says.push(format!("{key} now also in {}", phrase::list(&gained)));
    }
    if lost.is_empty() {
        return Verdict::wording(says.join("; "));
    }
    says.push(format!("{key} no longer in {}", phrase::list(&lost)));
    Verdict::minor(says.join("; ")).warn(
        "GDPR Art. 12(1)",
        format!("a text was taken away in {}; who reads that language can no longer read it", phrase::list(&lost)),
    )
}

pub(super) fn name(language: Language) -> &'static str {
    match language {
        Language::Nl => "Dutch",
        Language::En => "English",
    }
}

/// What a list has gained and lost.
pub(super) fn gained_and_lost<'s>(before: &'s Said, after: &'s Said) -> (Vec<&'s Said>, Vec<&'s Said>) {
    let only =
        |these: &'s Said, those: &Said| these.items().iter().filter(|item| !those.items().contains(item)).collect();
    (only(after, before), only(before, after))
}

fn items(versions: &Versions<'_>, key: &str, before: &[Said], after: &[Said]) -> Verdict {
    let brief = |these: &[Said], those: &[Said]| -> Vec<String> {
        these.iter().filter(|item| !those.contains(item)).map(|item| versions.brief(item)).collect()
    };
    let (gained, lost) = (brief(after, before), brief(before, after));
    match (before.is_empty(), gained.is_empty(), lost.is_empty()) {
        (true, false, _) => Verdict::minor(format!("now states {key}: {}", phrase::list(&gained))),
        (_, true, true) => Verdict::wording(format!("{key} in another order")),
        (_, false, true) => Verdict::minor(format!("{key} now also: {}", phrase::list(&gained))),
        (_, true, false) => Verdict::minor(format!("{key} no longer: {}", phrase::list(&lost))),
        (_, false, false) => {
            Verdict::minor(format!("{key} now: {}; no longer: {}", phrase::list(&gained), phrase::list(&lost)))
        }
    }
}
