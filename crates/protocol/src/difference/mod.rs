//! The difference of two versions of a protocol, and what follows from it.
//!
//! Three steps. [`Say`] turns both versions back into plain trees; the declarations of the language do that themselves, so
//! no key is left out. The trees are compared, which finds every place that differs. Each place is then judged: what it
//! says to a reader, how much it weighs, who must be told, what becomes due. A place that no judgement knows is still said.
//!
//! Pure: no clock (hand the day to [`Difference::on`]) and no database (hand what counts to [`Difference::count`]).

mod change;
mod compare;
mod fold;
mod judge;
mod phrase;
mod said;
mod text;
mod versions;

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

pub use change::{Change, Consequence, Count, Due, Fate, NotCounted, Subject, Weight, What, When, Whom};
pub use said::{Said, Say};

use crate::model::{Protocol, Statement, StatementPart};
use compare::{How, Raw};
use judge::{Read, Verdict};
use versions::Versions;

/// Everything in which two versions differ: the heaviest first, then in the order of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The version that is compared with.
    pub from: Edition,
    /// The new version.
    pub to: Edition,
    /// What to look at before applying the new version, apart from any one change.
    pub notices: Vec<Notice>,
    /// The changes.
    pub changes: Vec<Change>,
    /// How many groups of data subjects there are: all of them together are everybody.
    #[serde(skip)]
    groups: usize,
}

/// One version of the statement, as it calls itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Edition {
    /// Its version.
    pub version: Option<String>,
    /// From when it applies.
    pub effective_on: Option<Date>,
    /// How it says that changes are announced.
    pub announced_by: Vec<&'static str>,
}

impl Edition {
    fn of(statement: Option<&Statement>) -> Self {
        statement.map_or_else(Self::default, |statement| Self {
            version: statement.version.clone(),
            effective_on: statement.effective_on,
            announced_by: statement.announced_by.iter().map(|way| way.as_str()).collect(),
        })
    }
}

/// Something to look at before applying a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The article, or the guidance.
    pub law: &'static str,
    /// What is the matter and what to do.
    pub what: String,
}

impl Notice {
    fn new(law: &'static str, what: String) -> Self {
        Self { law, what }
    }
}

/// Compares two versions of a protocol. Both are valid; either may have gaps.
pub fn difference(old: &Protocol, new: &Protocol) -> Difference {
    let versions = Versions::of(old, new);
    let raws = compare::compare(&versions.was, &versions.is);
    let mut changes: Vec<Change> = together(&versions, &raws).iter().map(|raws| change(&versions, raws)).collect();
    fold::all(&versions, &mut changes);
    changes.sort_by_key(|change| (change.weight, change.part.map_or(StatementPart::ALL.len(), place)));
    Difference {
        from: Edition::of(old.statement.as_ref()),
        to: Edition::of(new.statement.as_ref()),
        notices: judge::of_version(&versions, &changes),
        changes,
        groups: new.subject.len(),
    }
}

impl Difference {
    /// Whether the two versions say the same.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Adds what depends on the day: whether there is time to tell people before the new version applies.
    #[must_use]
    pub fn on(mut self, today: Date) -> Self {
        self.notices.extend(judge::announcement(self.to.effective_on, &self.changes, today));
        self
    }

    /// Fills in how many records become due, as far as `counter` knows.
    #[must_use]
    pub fn count(mut self, counter: &dyn Count) -> Self {
        for consequence in self.changes.iter_mut().flat_map(|change| &mut change.consequences) {
            if let Consequence::Due(due) = consequence {
                due.records = counter.records(due);
            }
        }
        self
    }

    /// How many changes weigh this much.
    pub fn weighing(&self, weight: Weight) -> usize {
        self.changes.iter().filter(|change| change.weight == weight).count()
    }

    /// The difference as a reviewer would write it, in English.
    pub fn text(&self) -> String {
        text::render(self)
    }
}

fn place(part: StatementPart) -> usize {
    StatementPart::ALL.iter().position(|known| *known == part).unwrap_or(0)
}

/// Changes that are judged together, such as the length of a term and the event it counts from.
fn together<'r>(versions: &Versions<'_>, raws: &'r [Raw]) -> Vec<Vec<&'r Raw>> {
    let mut groups: Vec<Vec<&Raw>> = Vec::new();
    let mut known: HashMap<(Subject, &str), usize> = HashMap::new();
    for raw in raws {
        let steps = raw.steps();
        if raw.how != How::Other {
            groups.push(vec![raw]);
            continue;
        }
        let group = *known.entry((versions.subject(&steps), judge::aspect(&steps))).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(raw);
    }
    groups
}

fn change(versions: &Versions<'_>, raws: &[&Raw]) -> Change {
    let raw = raws[0];
    let steps = raw.steps();
    let Verdict { weight, says, read, consequences } = judge::judge(versions, raws);
    Change {
        subject: versions.subject(&steps),
        paths: raws.iter().map(|raw| raw.written()).collect(),
        what: what(versions, raws),
        weight,
        part: match read {
            Read::WithItsTable => part_of(versions, &steps),
            Read::InPart(part) => Some(part),
            Read::InRegisters => None,
        },
        says,
        consequences,
    }
}

fn part_of(versions: &Versions<'_>, steps: &[&str]) -> Option<StatementPart> {
    let stated = match steps {
        ["passage" | "promise", ..] => versions.at(&[steps[0], steps.get(1).copied().unwrap_or_default(), "part"]),
        _ => None,
    };
    match stated {
        Some(Said::Word(word)) => StatementPart::from_word(word),
        _ => judge::part(steps),
    }
}

fn what(versions: &Versions<'_>, raws: &[&Raw]) -> What {
    let raw = raws[0];
    let brief = |said: &Said| (!said.is_nothing()).then(|| versions.brief(said));
    let is_table = |said: &Said| matches!(said, Said::Table { .. } | Said::Entries(_));
    let subject = versions.subject(&raw.steps());
    let depth = match subject.table.as_str() {
        "field" | "cookie" => 4,
        _ => 1 + usize::from(subject.id.is_some()),
    };
    match (raw.how, &raw.before, &raw.after) {
        (How::Renamed, Said::Text(from), Said::Text(to)) => What::Renamed { from: from.clone(), to: to.clone() },
        (_, Said::Nothing, after) if raw.path.len() == depth && is_table(after) => What::Added,
        (_, before, Said::Nothing) if raw.path.len() == depth && is_table(before) => What::Removed,
        _ => {
            let side = |of: fn(&Raw) -> &Said| match raws {
                [only] => brief(of(only)),
                many => {
                    let parts: Vec<String> = many
                        .iter()
                        .filter_map(|raw| Some(format!("{}: {}", raw.path.last()?, brief(of(raw))?)))
                        .collect();
                    (!parts.is_empty()).then(|| parts.join("; "))
                }
            };
            What::Changed {
                aspect: judge::aspect(&raw.steps()).to_owned(),
                before: side(|raw| &raw.before),
                after: side(|raw| &raw.after),
            }
        }
    }
}
