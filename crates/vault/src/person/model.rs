use serde::{Deserialize, Serialize};
use waarborg_base::Personal;

use crate::Token;

/// A person to take up.
#[derive(Clone, Debug)]
pub struct Create {
    /// Values, as JSON, by field, such as `contact.email`. Each field must be used by one of the purposes (GDPR Art. 5(1)(c)).
    pub fields: Vec<(String, Personal<String>)>,
    /// What the data is collected for; at least one.
    pub purposes: Vec<String>,
    /// Where the data comes from, in the words of the protocol: `data-subject`, `organisation`, … (GDPR Art. 14(2)(f)).
    pub source: String,
    /// What to do when an identifier is known already.
    pub if_known: IfKnown,
}

/// What to do with a person of whom an identifier is in the vault already. The answer says so either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IfKnown {
    /// Take them up beside the other: two people may share an address.
    #[default]
    Create,
    /// Take nobody up.
    Refuse,
}

/// What taking a person up came to. Under the same idempotency key it says the same again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Created {
    /// The person is in the vault.
    Created {
        /// What to keep instead of the data.
        token: Token,
        /// Fields of which the value is also that of somebody else: a possible duplicate.
        known: Vec<String>,
        /// Purposes that the person objected to in the past: they are bound by that objection from the start.
        objected: Vec<String>,
        /// The leaf in the ledger; see `Ledger::receipt`.
        arrival: i64,
    },
    /// Nothing was stored: somebody with such an identifier is in the vault, and the caller wanted nobody then.
    Known {
        /// Fields of which the value is somebody's already.
        known: Vec<String>,
    },
}

/// A look-up by identifier.
#[derive(Clone, Debug)]
pub struct Find {
    /// The field, such as `contact.email`.
    pub field: String,
    /// The value, as JSON, in any spelling of the same identifier.
    pub value: Personal<String>,
}

/// Who has an identifier. Nobody, or several: two people may share an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// One token for each person.
    pub tokens: Vec<Token>,
}

/// A correction (GDPR Art. 16).
#[derive(Clone, Debug)]
pub struct Correct {
    /// Whose data.
    pub token: Token,
    /// New values by field.
    pub fields: Vec<(String, Change)>,
    /// Where the new values come from.
    pub source: String,
}

/// What becomes of a field.
#[derive(Clone, Debug)]
pub enum Change {
    /// It has this value, as JSON, from now on.
    Set(Personal<String>),
    /// It is taken out.
    Remove,
}

/// What a correction came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// Fields that changed.
    pub changed: Vec<String>,
    /// Fields that had this value already, or were to be removed and are not there.
    pub unchanged: Vec<String>,
    /// Fields of which the new value is also that of somebody else: a possible duplicate.
    pub known: Vec<String>,
    /// The leaf in the ledger.
    pub arrival: i64,
}

/// Two records of one person become one.
#[derive(Clone, Debug)]
pub struct Merge {
    /// The record that stays.
    pub survivor: Token,
    /// The record that goes into it. Its tokens keep working and mean the survivor.
    pub other: Token,
    /// For each field in which the two differ: whose value is right.
    pub choices: Vec<(String, Choice)>,
}

/// Whose value is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// That of the record that stays.
    Survivor,
    /// That of the record that goes.
    Other,
}

/// What a merge came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The token of the record that stays.
    pub token: Token,
    /// Fields that the record now has from the other one.
    pub taken: Vec<String>,
    /// The leaf in the ledger.
    pub arrival: i64,
}
