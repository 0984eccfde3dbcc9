use waarborg_base::{Personal, Timestamp};

use crate::rules::{Grant, Reason};
use crate::{Token, Who};

/// A read for a purpose.
#[derive(Clone, Debug)]
pub struct Read {
    /// Of whom.
    pub who: Who,
    /// What for, as the protocol names it.
    pub purpose: String,
    /// The purposes that the caller may ask for.
    pub grant: Grant,
    /// Only these fields; all that the purpose uses when `None`.
    pub fields: Option<Vec<String>>,
}

/// What a read came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// What is given and what is withheld. It is in the ledger.
    Disclosed(Disclosed),
    /// The protocol in force has no such purpose. Nobody was looked for.
    UnknownPurpose,
    /// The caller may not ask for the purpose, and named the person by an identifier. Nobody was looked for: whether anybody has an
    /// identifier, and under which token, is told only to who may ask.
    NotGranted,
    /// Several people have this identifier: nothing leaves.
    Ambiguous,
}

/// What left the vault, and what did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosed {
    /// The token of the person, so that a look-up by identifier is needed once.
    pub token: Token,
    /// Fields with their values.
    pub given: Vec<Given>,
    /// Fields without, each with the reason.
    pub withheld: Vec<Withheld>,
    /// The leaf in the ledger; see `Ledger::receipt`.
    pub arrival: i64,
}

/// A field that is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The field.
    pub field: String,
    /// Its value, as JSON.
    pub value: Personal<String>,
    /// Where the value came from, in the words of the protocol.
    pub source: &'static str,
    /// Since when the vault has this value.
    pub at: Timestamp,
}

/// A field that is withheld.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// The field.
    pub field: String,
    /// Why.
    pub reason: Reason,
}
