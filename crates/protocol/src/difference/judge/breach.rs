//! What happens with a personal data breach.

use std::cmp::Ordering;

use super::Case;
use super::verdict::Verdict;
use crate::difference::change::{When, Whom};
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions as people;

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    let &["breach", ref rest @ ..] = case.steps.as_slice() else { return None };
    let was_true = case.raw.before == Said::Truth(true);
    match rest {
        [] if case.removed() => Some(
            case.plain()
                .raised()
                .warn("GDPR Art. 24, 33, 34", "nothing is said about personal data breaches any longer"),
        ),
        [key] if key.ends_with("_within") => term(case, key),
        ["registers_all"] if was_true => Some(
            case.plain()
                .raised()
                .warn("GDPR Art. 33(5)", "not every breach is registered any longer; the law asks for each of them"),
        ),
        ["authority_when"] => Some(match case.raw.after {
            Said::Word("impact-class") => case.plain().raised().warn(
                "GDPR Art. 33(1)",
                "the authority is now told by the impact on the organisation; the law looks at the risk to people",
            ),
            _ => case.plain(),
        }),
        ["subjects_when"] if case.raw.before == Said::Word("any-risk") => Some(case.plain().raised().tell(
            people::everybody(),
            When::Before,
            "GDPR Art. 34(1)",
            "that they are told of a breach only at a high risk",
            "They were promised more.",
        )),
        ["subject_message"] if !case.lost().is_empty() => Some(case.plain().raised().warn(
            "GDPR Art. 34(2)",
            format!("people are no longer told of: {}; the law sets what a message holds", phrase::list(&case.lost())),
        )),
        _ => None,
    }
}

/// Terms: to the officer, to the authority, to customers, from our processors.
fn term(case: &Case<'_, '_>, key: &str) -> Option<Verdict> {
    let longer = case.longer()?;
    let (was, is) = (case.before(), case.after());
    let who = match key {
        "officer_within" => "the Security Officer is told",
        "authority_within" => "the authority is notified",
        "inform_controllers_within" => "customers are told of a breach in what we process for them",
        "processors_inform_within" => "our processors are to tell us",
        _ => return None,
    };
    let says = format!("{who} within {is} instead of {was}");
    if longer == Ordering::Equal {
        return Some(Verdict::wording(format!("{who} within {is}, written otherwise")));
    }
    let worse = longer == Ordering::Greater;
    let verdict = if worse && key != "officer_within" { Verdict::material(says) } else { Verdict::minor(says) };
    Some(match key {
        "authority_within" => verdict.when(worse, |verdict| {
            verdict.warn(
                "GDPR Art. 33(1)",
                format!(
                    "the authority is notified within {is} instead of {was}; the law gives 72 hours from becoming aware"
                ),
            )
        }),
        "inform_controllers_within" => verdict.tell(
            Whom::Customers { named: Vec::new() },
            When::Before,
            "GDPR Art. 28(3)(f), 33(2)",
            "the other term within which they hear of a breach",
            "Their own 72 hours depend on it, and their agreement may set the term.",
        ),
        "processors_inform_within" => {
            verdict.task("GDPR Art. 28(3)(f)", "processors", format!("see that their agreements say {is}."))
        }
        _ => verdict,
    })
}
