//! Promises, the standards they refer to, and the reviews that keep them true.

use std::cmp::Ordering;

use super::Case;
use super::verdict::Verdict;
use crate::difference::change::When;
use crate::difference::said::Said;
use crate::difference::versions as people;

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    match case.steps.as_slice() {
        ["promise", _] => Some(if case.removed() {
            Verdict::material("no longer promised").tell(
                people::everybody(),
                When::Before,
                "GDPR Art. 5(1)(a); WP260 §29",
                format!("that this is no longer promised: {}", case.name()),
                "People may have given their data because of it.",
            )
        } else {
            Verdict::minor("a new promise").task(
                "GDPR Art. 5(2)",
                format!(
                    "Promise {}: make sure it is kept from the first day; it is measured from then on.",
                    case.name()
                ),
            )
        }),
        ["promise", _, "extent"] => Some(extent(case)),
        ["promise", _, "control"] => Some(
            Verdict::minor(format!("shown by another control: {} instead of {}", case.after(), case.before()))
                .in_registers()
                .task(
                    "GDPR Art. 5(2)",
                    format!("Promise {}: see that the control still shows what the sentence claims.", case.name()),
                ),
        ),
        ["promise", _, "standard"] if !case.added() => Some(raised(case.plain())),
        ["certificate", _, "status"] => Some(match case.raw.after {
            Said::Word("expired") => raised(case.plain()).warn(
                "GDPR Art. 5(1)(a)",
                format!("{} has expired; sentences that rely on it are no longer true", case.name()),
            ),
            _ => case.plain(),
        }),
        ["certificate", _] if case.removed() => Some(raised(Verdict::minor("no longer mentioned"))),
        ["review", _, "every"] => Some(match case.longer() {
            Some(Ordering::Greater) => {
                Verdict::minor(format!("every {} instead of every {}", case.after(), case.before())).in_registers()
            }
            _ => case.plain().in_registers(),
        }),
        ["review", ..] => Some(case.plain().in_registers()),
        _ => None,
    }
}

fn extent(case: &Case<'_, '_>) -> Verdict {
    let always = Said::Word("always");
    if case.raw.after == Said::Word("where-possible") {
        let says =
            if case.raw.before == always { "only where possible, no longer always" } else { "only where possible" };
        return Verdict::material(says).tell(
            people::everybody(),
            When::Before,
            "GDPR Art. 5(1)(a); WP260 §29",
            format!("that this holds only where possible: {}", case.name()),
            "People may have given their data because it was promised without exception.",
        );
    }
    if case.raw.after == always {
        return Verdict::minor("now always, without exception").task(
            "GDPR Art. 5(2)",
            format!("Promise {}: it has no exceptions any longer; be able to show that.", case.name()),
        );
    }
    case.plain()
}

fn raised(mut verdict: Verdict) -> Verdict {
    verdict.weight = crate::difference::Weight::Material;
    verdict
}
