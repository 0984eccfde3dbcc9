//! Promises that contradict each other.

use super::{Checked, Gap, Rule, list};
use crate::model::{Control, Extent, Promise};
use crate::read::Named;
use crate::source::Span;

pub(super) const RULES: &[Rule] = &[Rule {
    code: "G27",
    law: "GDPR Art. 5(1)(a)",
    duty: "The same thing is not promised without exception in one place and \"where possible\" in another.",
    help: "Give both sentences the same `extent`, or say what exactly is excepted.",
    find: extents_differ,
}];

/// Promises of one control: those without exception, and those with.
pub(super) fn of_control<'a>(
    checked: &'a Checked<'_>,
    control: Control,
) -> (Vec<&'a Named<Promise>>, Vec<&'a Named<Promise>>) {
    checked
        .promise
        .iter()
        .filter(|promise| promise.control.value == control)
        .partition(|promise| promise.extent.as_ref().is_none_or(|extent| extent.value == Extent::Always))
}

fn extents_differ(checked: &Checked<'_>) -> Option<Gap> {
    let mut spans: Vec<Span> = Vec::new();
    let mut controls = Vec::new();
    for control in Control::ALL {
        let (always, possible) = of_control(checked, *control);
        if !always.is_empty() && !possible.is_empty() {
            controls.push(control.as_str());
            spans.extend(possible.iter().chain(&always).map(|promise| promise.span));
        }
    }
    Gap::everywhere(
        spans,
        format!("promised in one place without exception, in another where possible: {}", list(controls)),
    )
}
