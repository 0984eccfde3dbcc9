//! How long data is kept.

use std::cmp::Ordering;

use super::Case;
use super::verdict::{Verdict, due};
use crate::difference::change::{Due, Fate, When, Whom};
use crate::difference::phrase;
use crate::difference::versions as people;
use crate::model::{Named, Protocol, Purpose, Retention};

const STATED: &str = "GDPR Art. 13(2)(a), 14(2)(a)";

/// How one term relates to another.
enum Turn {
    Same,
    First,
    Gone,
    Shorter,
    Longer,
    Otherwise,
}

fn turn(old: &Retention, new: &Retention) -> Turn {
    let same_event = old.from.map(|at| at.value) == new.from.map(|at| at.value)
        && old.from_words.as_ref().map(phrase::english) == new.from_words.as_ref().map(phrase::english);
    match (phrase::term(old), phrase::term(new)) {
        (None, None) => Turn::Same,
        (None, Some(_)) => Turn::First,
        (Some(_), None) => Turn::Gone,
        (Some(was), Some(is)) if was == is => Turn::Same,
        _ => match (&old.period, &new.period) {
            (Some(was), Some(is)) if same_event => match is.cmp_length(was) {
                Ordering::Less => Turn::Shorter,
                Ordering::Greater => Turn::Longer,
                Ordering::Equal => Turn::Same,
            },
            _ => Turn::Otherwise,
        },
    }
}

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    let &["retention", id, ref rest @ ..] = case.steps.as_slice() else { return None };
    let (old, new) = (case.versions.old.retention.get(id), case.versions.new.retention.get(id));
    let purposes = people::purposes_with_rule(case.versions.new, id);
    let concerned = people::of_purposes(case.versions.new, purposes.iter().copied());
    match (rest, old, new) {
        ([], None, Some(new)) => Some(Verdict::minor(format!("a new rule: {}", phrase::kept(new)))),
        ([], Some(old), None) => Some(Verdict::minor(format!("no longer a rule; it was {}", phrase::kept(old)))),
        (["period" | "from" | "from_words" | "criteria"], Some(old), Some(new)) => {
            let mut held = due(Fate::PastNewTerm, about(case, &purposes), "GDPR Art. 5(1)(e)");
            held.rules = vec![id.to_owned()];
            held.purposes = people::ids(&purposes);
            Some(terms(case, old, new, concerned, held))
        }
        (["action"], ..) => Some(action(case, new?, concerned)),
        (["exceptions"], ..) => Some(exceptions(case, concerned)),
        (["data"], ..) => Some(scope(case, concerned)),
        (["reason" | "statute"], ..) if case.removed() => Some(case.plain().task(
            "GDPR Art. 5(1)(e) and (2)",
            case.name(),
            "a term needs a statute or a reason; write down which.",
        )),
        _ => None,
    }
}

fn about(case: &Case<'_, '_>, purposes: &[&Named<Purpose>]) -> String {
    if purposes.is_empty() { case.name() } else { phrase::list(&people::names(purposes)) }
}

/// The rules of one purpose changed: other rules than before.
pub(super) fn of_purpose(case: &Case<'_, '_>, old: &Named<Purpose>, new: &Named<Purpose>) -> Verdict {
    let concerned = people::of_purpose(case.versions.new, new);
    let mut held = due(Fate::PastNewTerm, case.name(), "GDPR Art. 5(1)(e)");
    held.purposes = vec![new.id.clone()];
    held.rules = new.retention.iter().map(|rule| rule.id.clone()).collect();
    let was = rules(case.versions.old, old);
    let is = rules(case.versions.new, new);
    if let ([was], [is]) = (was.as_slice(), is.as_slice()) {
        return terms(case, was, is, concerned, held);
    }
    let (before, after) = (kept_all(&was), kept_all(&is));
    match (was.is_empty(), is.is_empty()) {
        (true, _) => stated(&phrase::list(&after), concerned, held),
        (_, true) => gone(case, &phrase::list(&before)),
        _ => {
            held.fate = Fate::Recount;
            let says = format!("{}; instead of {}", phrase::list(&after), phrase::list(&before));
            Verdict::material(says)
                .tell(concerned, When::Before, STATED, ("how long data is kept for", case.name()), CHANGED)
                .due(held)
        }
    }
}

/// How long each rule keeps, with its name when there is more than one.
pub(super) fn kept_all(rules: &[&Retention]) -> Vec<String> {
    let one = |rule: &&Retention| match rule.name.as_ref().filter(|_| rules.len() > 1) {
        Some(name) => format!("{} {}", phrase::decapitalised(phrase::english(name)), phrase::kept(rule)),
        None => phrase::kept(rule),
    };
    rules.iter().map(one).collect()
}

const CHANGED: &str = "The term is part of what people were told.";

pub(super) fn rules<'p>(protocol: &'p Protocol, purpose: &Purpose) -> Vec<&'p Retention> {
    purpose.retention.iter().filter_map(|rule| protocol.retention.get(&rule.id)).map(|rule| &rule.value).collect()
}

fn terms(case: &Case<'_, '_>, old: &Retention, new: &Retention, concerned: Whom, mut held: Due) -> Verdict {
    let name = held.about.clone();
    let (was, is) = (phrase::term(old).unwrap_or_default(), phrase::kept(new));
    match turn(old, new) {
        Turn::Same => Verdict::wording("its term is written otherwise and is as long"),
        Turn::First => stated(&is, concerned, held),
        Turn::Gone => gone(case, &was),
        Turn::Shorter => {
            // Good news for people: it stands in the next version, and nobody has to be warned beforehand.
            let verdict = Verdict::material(format!("{is} instead of {}", apart(old, new)));
            verdict.tell(concerned, When::WithEffect, STATED, ("the shorter term of", &name), CHANGED).due(held)
        }
        Turn::Longer => Verdict::material(format!("{is} instead of {}", apart(old, new)))
            .tell(
                concerned,
                When::Before,
                STATED,
                ("the longer term of", &name),
                "What people gave was given for a shorter time; they know before it is kept longer.",
            )
            .task(
                "GDPR Art. 5(1)(e) and (2)",
                name.clone(),
                format!(
                    "write down why the longer term is necessary. Data that is here was promised to go after {}.",
                    apart(old, new)
                ),
            ),
        Turn::Otherwise => {
            held.fate = Fate::Recount;
            Verdict::material(format!("{is} instead of {was}"))
                .tell(concerned, When::Before, STATED, ("the other term of", &name), CHANGED)
                .due(held)
        }
    }
}

/// The old term, without its event when the new one counts from the same.
fn apart(old: &Retention, new: &Retention) -> String {
    match (&old.period, &new.period) {
        (Some(was), Some(_)) => phrase::period(was),
        _ => phrase::term(old).unwrap_or_default(),
    }
}

fn stated(is: &str, concerned: Whom, mut held: Due) -> Verdict {
    held.fate = Fate::PastNewTerm;
    let name = held.about.clone();
    Verdict::material(format!("now says how long: {is}"))
        .tell(
            concerned,
            When::WithEffect,
            STATED,
            ("how long data is kept for", &name),
            "They should have had this from the start.",
        )
        .due(held)
}

fn gone(case: &Case<'_, '_>, was: &str) -> Verdict {
    Verdict::material(format!("no longer says how long data is kept; it was {was}"))
        .warn(STATED, format!("{} no longer says how long data is kept", case.name()))
}

fn action(case: &Case<'_, '_>, new: &Retention, concerned: Whom) -> Verdict {
    let Some(now) = new.action else {
        return Verdict::material("no longer says what happens at the end of the term")
            .warn("GDPR Art. 5(1)(e)", format!("{} no longer says what happens at the end of its term", case.name()));
    };
    let says = format!("at the end of its term data is {}", phrase::fate(now));
    if case.added() {
        return Verdict::minor(says);
    }
    Verdict::material(format!("{says}; until now: {}", case.before())).tell(
        concerned,
        When::Before,
        STATED,
        format!("what happens at the end of the term of {}", case.name()),
        CHANGED,
    )
}

fn exceptions(case: &Case<'_, '_>, concerned: Whom) -> Verdict {
    let (gained, lost) = (case.gained(), case.lost());
    if !gained.is_empty() {
        return Verdict::material(format!(
            "may now be kept longer in {}: {}",
            phrase::count(gained.len() as u64, "case"),
            phrase::list(&gained)
        ))
        .tell(
            concerned,
            When::Before,
            STATED,
            format!("when data for {} is kept longer", case.name()),
            CHANGED,
        );
    }
    if lost.is_empty() {
        return case.plain();
    }
    let mut held = due(Fate::PastNewTerm, case.name(), "GDPR Art. 5(1)(e)");
    held.rules = vec![case.steps[1].to_owned()];
    Verdict::minor(format!("is no longer kept longer for: {}", phrase::list(&lost))).due(held)
}

fn scope(case: &Case<'_, '_>, concerned: Whom) -> Verdict {
    let mut held = due(Fate::Recount, case.name(), "GDPR Art. 5(1)(e)");
    held.rules = vec![case.steps[1].to_owned()];
    let mut verdict = case.plain();
    verdict.weight = crate::difference::Weight::Material;
    verdict
        .tell(
            concerned,
            When::WithEffect,
            STATED,
            format!("to which data the term of {} applies", case.name()),
            CHANGED,
        )
        .due(held)
}
