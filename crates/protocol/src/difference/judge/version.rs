//! The statement as a document: is the new version recognisable as one, and is there time to announce it?

use jiff::civil::Date;

use super::Case;
use super::verdict::Verdict;
use crate::difference::Notice;
use crate::difference::change::{Change, Consequence, Weight, When};
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions::Versions;

/// How long before it applies a material change is announced. No law gives a number ("well in advance", WP260 §30); a month
/// is what agreements with customers usually give, and what the answer to a question may take.
const ANNOUNCED_DAYS: i32 = 30;

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    match case.steps.as_slice() {
        ["statement", "version" | "effective_on"] if !case.removed() => Some(Verdict::wording(case.plain().says)),
        ["statement", "changes"] => Some(Verdict::wording("says what changed in this version")),
        ["statement", "announced_by"] if case.raw.after == Said::List(Vec::new()) => Some(case.plain().warn(
            "WP260 §29–30",
            "nothing says any longer how people hear of changes; asking them to check regularly is not enough",
        )),
        _ => None,
    }
}

/// What is the matter with the new version as a version, whatever the date.
pub(crate) fn of_version(versions: &Versions<'_>, changes: &[Change]) -> Vec<Notice> {
    let mut notices = Vec::new();
    let material = changes.iter().filter(|change| change.weight == Weight::Material).count();
    if material == 0 {
        return notices;
    }
    let of = phrase::count(material as u64, "material change");
    let (old, new) = (&versions.old.statement, &versions.new.statement);
    let version = |statement: &Option<crate::model::Statement>| {
        statement.as_ref().and_then(|statement| statement.version.clone())
    };
    let date =
        |statement: &Option<crate::model::Statement>| statement.as_ref().and_then(|statement| statement.effective_on);
    match (version(old), version(new)) {
        (_, None) => notices.push(Notice::new("WP260 §29", format!("There is {of} and no version is stated; give the statement a version so that people can tell which one they read.").replace("There is", if material == 1 { "There is" } else { "There are" }))),
        (was, Some(is)) if was.as_ref() == Some(&is) => {
            notices.push(Notice::new("WP260 §29", format!("The version is still {is}, with {of}; raise it.")));
        }
        _ => {}
    }
    match (date(old), date(new)) {
        (_, None) => notices
            .push(Notice::new("WP260 §29", "No date says from when the new version applies; state it.".to_owned())),
        (was, Some(is)) if was.is_some_and(|was| is <= was) => {
            notices.push(Notice::new(
                "WP260 §29",
                format!("The new version applies from {}, no later than the old one; move the date.", phrase::date(is)),
            ));
        }
        _ => {}
    }
    let announced = new.as_ref().is_some_and(|statement| !statement.announced_by.is_empty());
    if !announced && tells(changes, |_| true) {
        notices.push(Notice::new(
            "WP260 §29–30",
            "People must be told, and nothing says how changes are announced; state it.".to_owned(),
        ));
    }
    notices
}

/// Whether there is time to tell people before the new version applies.
pub(crate) fn announcement(effective_on: Option<Date>, changes: &[Change], today: Date) -> Option<Notice> {
    let on = effective_on?;
    if !tells(changes, |when| when == When::Before) {
        return None;
    }
    let first = today.checked_add(jiff::Span::new().days(ANNOUNCED_DAYS)).ok()?;
    let what = if on <= today {
        format!(
            "The new version applies from {}, which has come; people must be told before. Move the date to {} or later.",
            phrase::date(on),
            phrase::date(first)
        )
    } else if on < first {
        let left = on.since(today).ok()?.get_days();
        format!(
            "The new version applies in {}, on {}; that is short to tell people well in advance. {} or later gives them a month.",
            phrase::count(u64::from(left.unsigned_abs()), "day"),
            phrase::date(on),
            phrase::date(first),
        )
    } else {
        return None;
    };
    Some(Notice::new("GDPR Art. 13(3), 14(4); WP260 §30", what))
}

fn tells(changes: &[Change], wanted: impl Fn(When) -> bool) -> bool {
    changes.iter().flat_map(|change| &change.consequences).any(|consequence| match consequence {
        Consequence::Tell { when, .. } => wanted(*when),
        _ => false,
    })
}
