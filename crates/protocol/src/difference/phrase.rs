//! Pieces of plain English.

use jiff::civil::Date;

use crate::model::{Language, Period, Retention, RetentionAction, RetentionEvent, Words};

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// `1 year and 6 months` for `P1Y6M`.
pub(crate) fn period(period: &Period) -> String {
    let length = period.length();
    let parts: Vec<String> = [
        (i64::from(length.get_years()), "year"),
        (i64::from(length.get_months()), "month"),
        (i64::from(length.get_weeks()), "week"),
        (i64::from(length.get_days()), "day"),
        (i64::from(length.get_hours()), "hour"),
        (length.get_minutes(), "minute"),
        (length.get_seconds(), "second"),
    ]
    .into_iter()
    .filter(|(number, _)| *number != 0)
    .map(|(number, unit)| count(number.unsigned_abs(), unit))
    .collect();
    if parts.is_empty() { period.to_string() } else { list(&parts) }
}

/// `1 record`, `412 records`.
pub(crate) fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// `1 January 2027`.
pub(crate) fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// Words in English, or else in the first language there is.
pub(crate) fn english(words: &Words) -> &str {
    words.best(Language::En).1
}

/// A text in quotation marks, cut to a length that still shows which text it is.
pub(crate) fn quote(text: &str) -> String {
    const MOST: usize = 100;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= MOST {
        return format!("“{text}”");
    }
    let cut: String = text.chars().take(MOST).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("“{} …”", cut.trim_end_matches([',', '.', ';', ':']))
}

/// When a rule ends what it keeps: `30 days after withdrawal`. `None` if it does not say.
pub(crate) fn term(rule: &Retention) -> Option<String> {
    let from = rule.from.map(|at| event(at.value)).or_else(|| rule.from_words.as_ref().map(|_| "another event"));
    let from = match (&rule.from_words, from) {
        (Some(words), Some("another event")) => Some(decapitalised(english(words).trim_end_matches('.'))),
        (_, from) => from.map(str::to_owned),
    };
    match (&rule.period, from, &rule.criteria) {
        (Some(length), Some(from), _) => Some(format!("{} after {from}", period(length))),
        (Some(length), None, _) => Some(period(length)),
        (None, _, Some(criteria)) => Some(format!("as long as its criteria say: {}", quote(english(criteria)))),
        (None, Some(from), None) => Some(from),
        (None, None, None) => None,
    }
}

/// `kept until 30 days after withdrawal`, `kept for 1 year`, or that nothing is said.
pub(crate) fn kept(rule: &Retention) -> String {
    match (term(rule), &rule.period, &rule.from, &rule.criteria) {
        (Some(term), None, _, Some(_)) => format!("kept {term}"),
        (Some(term), Some(_), None, _) if rule.from_words.is_none() => format!("kept for {term}"),
        (Some(term), ..) => format!("kept until {term}"),
        (None, ..) => "kept for a time that is not stated".to_owned(),
    }
}

/// What happens at the end of a term, as it is said after "is".
pub(crate) fn fate(action: RetentionAction) -> &'static str {
    match action {
        RetentionAction::Erase => "erased",
        RetentionAction::Anonymise => "made anonymous",
        RetentionAction::Archive => "moved to an archive",
    }
}

fn event(event: RetentionEvent) -> &'static str {
    match event {
        RetentionEvent::Collected => "collection",
        RetentionEvent::LastContact => "the last contact",
        RetentionEvent::ContractEnd => "the end of the contract",
        RetentionEvent::AccountClosed => "the closing of the account",
        RetentionEvent::CaseClosed => "the case is closed",
        RetentionEvent::FinancialYearEnd => "the end of the financial year",
        RetentionEvent::Withdrawn => "withdrawal",
        RetentionEvent::Decided => "the decision",
        RetentionEvent::EmploymentEnd => "the end of the employment",
        RetentionEvent::MembershipEnd => "the end of the membership",
        RetentionEvent::LastUse => "the last use",
        RetentionEvent::Death => "death",
        RetentionEvent::Other => "another event",
    }
}

/// The first letter small, unless the first word is written in capitals.
pub(crate) fn decapitalised(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().collect::<String>() + &text[first.len_utf8()..]
        }
        _ => text.to_owned(),
    }
}

/// The first letter a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
