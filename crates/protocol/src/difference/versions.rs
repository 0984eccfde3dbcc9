//! The two versions side by side, and the questions every judgement asks of them: what is this called, whose data is it?

use std::collections::BTreeSet;

use super::change::{Subject, Whom};
use super::phrase;
use super::said::{Said, Say};
use crate::model::{DataRef, Language, Named, Protocol, Purpose, Recipient};

/// Both versions, as types and as trees.
pub(crate) struct Versions<'a> {
    pub(crate) old: &'a Protocol,
    pub(crate) new: &'a Protocol,
    pub(crate) was: Said,
    pub(crate) is: Said,
}

impl<'a> Versions<'a> {
    pub(crate) fn of(old: &'a Protocol, new: &'a Protocol) -> Self {
        Self { old, new, was: old.said(), is: new.said() }
    }

    /// What stands at a path in the new version, or else in the old one.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Said> {
        self.is.at(path).or_else(|| self.was.at(path))
    }

    /// The name of an entry, for a reader of English; its id when it has none.
    pub(crate) fn name(&self, table: &str, id: &str) -> String {
        let path: Vec<&str> = match (table, id.split_once('.')) {
            ("category" | "field", Some((category, field))) => vec!["category", category, "field", field],
            ("cookie", Some((site, cookie))) => vec!["site", site, "cookie", cookie],
            _ => vec![table, id],
        };
        let entry = self.at(&path);
        let key = |key: &str| entry.and_then(|entry| entry.get(key)).and_then(plain);
        match table {
            "promise" | "disclosure" => key("words").map_or_else(|| id.to_owned(), |words| phrase::quote(&words)),
            "retention" => key("name").unwrap_or_else(|| self.used_by(id)),
            "contact" => key("name").or_else(|| key("role")).unwrap_or_else(|| id.to_owned()),
            "review" => key("of").unwrap_or_else(|| id.to_owned()),
            "right" => spoken(id),
            _ => key("name").or_else(|| key("title")).or_else(|| key("standard")).unwrap_or_else(|| id.to_owned()),
        }
    }

    fn used_by(&self, rule: &str) -> String {
        let uses = |protocol: &Protocol| -> Vec<String> {
            let purposes =
                protocol.purpose.iter().filter(|purpose| purpose.retention.iter().any(|used| used.id == rule));
            purposes.map(|purpose| phrase::english(&purpose.name).to_owned()).collect()
        };
        let mut names = uses(self.new);
        if names.is_empty() {
            names = uses(self.old);
        }
        if names.is_empty() { rule.to_owned() } else { phrase::list(&names) }
    }

    /// The entry that a path leads into.
    pub(crate) fn subject(&self, path: &[&str]) -> Subject {
        let (table, id) = match path {
            ["category", category, "field", field, ..] => ("field", Some(format!("{category}.{field}"))),
            ["site", site, "cookie", cookie, ..] => ("cookie", Some(format!("{site}.{cookie}"))),
            ["right", right, ..] => ("right", Some((*right).to_owned())),
            [table, id, ..] if matches!(self.at(&[table]), Some(Said::Entries(_))) => (*table, Some((*id).to_owned())),
            [table, ..] => (*table, None),
            [] => ("protocol", None),
        };
        let name = id.as_deref().map_or_else(|| only_one(table), |id| self.name(table, id));
        Subject { table: table.to_owned(), id, name }
    }

    /// A value in a few words.
    pub(crate) fn brief(&self, said: &Said) -> String {
        match said {
            Said::Nothing => "nothing".into(),
            Said::Text(text) => text.clone(),
            Said::Word(word) => word.replace('-', " "),
            Said::Truth(true) => "yes".into(),
            Said::Truth(false) => "no".into(),
            Said::Number(number) => number.to_string(),
            Said::Date(date) => phrase::date(*date),
            Said::Period(period) => phrase::period(period),
            Said::Words(_) => phrase::quote(&plain(said).unwrap_or_default()),
            Said::Id { table, id } => self.name(table, id),
            Said::List(items) if items.is_empty() => "none".into(),
            Said::List(items) => phrase::list(&items.iter().map(|item| self.brief(item)).collect::<Vec<_>>()),
            Said::Table { kind, keys } => {
                let telling = |key: &str| said.get(key).filter(|said| !said.is_nothing());
                let any = || keys.iter().map(|(_, said)| said).find(|said| !said.is_nothing());
                let first = telling("name").or_else(|| telling("words")).or_else(any).map(|said| self.brief(said));
                let kind = kind.map(|kind| kind.replace('-', " "));
                match (kind, first) {
                    (Some(kind), Some(first)) => format!("{kind}, {first}"),
                    (Some(only), None) | (None, Some(only)) => only,
                    (None, None) => "nothing".into(),
                }
            }
            Said::Entries(entries) => {
                phrase::list(&entries.iter().map(|(id, said)| format!("{id} {}", self.brief(said))).collect::<Vec<_>>())
            }
        }
    }
}

/// A text or the English of words.
pub(crate) fn plain(said: &Said) -> Option<String> {
    match said {
        Said::Text(text) => Some(text.clone()),
        Said::Word(word) => Some(word.replace('-', " ")),
        Said::Words(texts) => texts
            .iter()
            .find(|(language, _)| *language == Language::En)
            .or_else(|| texts.first())
            .map(|(_, text)| text.clone()),
        _ => None,
    }
}

/// What a reader calls a table that there is one of.
fn only_one(table: &str) -> String {
    let called = match table {
        "dpo" => "data protection officer",
        "register" => "record of processing activities",
        "design" => "data protection by design",
        "breach" => "personal data breaches",
        "provision" => "having to give data",
        "complaint" => "complaints",
        "right" => "the rights of people",
        "include" => "files",
        "authority" => "supervisory authority",
        "waarborg" => "version of the language",
        _ => return spoken(table),
    };
    called.to_owned()
}

/// `answer_within` as a person says it.
pub(crate) fn spoken(key: &str) -> String {
    key.replace(['_', '-'], " ")
}

/// Groups of data subjects, by id, in the order of the protocol.
fn groups<'p>(protocol: &'p Protocol, ids: &BTreeSet<&str>) -> Vec<&'p str> {
    let listed = protocol.subject.iter().filter(|group| ids.contains(group.id.as_str()));
    listed.map(|group| phrase::english(&group.name)).collect()
}

/// People by group; all groups together are everybody.
fn subjects(protocol: &Protocol, ids: &BTreeSet<&str>) -> Whom {
    if protocol.subject.iter().all(|group| ids.contains(group.id.as_str())) {
        return everybody();
    }
    Whom::Subjects { groups: groups(protocol, ids).into_iter().map(str::to_owned).collect() }
}

fn ids_of_data<'p>(protocol: &'p Protocol, data: &'p [DataRef]) -> impl Iterator<Item = &'p str> {
    let categories = data.iter().filter_map(|data| protocol.category.get(&data.category));
    categories.flat_map(|category| category.subjects.iter().map(|group| group.id.as_str()))
}

fn ids_of_purpose<'p>(protocol: &'p Protocol, purpose: &'p Purpose) -> Vec<&'p str> {
    if purpose.subjects.is_empty() {
        ids_of_data(protocol, &purpose.data).collect()
    } else {
        purpose.subjects.iter().map(|group| group.id.as_str()).collect()
    }
}

/// The people whose data a purpose uses.
pub(crate) fn of_purpose(protocol: &Protocol, purpose: &Purpose) -> Whom {
    subjects(protocol, &ids_of_purpose(protocol, purpose).into_iter().collect())
}

/// The people whose data several purposes use.
pub(crate) fn of_purposes<'p>(protocol: &'p Protocol, purposes: impl IntoIterator<Item = &'p Named<Purpose>>) -> Whom {
    let ids = purposes.into_iter().flat_map(|purpose| ids_of_purpose(protocol, purpose));
    subjects(protocol, &ids.collect())
}

/// The people in some data.
pub(crate) fn of_data(protocol: &Protocol, data: &[DataRef]) -> Whom {
    subjects(protocol, &ids_of_data(protocol, data).collect())
}

/// The people whose data a recipient receives: for any purpose that names it, or in the data it holds.
pub(crate) fn of_recipient(protocol: &Protocol, id: &str, recipient: &Recipient) -> Whom {
    let purposes =
        purposes_with_recipient(protocol, id).into_iter().flat_map(|purpose| ids_of_purpose(protocol, purpose));
    subjects(protocol, &purposes.chain(ids_of_data(protocol, &recipient.data)).collect())
}

/// Everybody.
pub(crate) fn everybody() -> Whom {
    Whom::Subjects { groups: Vec::new() }
}

/// Purposes that name a recipient.
pub(crate) fn purposes_with_recipient<'p>(protocol: &'p Protocol, id: &str) -> Vec<&'p Named<Purpose>> {
    let names = |purpose: &&Named<Purpose>| purpose.recipients.iter().flatten().any(|used| used.id == id);
    protocol.purpose.iter().filter(names).collect()
}

/// Purposes that are kept by a rule.
pub(crate) fn purposes_with_rule<'p>(protocol: &'p Protocol, id: &str) -> Vec<&'p Named<Purpose>> {
    protocol.purpose.iter().filter(|purpose| purpose.retention.iter().any(|used| used.id == id)).collect()
}

/// Names of purposes.
pub(crate) fn names(purposes: &[&Named<Purpose>]) -> Vec<String> {
    purposes.iter().map(|purpose| phrase::english(&purpose.name).to_owned()).collect()
}

/// Ids of entries.
pub(crate) fn ids<T>(entries: &[&Named<T>]) -> Vec<String> {
    entries.iter().map(|entry| entry.id.clone()).collect()
}

/// Data that an old purpose used and no purpose of the new version uses any longer.
pub(crate) fn orphaned(versions: &Versions<'_>, data: &[DataRef]) -> Vec<DataRef> {
    let used: Vec<&DataRef> = versions.new.purpose.iter().flat_map(|purpose| &purpose.data).collect();
    let covers = |used: &DataRef, data: &DataRef| {
        used.category == data.category && (used.field.is_none() || data.field.is_none() || used.field == data.field)
    };
    data.iter().filter(|data| !used.iter().any(|used| covers(used, data))).cloned().collect()
}

/// Whether a category is of a special kind (GDPR Art. 9) or about offences (Art. 10).
pub(crate) fn is_special(protocol: &Protocol, data: &DataRef) -> bool {
    let category = protocol.category.get(&data.category);
    category.is_some_and(|category| category.special.is_some() || category.criminal == Some(true))
}
