//! Promises, the standards they refer to, and the reviews that keep them true.

use std::cmp::Ordering;

use super::Case;
use super::verdict::Verdict;
use crate::difference::change::When;
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions as people;
use crate::model::{Control, Extent, Named, Promise, Protocol};

const BROKEN: &str = "GDPR Art. 5(1)(a); WP260 §29";

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    match case.steps.as_slice() {
        ["promise", id] => Some(whole(case, id)),
        ["promise", _, "extent"] => Some(extent(case)),
        ["promise", _, "control"] => Some(
            Verdict::minor(format!("shown by another control: {} instead of {}", case.after(), case.before()))
                .in_registers()
                .task(
                    "GDPR Art. 5(2)",
                    format!("promise {}", case.name()),
                    "see that the control still shows what the sentence claims.",
                ),
        ),
        ["promise", _, "standard"] if !case.added() => Some(case.plain().raised()),
        ["certificate", _, "status"] => Some(match case.raw.after {
            Said::Word("expired") => case.plain().raised().warn(
                "GDPR Art. 5(1)(a)",
                format!("{} has expired; sentences that rely on it are no longer true", case.name()),
            ),
            _ => case.plain(),
        }),
        ["certificate", _] if case.removed() => Some(Verdict::minor("no longer mentioned").raised()),
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

/// A promise that is new or gone; when another claims the same, it is the words that changed.
fn whole(case: &Case<'_, '_>, id: &str) -> Verdict {
    let (old, new) = (case.versions.old.promise.get(id), case.versions.new.promise.get(id));
    let alike = |protocol: &Protocol, control: Control| -> Vec<Named<Promise>> {
        protocol.promise.iter().filter(|promise| promise.control.value == control).cloned().collect()
    };
    let always = |promise: &Promise| promise.extent.is_none_or(|extent| extent.value == Extent::Always);
    if let Some(old) = old {
        let same = alike(case.versions.new, old.control.value);
        let Some(now) = same.first() else { return withdrawn(case) };
        let words = phrase::quote(phrase::english(&now.words));
        return if always(old) && !same.iter().any(|promise| always(promise)) {
            weaker(case, format!("now promised only where possible: {words}"))
        } else {
            Verdict::wording(format!("now said as {words}"))
        };
    }
    let before = new.map(|new| alike(case.versions.old, new.control.value)).unwrap_or_default();
    match before.iter().find(|was| case.versions.new.promise.get(&was.id).is_none()) {
        Some(_) => Verdict::said_elsewhere(),
        None if !before.is_empty() => Verdict::minor("promised in other words as well"),
        None => Verdict::minor("a new promise").task(
            "GDPR Art. 5(2)",
            format!("promise {}", case.name()),
            "make sure it is kept from the first day; it is measured from then on.",
        ),
    }
}

fn withdrawn(case: &Case<'_, '_>) -> Verdict {
    Verdict::material("no longer promised").tell(
        people::everybody(),
        When::Before,
        BROKEN,
        ("that this is no longer promised:", case.name()),
        "People may have given their data because of it.",
    )
}

fn weaker(case: &Case<'_, '_>, says: String) -> Verdict {
    Verdict::material(says).tell(
        people::everybody(),
        When::Before,
        BROKEN,
        ("that this holds only where possible:", case.name()),
        "People may have given their data because it was promised without exception.",
    )
}

fn extent(case: &Case<'_, '_>) -> Verdict {
    let always = Said::Word("always");
    if case.raw.after == Said::Word("where-possible") {
        let says =
            if case.raw.before == always { "only where possible, no longer always" } else { "only where possible" };
        return weaker(case, says.to_owned());
    }
    if case.raw.after == always {
        return Verdict::minor("now always, without exception").task(
            "GDPR Art. 5(2)",
            format!("promise {}", case.name()),
            "it has no exceptions any longer; be able to show that.",
        );
    }
    case.plain()
}
