use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use waarborg_base::{Digest, Timestamp, id};
use waarborg_protocol::difference::{Consequence, Difference, Whom};

id!(
    /// One version of the protocol.
    pub struct VersionId;
);

id!(
    /// One duty to tell somebody of a version.
    pub struct NoticeId;
);

/// A version of the protocol that is or was in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: VersionId,
    /// Its number, from 1: part of its permanent address.
    pub number: i64,
    /// What it calls itself.
    pub declared: Option<String>,
    /// From when it says that it applies.
    pub effective_on: Option<Date>,
    /// The digest of its full text.
    pub digest: Digest,
    /// When it was put in force here.
    pub applied_at: Timestamp,
    /// Who did that: a role, not a name.
    pub applied_by: String,
    /// What changed, as `plan` said it.
    pub summary: String,
}

/// What applying a protocol came to. Under the same idempotency key it says the same again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Applied {
    /// It is in force now, under this number.
    InForce {
        /// Its number.
        number: i64,
        /// How many duties to tell somebody follow from it.
        notices: usize,
    },
    /// It was in force already: nothing was done.
    Unchanged {
        /// Its number.
        number: i64,
    },
}

/// A duty to tell somebody of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Who: `subjects`, `customers`, `recipient` or `authority`.
    pub audience: String,
    /// The article.
    pub law: String,
    /// Whom exactly, about what and why, as JSON.
    pub reason: String,
    /// Before which day.
    pub due_on: Option<Date>,
    /// When it was done; `None` while it is not.
    pub announced_at: Option<Timestamp>,
}

/// A duty as it follows from a difference, before it is stored.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Duty {
    pub(super) audience: &'static str,
    pub(super) law: &'static str,
    pub(super) reason: String,
}

/// Everybody who must be told, once for each audience and article.
pub(super) fn duties(difference: &Difference) -> Vec<Duty> {
    let mut reasons: BTreeMap<(&'static str, String, &'static str), Vec<&Consequence>> = BTreeMap::new();
    for consequence in difference.changes.iter().flat_map(|change| &change.consequences) {
        let Consequence::Tell { whom, law, .. } = consequence else { continue };
        let one = if let Whom::Recipient { name } = whom { name.clone() } else { String::new() };
        let told = reasons.entry((audience(whom), one, *law)).or_default();
        if !told.contains(&consequence) {
            told.push(consequence);
        }
    }
    reasons
        .into_iter()
        .map(|((audience, _, law), told)| {
            let reason = serde_json::to_string(&told).expect("texts and lists are JSON");
            Duty { audience, law, reason }
        })
        .collect()
}

fn audience(whom: &Whom) -> &'static str {
    match whom {
        Whom::Subjects { .. } => "subjects",
        Whom::Customers { .. } => "customers",
        Whom::Recipient { .. } => "recipient",
        Whom::Authority => "authority",
    }
}
