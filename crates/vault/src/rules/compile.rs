use std::collections::HashMap;
use std::sync::Arc;

use waarborg_protocol::Protocol;
use waarborg_protocol::model::{Category, DataRef, Field, FieldKind, LawfulBasis, Named, Nature, Purpose, Source};

use super::{Basis, FieldId, FieldRule, FieldSet, PurposeId, PurposeRule, Rules};
use crate::value;

impl Rules {
    /// Compiles a protocol. A purpose's `data` names fields and whole categories; both become fields here.
    pub fn compile(protocol: &Protocol) -> Self {
        let fields: Vec<FieldRule> = protocol.category.iter().flat_map(field_rules).collect();
        let field_by_name: HashMap<_, _> =
            (0..).map(FieldId).zip(&fields).map(|(id, rule)| (rule.name.clone(), id)).collect();
        let purposes: Vec<PurposeRule> =
            protocol.purpose.iter().map(|purpose| purpose_rule(purpose, protocol, &fields)).collect();
        let purpose_by_name = (0..).map(PurposeId).zip(&purposes).map(|(id, rule)| (rule.name.clone(), id)).collect();
        Self { version: None, fields, purposes, field_by_name, purpose_by_name }
    }
}

fn field_rules(category: &Named<Category>) -> impl Iterator<Item = FieldRule> {
    let name: Arc<str> = category.id.as_str().into();
    category.field.iter().map(move |field| {
        let kind = field.kind.value;
        let sensitive = category.special.is_some() || category.criminal == Some(true);
        let banned = category.special.is_some() && category.special_exception.is_none()
            || kind == FieldKind::Bsn && field.statute.is_none();
        FieldRule {
            name: format!("{}.{}", category.id, field.id).into(),
            category: name.clone(),
            kind,
            special: category.special.map(|special| special.value),
            criminal: category.criminal == Some(true),
            banned,
            history: field.history == Some(true),
            indexed: value::identifies(kind) && !sensitive && !banned,
            nature: nature(category, field),
        }
    })
}

/// How a field came to be known: what the protocol says of the field itself, else what its category's sources allow. `None`
/// when all of them are others than the person.
fn nature(category: &Category, field: &Field) -> Option<Nature> {
    let from = |source| category.source.iter().any(|at| at.value == source);
    match field.nature {
        Some(nature) => Some(nature),
        None if category.source.is_empty() || from(Source::DataSubject) => Some(Nature::Provided),
        None if from(Source::Observed) => Some(Nature::Observed),
        None if from(Source::Derived) => Some(Nature::Derived),
        None => None,
    }
}

fn purpose_rule(purpose: &Named<Purpose>, protocol: &Protocol, fields: &[FieldRule]) -> PurposeRule {
    let used = |rule: &FieldRule| purpose.data.iter().any(|data| covers(data, rule));
    PurposeRule {
        name: purpose.id.as_str().into(),
        basis: purpose.basis.as_ref().or(protocol.general_basis.as_ref()).map(Basis::of),
        direct_marketing: purpose.direct_marketing == Some(true),
        fields: (0..).map(FieldId).zip(fields).filter(|(_, rule)| used(rule)).map(|(id, _)| id).collect::<FieldSet>(),
        retention: purpose.retention.iter().map(|rule| rule.id.as_str().into()).collect(),
    }
}

/// Whether a use of data (`contact`, `contact.email`) is of this field.
fn covers(data: &DataRef, rule: &FieldRule) -> bool {
    *data.category == *rule.category
        && data.field.as_deref().is_none_or(|field| rule.name[data.category.len() + 1..] == *field)
}

impl Basis {
    fn of(basis: &LawfulBasis) -> Self {
        match basis {
            LawfulBasis::Consent(_) => Self::Consent,
            LawfulBasis::Contract(_) => Self::Contract,
            LawfulBasis::LegalObligation(_) => Self::LegalObligation,
            LawfulBasis::VitalInterest(_) => Self::VitalInterest,
            LawfulBasis::PublicTask(_) => Self::PublicTask,
            LawfulBasis::LegitimateInterest(_) => Self::LegitimateInterest,
        }
    }
}
