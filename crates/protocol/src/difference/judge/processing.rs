//! Processing on behalf of others, and the processors behind it: customers may object to a change (GDPR Art. 28(2)).

use super::Case;
use super::transfer::LEAVES;
use super::verdict::{Verdict, due};
use crate::difference::change::{Fate, When, Whom};
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions as people;
use crate::model::{Named, Protocol, Recipient};

const OBJECT: &str = "GDPR Art. 28(2)";

/// The register as processor: customers are told of what concerns them.
pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    let &["processing", id, ref rest @ ..] = case.steps.as_slice() else { return None };
    Some(row(case, id, rest))
}

fn row(case: &Case<'_, '_>, id: &str, rest: &[&str]) -> Verdict {
    let named =
        |protocol: &Protocol| protocol.processing.get(id).map(|row| phrase::english(&row.controllers).to_owned());
    let customers =
        Whom::Customers { named: named(case.versions.new).or_else(|| named(case.versions.old)).into_iter().collect() };
    match rest {
        [] if case.added() => Verdict::minor("processing on behalf of others, now in the register")
            .in_registers()
            .task("GDPR Art. 28(3), 30(2)", case.name(), "have an agreement with each controller."),
        [] => {
            let mut held = due(Fate::AtRecipient, "", "GDPR Art. 28(3)(g)");
            held.fate = Fate::NoLongerNeeded;
            held.about = format!("what was held for customers under {}", case.name());
            Verdict::minor("no longer processed on behalf of others").in_registers().due(held)
        }
        ["sub_processors"] => {
            let (gained, lost) = (case.gained(), case.lost());
            let verdict = case.plain().in_registers();
            if gained.is_empty() && lost.is_empty() {
                return verdict;
            }
            let changed: Vec<String> =
                gained.iter().cloned().chain(lost.iter().map(|name| format!("{name} no longer"))).collect();
            objection(verdict.raised(), customers, &phrase::list(&changed))
        }
        ["transfers" | "measures" | "activities"] => {
            let what = people::spoken(case.steps.last().copied().unwrap_or_default());
            case.plain().in_registers().when(!matches!(case.raw.before, Said::Nothing), |verdict| {
                verdict.tell(
                    customers,
                    When::Before,
                    "GDPR Art. 28(3)(a)",
                    format!("{what} in {}", case.name()),
                    "We process on their documented instructions.",
                )
            })
        }
        _ => case.plain().in_registers(),
    }
}

/// A recipient that also works behind us for our customers: they may object (Art. 28(2)).
pub(super) fn as_sub_processor(case: &Case<'_, '_>, id: &str, verdict: Verdict) -> Verdict {
    let rows: Vec<_> = case
        .versions
        .new
        .processing
        .iter()
        .filter(|row| row.sub_processors.iter().any(|used| used.id == id))
        .filter(|row| case.versions.old.processing.get(&row.id).is_some())
        .collect();
    if rows.is_empty() {
        return verdict;
    }
    let named = rows.iter().map(|row| phrase::english(&row.controllers).to_owned()).collect();
    objection(verdict, Whom::Customers { named }, &case.name())
}

pub(super) fn objection(verdict: Verdict, customers: Whom, name: &str) -> Verdict {
    verdict.tell(
        customers,
        When::Before,
        OBJECT,
        ("their right to object to the sub-processor", name.to_owned()),
        "Who lets us process on their behalf may object to a change of sub-processors; allow the time the agreement gives.",
    )
}

/// Processors behind our processor: we may object, and people are told when a country outside the Area comes in.
pub(super) fn behind(case: &Case<'_, '_>, new: &Named<Recipient>) -> Verdict {
    let (gained, lost) = (case.gained(), case.lost());
    if case.added() || gained.is_empty() {
        return if lost.is_empty() && !case.added() {
            case.plain()
        } else {
            Verdict::minor(if case.added() {
                format!("now says which processors stand behind it: {}", case.after())
            } else {
                format!("no longer has behind it: {}", phrase::list(&lost))
            })
        };
    }
    let abroad: Vec<&str> = new
        .sub_processors
        .iter()
        .flatten()
        .filter(|sub| gained.contains(&sub.name) && !sub.country.in_eea())
        .map(|sub| sub.country.as_str())
        .collect();
    let says = format!("now has behind it: {}", phrase::list(&gained));
    let verdict = if abroad.is_empty() {
        Verdict::minor(says)
    } else {
        Verdict::material(format!("{says}, with data reachable from {}", phrase::list(&abroad)))
    };
    let verdict = verdict
        .task(
            OBJECT,
            case.name(),
            format!(
                "it works with {} now. Decide within the time of the agreement whether to object, and record it.",
                phrase::list(&gained)
            ),
        )
        .when(!abroad.is_empty(), |verdict| {
            verdict.tell(
                people::of_recipient(case.versions.new, &new.id, new),
                When::Before,
                LEAVES,
                format!("that data at {} can be reached from {}", case.name(), phrase::list(&abroad)),
                "A transfer outside the Area is stated with its safeguards.",
            )
        });
    as_sub_processor(case, &new.id, verdict)
}
