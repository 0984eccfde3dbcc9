use super::{Basis, Condition, FieldId, FieldSet, Grant, Objection, PurposeId, PurposeRule, Rules, Standing, State};

/// Why something is withheld. The code is stable: programs act on it, and it stands in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The client may not ask for this purpose.
    NotGranted,
    /// The protocol does not use the field for this purpose (GDPR Art. 5(1)(b) and (c)).
    NotInPurpose,
    /// The protocol names no lawful basis for the purpose (Art. 6(1)).
    NoLawfulBasis,
    /// The protocol names nothing that lifts the ban on this data (Art. 9(1); UAVG Art. 46).
    Banned,
    /// The person's data is not held for this purpose; for consent: it was never given (Art. 5(1)(b), 6(1)(a)).
    NotForThisPerson,
    /// Consent was withdrawn (Art. 7(3)).
    ConsentWithdrawn,
    /// The purpose was taken away from this person for another reason, such as the end of a contract.
    PurposeRemoved,
    /// The person objected (Art. 21).
    Objected,
    /// Processing is restricted (Art. 18).
    Restricted,
    /// There is no value.
    Absent,
}

impl Reason {
    /// Every reason, in the order in which they are looked at.
    pub const ALL: &[Self] = &[
        Self::NotGranted,
        Self::NotInPurpose,
        Self::NoLawfulBasis,
        Self::Banned,
        Self::NotForThisPerson,
        Self::ConsentWithdrawn,
        Self::PurposeRemoved,
        Self::Objected,
        Self::Restricted,
        Self::Absent,
    ];

    /// Stable code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotGranted => "not-granted",
            Self::NotInPurpose => "not-in-purpose",
            Self::NoLawfulBasis => "no-lawful-basis",
            Self::Banned => "banned",
            Self::NotForThisPerson => "not-for-this-person",
            Self::ConsentWithdrawn => "consent-withdrawn",
            Self::PurposeRemoved => "purpose-removed",
            Self::Objected => "objected",
            Self::Restricted => "restricted",
            Self::Absent => "absent",
        }
    }
}

/// A field that is not given, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// The field.
    pub field: FieldId,
    /// The first reason that applies.
    pub reason: Reason,
}

/// What is given and what is not. Every field asked for is in exactly one of the two, in the order of the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The purpose.
    pub purpose: PurposeId,
    /// The fields to give.
    pub given: Vec<FieldId>,
    /// The fields not to give.
    pub withheld: Vec<Withheld>,
}

/// The outcome of a request for fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The protocol has no such purpose.
    UnknownPurpose,
    /// Decided field by field.
    Decided(Given),
}

/// Decides which fields leave the vault.
///
/// A field is given when the protocol uses it for the purpose, the client may ask for that purpose, the person's data is held for it,
/// and no withdrawal, objection or restriction stands in the way (GDPR Art. 5(1)(b), 6, 7(3), 18, 21). Whatever is unclear is
/// withheld. `wanted` says which fields are asked for; `None` asks for all of the purpose. `present` says which have a value.
pub fn decide(
    rules: &Rules,
    purpose: &str,
    wanted: Option<&FieldSet>,
    grant: &Grant,
    standing: &Standing,
    present: &FieldSet,
) -> Decision {
    let Some(purpose) = rules.purpose(purpose) else { return Decision::UnknownPurpose };
    let rule = rules.purpose_rule(purpose);
    let admitted = admit(rule, grant, standing);
    let mut decided = Given { purpose, given: Vec::new(), withheld: Vec::new() };
    for field in wanted.unwrap_or(&rule.fields).iter() {
        match field_reason(rules, rule, field, admitted, present) {
            None => decided.given.push(field),
            Some(reason) => decided.withheld.push(Withheld { field, reason }),
        }
    }
    Decision::Decided(decided)
}

fn field_reason(
    rules: &Rules,
    purpose: &PurposeRule,
    field: FieldId,
    admitted: Result<(), Reason>,
    present: &FieldSet,
) -> Option<Reason> {
    match admitted {
        Err(Reason::NotGranted) => Some(Reason::NotGranted),
        _ if !purpose.fields.contains(field) => Some(Reason::NotInPurpose),
        _ if rules.field_rule(field).banned => Some(Reason::Banned),
        Err(reason) => Some(reason),
        Ok(()) => (!present.contains(field)).then_some(Reason::Absent),
    }
}

/// Decides whether a purpose can be served at all for this person and client, whatever the field. Every route out of the vault
/// that names a purpose asks this first: reading, files, looking up.
pub fn admit(purpose: &PurposeRule, grant: &Grant, standing: &Standing) -> Result<(), Reason> {
    let basis = purpose.basis;
    match standing.purpose(&purpose.name) {
        _ if !grant.allows(&purpose.name) => Err(Reason::NotGranted),
        _ if basis.is_none() => Err(Reason::NoLawfulBasis),
        None => Err(Reason::NotForThisPerson),
        Some(state) if state.removed_at.is_some() => Err(match basis {
            Some(Basis::Consent) => Reason::ConsentWithdrawn,
            _ => Reason::PurposeRemoved,
        }),
        Some(_) if objected(purpose, standing) => Err(Reason::Objected),
        Some(_) if restricted(purpose, standing) => Err(Reason::Restricted),
        Some(_) => Ok(()),
    }
}

/// Whether an objection binds (GDPR Art. 21).
///
/// One that names the purpose always does: it was taken in when it could be made, and a later change of basis does not undo it. One
/// that names none binds what can be objected to; against direct marketing, all direct marketing.
fn objected(purpose: &PurposeRule, standing: &Standing) -> bool {
    let binds = |condition: &Condition, objection| match (&condition.purpose, objection) {
        (Some(named), _) => **named == *purpose.name,
        (None, Objection::DirectMarketing) => purpose.direct_marketing,
        (None, Objection::OwnSituation) => purpose.may_object(),
    };
    standing.conditions.iter().any(|condition| match condition.state {
        State::Objected(objection) if binds(condition, objection) => {
            !(purpose.may_override()
                && answered(condition, purpose, standing, |state| matches!(state, State::Overridden(_))))
        }
        _ => false,
    })
}

/// Whether a restriction binds: storage only (GDPR Art. 18(2)).
fn restricted(purpose: &PurposeRule, standing: &Standing) -> bool {
    standing.conditions.iter().any(|condition| match condition.state {
        State::Restricted(_) if condition.purpose.as_ref().is_none_or(|named| **named == *purpose.name) => {
            !answered(condition, purpose, standing, |state| matches!(state, State::Exempted(_)))
        }
        _ => false,
    })
}

/// Whether an exemption or override, recorded no earlier than the condition and for this very purpose, answers it.
fn answered(condition: &Condition, purpose: &PurposeRule, standing: &Standing, answers: fn(State) -> bool) -> bool {
    standing.conditions.iter().any(|other| {
        answers(other.state)
            && other.set_at >= condition.set_at
            && other.purpose.as_ref().is_some_and(|named| **named == *purpose.name)
    })
}
