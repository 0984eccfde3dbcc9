//! Who was merged into a person: their ids, so that their tokens keep working, and their keys, so that what the ledger says of them stays
//! readable by the person. Sealed in the record under the key of the person: one erasure destroys them all.

use std::borrow::Cow;

use waarborg_base::Ctx;
use waarborg_seal::{PersonKey, Place};

use crate::keys::Person;
use crate::record::{Entry, Record};
use crate::{Error, Token};

/// How their entries in the record are called, before the id. No field of a protocol is called so.
const MARK: &str = ":merged.";

/// Somebody who was merged into a person.
pub(crate) struct Merged {
    /// What was their id.
    pub(crate) id: Token,
    /// What was their key; `None` once it was erased while something was kept.
    pub(crate) key: Option<PersonKey>,
}

/// Whether an entry of a record is a field of the protocol.
pub(crate) fn is_field(entry: &Entry<'_>) -> bool {
    !entry.field.starts_with(':')
}

/// Everybody who was merged into a person.
pub(crate) fn list(person: &Person, record: &Record<'_>) -> Result<Vec<Merged>, Error> {
    record.entries().filter(|entry| !is_field(entry)).map(|entry| open(person, entry)).collect()
}

fn open(person: &Person, entry: &Entry<'_>) -> Result<Merged, Error> {
    let altered = || Error::DoesNotOpen { what: "a merged record" };
    let id: Token = entry.field.strip_prefix(MARK).and_then(|id| id.parse().ok()).ok_or_else(altered)?;
    let place = place(&person.row.id, &entry.field, entry.version);
    if let Ok(key) = person.key.open_key(&place, &entry.sealed) {
        return Ok(Merged { id, key: Some(key) });
    }
    match person.key.open(&place, &entry.sealed) {
        Ok(nothing) if nothing.is_empty() => Ok(Merged { id, key: None }),
        _ => Err(altered()),
    }
}

/// The entry of somebody who is merged into a person, sealed under the key of that person.
pub(crate) fn seal(
    ctx: &mut Ctx,
    key: &PersonKey,
    person: Token,
    merged: Token,
    their_key: Option<&PersonKey>,
) -> Entry<'static> {
    let field = format!("{MARK}{merged}");
    let place = place(&person, &field, 1);
    let sealed = match their_key {
        Some(their_key) => key.seal_key(ctx, &place, their_key),
        None => key.seal(ctx, &place, b""),
    };
    Entry { field: Cow::Owned(field), version: 1, sealed: Cow::Owned(sealed) }
}

fn place<'a>(person: &'a Token, field: &'a str, version: u32) -> Place<'a> {
    Place { table: "vault_person", row: person.as_bytes(), field, subject: person.as_bytes(), version }
}
