//! What a difference is made of: changes, how much they weigh, and what follows from them.

use serde::Serialize;

use crate::model::StatementPart;

/// One change, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is about.
    pub subject: Subject,
    /// Every key it covers, written as in a protocol: `purpose.newsletter.retention`.
    pub paths: Vec<String>,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
    /// How much it weighs.
    pub weight: Weight,
    /// The part of the statement where people read it; `None` when it stands in the organisation's own registers only.
    #[serde(serialize_with = "part_word")]
    pub part: Option<StatementPart>,
    /// The change in a sentence that follows the name of its subject, without a full stop.
    pub says: String,
    /// What follows from it.
    pub consequences: Vec<Consequence>,
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde hands it over like this")]
fn part_word<S: serde::Serializer>(part: &Option<StatementPart>, serializer: S) -> Result<S::Ok, S::Error> {
    part.map(StatementPart::as_str).serialize(serializer)
}

/// The entry of a table that a change is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Subject {
    /// Kind of table, such as `purpose`; one field of a category is `field`, one cookie of a site is `cookie`.
    pub table: String,
    /// Its id; `None` for a table that there is one of.
    pub id: Option<String>,
    /// What a reader would call it, in English where the protocol has it in English.
    pub name: String,
}

/// What happened to a subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// The same under another id.
    Renamed {
        /// The id it had.
        from: String,
        /// The id it has.
        to: String,
    },
    /// One aspect says something else.
    Changed {
        /// The key, or a word for keys that are judged together, such as `term`.
        aspect: String,
        /// What was said; `None` if nothing.
        before: Option<String>,
        /// What is said now; `None` if nothing.
        after: Option<String>,
    },
}

impl What {
    /// Whether the whole subject is new or gone.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Added | Self::Removed)
    }
}

/// How much a change weighs for the people whose data it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// Touches what people can expect or do: they are told (WP260 §29–31).
    Material,
    /// Says something else, and nobody's position changes.
    Minor,
    /// Says the same in other words.
    Wording,
}

/// What follows from a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Consequence {
    /// Somebody must be told.
    Tell {
        /// Who.
        whom: Whom,
        /// Before or after which moment.
        when: When,
        /// The article.
        law: &'static str,
        /// What they are told about.
        #[serde(flatten)]
        about: About,
        /// Why.
        why: &'static str,
    },
    /// Consent has to be asked, or asked again.
    AskConsent {
        /// For which purpose or cookie.
        about: String,
        /// The article.
        law: &'static str,
        /// Why.
        why: &'static str,
    },
    /// Data that is already here becomes due.
    Due(Due),
    /// The organisation has something to write down, sign or check itself.
    Task {
        /// The article.
        law: &'static str,
        /// For what: a purpose, a recipient, a form.
        about: String,
        /// What to do, in a sentence or two.
        what: String,
    },
    /// Look at this before applying: it may well be unlawful, or a mistake.
    Warning {
        /// The article, or the guidance.
        law: &'static str,
        /// What is the matter.
        what: String,
    },
}

/// What people are told about: `the lawful basis of` and `Newsletter`. Items with one topic are listed under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct About {
    /// What it is about; empty when the item says it all.
    pub topic: &'static str,
    /// Of what.
    #[serde(rename = "about")]
    pub item: String,
}

impl From<(&'static str, String)> for About {
    fn from((topic, item): (&'static str, String)) -> Self {
        Self { topic, item }
    }
}

impl From<(&'static str, &String)> for About {
    fn from((topic, item): (&'static str, &String)) -> Self {
        Self { topic, item: item.clone() }
    }
}

impl From<String> for About {
    fn from(item: String) -> Self {
        Self { topic: "", item }
    }
}

impl From<&str> for About {
    fn from(item: &str) -> Self {
        Self { topic: "", item: item.to_owned() }
    }
}

/// Who must be told.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum Whom {
    /// Data subjects.
    Subjects {
        /// Of these groups, by name; empty when it is everybody whose data is held.
        groups: Vec<String>,
    },
    /// Customers, as controllers on whose behalf data is processed.
    Customers {
        /// As the protocol describes them; empty when it does not.
        named: Vec<String>,
    },
    /// A recipient, by name.
    Recipient {
        /// Its name.
        name: String,
    },
    /// The supervisory authority.
    Authority,
}

impl Whom {
    /// Whether the two are of one sort, so that what both are told can be told to both together.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Recipient { name: one }, Self::Recipient { name: other }) => one == other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// Takes in the people of another of the same sort. An empty list is everybody, and stays so.
    pub(super) fn join(&mut self, other: &Self) {
        if let (Self::Subjects { groups: mine }, Self::Subjects { groups: theirs })
        | (Self::Customers { named: mine }, Self::Customers { named: theirs }) = (self, other)
        {
            if theirs.is_empty() {
                mine.clear();
            } else if !mine.is_empty() {
                let more: Vec<String> = theirs.iter().filter(|name| !mine.contains(name)).cloned().collect();
                mine.extend(more);
            }
        }
    }
}

/// The moment that telling is tied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Before the data is used that way, and before the new version applies.
    Before,
    /// At the latest when the new version applies.
    WithEffect,
    /// At the moment the data is asked.
    AtCollection,
    /// Without delay.
    AtOnce,
}

/// Data that becomes due because of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// What happens to it.
    pub fate: Fate,
    /// What it concerns, in words.
    pub about: String,
    /// Ids of the purposes it was held for.
    pub purposes: Vec<String>,
    /// Ids of the retention rules that changed.
    pub rules: Vec<String>,
    /// Ids of the data, as `category` or `category.field`; empty when it is all data of those purposes.
    pub data: Vec<String>,
    /// How many records, once somebody with a database has counted.
    pub records: Option<u64>,
    /// The article.
    pub law: &'static str,
}

/// What happens to data that becomes due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// The term became shorter: what is past the new one is due at once.
    PastNewTerm,
    /// The term counts from another event: some may be past it at once.
    Recount,
    /// Nothing needs it any longer: all of it is due.
    NoLongerNeeded,
    /// A recipient holds it and has to return or erase it.
    AtRecipient,
}

/// Answers how many records a change touches. Only somebody with a database can.
pub trait Count {
    /// How many records become due; `None` when that is not known yet.
    fn records(&self, due: &Due) -> Option<u64>;
}

/// Knows nothing: what there is without a database.
#[derive(Clone, Copy, Debug, Default)]
pub struct NotCounted;

impl Count for NotCounted {
    fn records(&self, _: &Due) -> Option<u64> {
        None
    }
}
