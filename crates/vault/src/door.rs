//! What callers send, read against the protocol in force.

use std::collections::HashSet;

use waarborg_base::Personal;
use waarborg_protocol::model::Source;

use crate::rules::{FieldId, PurposeId, Rules};
use crate::value::{FieldError, Problem, Value, ValueError};
use crate::{Error, Vault};

/// The value of a field. Errs when the protocol has no such field, or when the value cannot be right.
pub(crate) fn value(rules: &Rules, field: &str, json: &Personal<String>) -> Result<(FieldId, Value), Error> {
    let known = rules.field(field).ok_or(FieldError::Unknown)?;
    // Read here, because what is sealed is what the rules made of it.
    let json = serde_json::from_str(json.reveal()).map_err(|_| FieldError::Value {
        field: rules.field_rule(known).name.clone(),
        source: ValueError { problem: Problem::Type, wanted: "JSON", part: None },
    })?;
    Ok(rules.read(field, &json)?)
}

/// Values that are given back as they are, in JSON.
pub(crate) fn as_json(value: &Value) -> Personal<String> {
    let json = std::str::from_utf8(value.as_bytes()).expect("JSON is text");
    Personal::new(json.to_owned())
}

/// A purpose of the protocol in force.
pub(crate) fn purpose(rules: &Rules, name: &str) -> Result<PurposeId, Error> {
    rules.purpose(name).ok_or(Error::UnknownPurpose)
}

/// A source, in the words of the protocol's language.
pub(crate) fn source(word: &str) -> Result<Source, Error> {
    Source::from_word(word).ok_or(Error::UnknownSource)
}

/// Errs when a field is named twice.
pub(crate) fn once_each<'n>(fields: impl IntoIterator<Item = &'n str>) -> Result<(), Error> {
    let mut seen = HashSet::new();
    match fields.into_iter().position(|field| !seen.insert(field)) {
        Some(position) => Err(Error::FieldTwice { position }),
        None => Ok(()),
    }
}

/// Under which term a value is found; `None` when the field cannot be looked up.
pub(crate) fn term(vault: &Vault, rules: &Rules, field: FieldId, value: &Value) -> Option<[u8; 16]> {
    let normal = rules.indexed(field, value)?;
    Some(vault.ring().index().term(&rules.field_rule(field).name, normal))
}

/// The term of a value as it is stored; `None` when it has none under the protocol in force.
pub(crate) fn stored_term(vault: &Vault, rules: &Rules, field: &str, json: &Personal<String>) -> Option<[u8; 16]> {
    let (field, value) = value(rules, field, json).ok()?;
    term(vault, rules, field, &value)
}

/// Under which term a value is kept out of direct marketing.
pub(crate) fn suppression(vault: &Vault, rules: &Rules, field: FieldId, value: &Value) -> Option<[u8; 16]> {
    let normal = rules.indexed(field, value)?;
    Some(vault.ring().suppression().term(&rules.field_rule(field).name, normal))
}
