//! The checks behind `waarborg check`: what makes a protocol invalid, and which lawful duties it does not meet.
//!
//! Every rule is general: it looks at what a protocol says, never at whose it is. The codes are those of
//! `docs/gaps.md`, which is made from [`rules`].

mod breach;
mod data;
mod invalid;
mod organisation;
mod promise;
mod purpose;
mod recipient;
mod rights;
mod site;
mod words;

use crate::finding::{Finding, FindingKind};
use crate::model::Protocol;
use crate::read::words::Spoken;
use crate::source::Span;

pub(crate) use invalid::invalid;

/// One rule: a duty of law that a protocol can fail to meet.
#[derive(Debug)]
pub struct Rule {
    /// Stable code.
    pub code: &'static str,
    /// The article or section.
    pub law: &'static str,
    /// What must be there.
    pub duty: &'static str,
    /// What to do when it is not.
    pub help: &'static str,
    find: fn(&Checked<'_>) -> Option<Gap>,
}

/// What the rules look at.
struct Checked<'a> {
    protocol: &'a Protocol,
    words: &'a [Spoken],
}

impl std::ops::Deref for Checked<'_> {
    type Target = Protocol;

    fn deref(&self) -> &Protocol {
        self.protocol
    }
}

/// A rule that is not met: what is wrong, and where. The first place is shown; the others are named.
struct Gap {
    message: String,
    at: Vec<Span>,
}

impl Gap {
    fn at(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), at: vec![span] }
    }

    fn everywhere(at: Vec<Span>, message: impl Into<String>) -> Option<Self> {
        (!at.is_empty()).then(|| Self { message: message.into(), at })
    }

    fn also(mut self, spans: impl IntoIterator<Item = Span>) -> Self {
        self.at.extend(spans);
        self
    }
}

/// The groups of rules, in the order of their codes within a group.
const GROUPS: &[&[Rule]] = &[
    purpose::RULES,
    data::RULES,
    recipient::RULES,
    rights::RULES,
    site::RULES,
    organisation::RULES,
    promise::RULES,
    breach::RULES,
    words::RULES,
];

/// Every rule.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|group| group.iter())
}

/// Every gap in a protocol.
pub(crate) fn gaps(protocol: &Protocol, words: &[Spoken]) -> Vec<Finding> {
    let checked = Checked { protocol, words };
    rules()
        .filter_map(|rule| {
            let Gap { message, mut at } = (rule.find)(&checked)?;
            let span = at.remove(0);
            at.retain(|other| *other != span);
            at.dedup();
            let (code, law) = (rule.code, Some(rule.law));
            Some(Finding { code, kind: FindingKind::Gap, law, span, also: at, message, help: rule.help.into() })
        })
        .collect()
}

impl Checked<'_> {
    /// The first place there is, for what is missing altogether: near where it would stand, else at the controller.
    fn near(&self, places: &[Option<Span>]) -> Span {
        places.iter().flatten().next().copied().unwrap_or(self.controller.span)
    }
}

/// `a, b and c`.
fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.as_ref().to_owned()).collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `one purpose has` or `3 purposes have`.
fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("one {one}") } else { format!("{number} {many}") }
}
