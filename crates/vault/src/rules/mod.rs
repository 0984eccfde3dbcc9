//! What the protocol in force allows, made ready for looking up.
//!
//! [`Rules`] is compiled once for each version of the protocol. [`decide`] is the one place where it is decided whether a field
//! leaves the vault; it is a plain function of the rules, what the caller may do, and what binds the person.

mod compile;
mod decide;
mod portability;
mod set;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use waarborg_base::{Digest, Fault, Kind};
use waarborg_protocol::model::{FieldKind, Nature, SpecialCategory};

pub use decide::{Decision, Given, Reason, Withheld, admit, decide};
pub use portability::portable;
pub use set::FieldSet;
pub use standing::{
    Condition, Exemption, Grant, HoldGround, Objection, Override, PurposeState, Restriction, Standing, State,
};

use crate::value::{FieldError, Value, ValueError};

/// A field in one [`Rules`]. A number for quick work, good as long as those rules are; what is stored is the field's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(u16);

/// A purpose in one [`Rules`]. Good as long as those rules are; what is stored is the purpose's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PurposeId(u16);

/// The lawful bases (GDPR Art. 6(1)), without what the protocol says about each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Consent (a).
    Consent,
    /// Contract (b).
    Contract,
    /// Legal obligation (c).
    LegalObligation,
    /// Vital interest (d).
    VitalInterest,
    /// Public task (e).
    PublicTask,
    /// Legitimate interest (f).
    LegitimateInterest,
}

/// What the protocol says of one field.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of the field, and they do not exclude each other"
)]
pub struct FieldRule {
    /// Name as it is written everywhere outside: `contact.email`.
    pub name: Arc<str>,
    /// Id of the category: `contact`.
    pub category: Arc<str>,
    /// What sort of value it holds.
    pub kind: FieldKind,
    /// A special category of GDPR Art. 9.
    pub special: Option<SpecialCategory>,
    /// Data on criminal convictions and offences (GDPR Art. 10).
    pub criminal: bool,
    /// Whether the protocol names nothing that lifts a ban on this data: a special category without an exception (GDPR Art. 9(2)), or a
    /// BSN without the statute that prescribes it (UAVG Art. 46). Such a field is neither taken in nor given out.
    pub banned: bool,
    /// Whether earlier values are kept.
    pub history: bool,
    /// Whether people can be found by it. Never for special categories and criminal data: an index tells who shares a value.
    pub indexed: bool,
    /// How the data came to be known; `None` when it came from others than the person.
    pub nature: Option<Nature>,
}

/// What the protocol says of one purpose.
#[derive(Clone, Debug)]
pub struct PurposeRule {
    /// Id in the protocol: `newsletters`.
    pub name: Arc<str>,
    /// The lawful basis; `None` is a gap in the protocol, and then nothing is given.
    pub basis: Option<Basis>,
    /// Whether it is direct marketing (GDPR Art. 21(2)).
    pub direct_marketing: bool,
    /// The fields that may be used.
    pub fields: FieldSet,
    /// Ids of its retention rules.
    pub retention: Vec<Arc<str>>,
}

impl PurposeRule {
    /// Whether the person can object (GDPR Art. 21): always to direct marketing, else to a public task or a legitimate interest.
    pub fn may_object(&self) -> bool {
        self.direct_marketing || matches!(self.basis, Some(Basis::PublicTask | Basis::LegitimateInterest))
    }

    /// Whether an objection can be overridden on compelling grounds or for legal claims (GDPR Art. 21(1)); never for direct
    /// marketing (Art. 21(3)).
    pub fn may_override(&self) -> bool {
        self.may_object() && !self.direct_marketing
    }

    /// Whether there is a consent to withdraw (GDPR Art. 7(3)).
    pub fn may_withdraw(&self) -> bool {
        self.basis == Some(Basis::Consent)
    }
}

/// Which version of the protocol these rules are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Counts from 1, in the order in which versions came into force.
    pub number: i64,
    /// Digest of the protocol's full text.
    pub digest: Digest,
}

/// The protocol in force, compiled. Made once per version and shared; look-ups by name take constant time.
#[derive(Debug)]
pub struct Rules {
    version: Option<Version>,
    fields: Vec<FieldRule>,
    purposes: Vec<PurposeRule>,
    field_by_name: HashMap<Arc<str>, FieldId>,
    purpose_by_name: HashMap<Arc<str>, PurposeId>,
}

impl Rules {
    /// The version these rules are of; `None` when they were compiled from a text that never came into force.
    pub fn version(&self) -> Option<Version> {
        self.version
    }

    /// The same rules, marked as this version.
    pub fn of_version(mut self, version: Version) -> Self {
        self.version = Some(version);
        self
    }

    /// The field with this name, `contact.email`.
    pub fn field(&self, name: &str) -> Option<FieldId> {
        self.field_by_name.get(name).copied()
    }

    /// What the protocol says of a field.
    pub fn field_rule(&self, field: FieldId) -> &FieldRule {
        &self.fields[usize::from(field.0)]
    }

    /// All fields, in the order of the protocol.
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, &FieldRule)> {
        (0..).map(FieldId).zip(&self.fields)
    }

    /// The purpose with this id, `newsletters`.
    pub fn purpose(&self, name: &str) -> Option<PurposeId> {
        self.purpose_by_name.get(name).copied()
    }

    /// What the protocol says of a purpose.
    pub fn purpose_rule(&self, purpose: PurposeId) -> &PurposeRule {
        &self.purposes[usize::from(purpose.0)]
    }

    /// All purposes, in the order of the protocol.
    pub fn purposes(&self) -> impl Iterator<Item = (PurposeId, &PurposeRule)> {
        (0..).map(PurposeId).zip(&self.purposes)
    }

    /// The set of the named fields. Errs at the first name that the protocol does not have.
    pub fn field_set<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Result<FieldSet, UnknownField> {
        names
            .into_iter()
            .enumerate()
            .map(|(position, name)| self.field(name).ok_or(UnknownField { position }))
            .collect()
    }

    /// The set of those named fields that the protocol knows; for a record that was written under an earlier version. What the
    /// protocol no longer has, it allows nobody.
    pub fn known_fields<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> FieldSet {
        names.into_iter().filter_map(|name| self.field(name)).collect()
    }

    /// Reads the value of a field at the door. Errs when the protocol has no such field or may not hold it, or when the value
    /// cannot be right.
    pub fn read(&self, name: &str, json: &serde_json::Value) -> Result<(FieldId, Value), FieldError> {
        let field = self.field(name).ok_or(FieldError::Unknown)?;
        let rule = self.field_rule(field);
        if rule.banned {
            return Err(FieldError::Banned { field: rule.name.clone() });
        }
        let value = Value::read(rule.kind, json)
            .map_err(|source: ValueError| FieldError::Value { field: rule.name.clone(), source })?;
        Ok((field, value))
    }

    /// What a value is found by: its normal form, if people can be found by this field at all.
    pub fn indexed<'v>(&self, field: FieldId, value: &'v Value) -> Option<&'v [u8]> {
        self.field_rule(field).indexed.then(|| value.normal_form()).flatten()
    }
}

/// The protocol has no field of that name. Says where the name stood and not what it was: it may be a value in the wrong place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownField {
    /// Position in the list, from 0.
    pub position: usize,
}

impl UnknownField {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        "unknown-field"
    }
}

impl fmt::Display for UnknownField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let position = self.position;
        write!(
            f,
            "the protocol has no field with the name at position {position}; write `category.field` as in the protocol"
        )
    }
}

impl std::error::Error for UnknownField {}

impl Fault for UnknownField {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
}
