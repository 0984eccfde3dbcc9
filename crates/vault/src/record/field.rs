use std::borrow::Cow;

use waarborg_base::{Ctx, Personal, Timestamp};
use waarborg_protocol::model::Source;
use waarborg_seal::{PersonKey, Place};
use zeroize::Zeroizing;

use super::Entry;
use crate::{Error, Token};

/// A value as the vault holds it (GDPR Art. 14(2)(f) for its source).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// The value.
    pub(crate) value: Personal<String>,
    /// Where it came from.
    pub(crate) source: Source,
    /// Since when the vault has it.
    pub(crate) at: Timestamp,
}

/// Seals a value for its place in the record of one person. Earlier values keep their seal when they move to the history.
pub(crate) fn seal<'a>(
    ctx: &mut Ctx,
    key: &PersonKey,
    person: Token,
    field: &'a str,
    version: u32,
    held: &Held,
) -> Entry<'a> {
    let (source, value) = (held.source.as_str(), held.value.reveal());
    let mut plain = Zeroizing::new(Vec::with_capacity(9 + source.len() + value.len()));
    plain.extend(held.at.as_micros().to_be_bytes());
    plain.push(u8::try_from(source.len()).expect("the words of the protocol's language are short"));
    plain.extend(source.as_bytes());
    plain.extend(value.as_bytes());
    let sealed = key.seal(ctx, &place(&person, field, version), &plain);
    Entry { field: Cow::Borrowed(field), version, sealed: Cow::Owned(sealed) }
}

/// Opens a value in its place. Errs when it was sealed for another person, field or version, or was altered.
pub(crate) fn open(key: &PersonKey, person: Token, entry: &Entry<'_>) -> Result<Held, Error> {
    let altered = || Error::DoesNotOpen { what: "a field" };
    let plain = key.open(&place(&person, &entry.field, entry.version), &entry.sealed).map_err(|_| altered())?;
    let read = || {
        let (at, rest) = plain.split_first_chunk::<8>()?;
        let (source, rest) = rest.split_first()?;
        let (source, value) = rest.split_at_checked(usize::from(*source))?;
        Some(Held {
            value: Personal::new(std::str::from_utf8(value).ok()?.to_owned()),
            source: Source::from_word(std::str::from_utf8(source).ok()?)?,
            at: Timestamp::from_micros(i64::from_be_bytes(*at))?,
        })
    };
    read().ok_or_else(altered)
}

fn place<'a>(person: &'a Token, field: &'a str, version: u32) -> Place<'a> {
    Place { table: "vault_person", row: person.as_bytes(), field, subject: person.as_bytes(), version }
}
