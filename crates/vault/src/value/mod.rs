//! Values about people: read at the door, trusted inside.
//!
//! A value is kept as the person wrote it, without the space around it; nothing is corrected. Its normal form is another thing: what is
//! compared when people are looked up. It never leaves the vault but as a keyed hash.

mod account;
mod address;
mod bsn;
mod email;
mod error;
mod facts;
mod hint;
mod iban;
mod identifier;
mod phone;
#[cfg(test)]
mod tests;
mod text;

use std::net::IpAddr;

use serde_json::Value as Json;
use waarborg_base::Personal;
use waarborg_protocol::model::FieldKind;

pub use error::{FieldError, Problem, ValueError};

/// A value that was found right for its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    kind: FieldKind,
    json: Personal<String>,
    normal: Option<Personal<String>>,
}

impl Value {
    /// Reads a value of JSON. Errs with what is wanted, and never with what was given.
    pub fn read(kind: FieldKind, json: &Json) -> Result<Self, ValueError> {
        use FieldKind as K;
        match kind {
            K::Name => Self::line(kind, json, "a name, as one line of text of at most 1,000 bytes"),
            K::Organisation => Self::line(kind, json, "an organisation, as one line of text of at most 1,000 bytes"),
            K::Position => Self::line(kind, json, "a position, as one line of text of at most 1,000 bytes"),
            K::Email => Self::identifying(kind, json, email::WANTED, email::normal),
            K::Phone => Self::identifying(kind, json, phone::WANTED, phone::normal),
            K::Bsn => Self::identifying(kind, json, bsn::WANTED, bsn::normal),
            K::Iban => Self::identifying(kind, json, iban::WANTED, iban::normal),
            K::Account => Self::identifying(kind, json, account::WANTED, account::normal),
            K::Identifier => Self::identifying(kind, json, identifier::WANTED, identifier::normal),
            K::CookieId => {
                Self::identifying(kind, json, "an identifier, as text of at most 1,000 bytes", |id| Ok(id.to_owned()))
            }
            K::Address => address::check(json).map(|json| Self::of(kind, &json, None)),
            K::Date => Self::date(json),
            K::Number => Self::number(json),
            K::IpAddress => Self::ip_address(json),
            K::Text => text::prose(json, 64 * 1024, "text of at most 64 KiB").map(|text| Self::of(kind, &text, None)),
            K::Message => {
                text::message(json, 256 * 1024, "text of at most 256 KiB").map(|text| Self::of(kind, &text, None))
            }
            K::Location => facts::location(json).map(|()| Self::of(kind, json, None)),
            K::Billing
            | K::Credential
            | K::Authorisation
            | K::Log
            | K::Device
            | K::Behaviour
            | K::Loan
            | K::Choice
            | K::Health => facts::check(json).map(|()| Self::of(kind, json, None)),
            K::File | K::Image | K::IdCopy => {
                Err(ValueError::new(Problem::FileApart, "sent as a file, to the address for files"))
            }
        }
    }

    /// The kind it was read as.
    pub fn kind(&self) -> FieldKind {
        self.kind
    }

    /// The value as JSON text, without space between its signs: what is sealed, and what is given back.
    pub fn as_json(&self) -> &str {
        self.json.reveal()
    }

    /// The bytes of [`Value::as_json`].
    pub fn as_bytes(&self) -> &[u8] {
        self.as_json().as_bytes()
    }

    /// The normal form, by which equality of two values is decided; for the kinds that tell who someone is. Of a telephone number, this
    /// is E.164. Whether it may be used to find people is for the field to say: see [`Rules::indexed`](crate::rules::Rules::indexed).
    pub fn normal_form(&self) -> Option<&[u8]> {
        self.normal.as_ref().map(|normal| normal.reveal().as_bytes())
    }

    /// A looser form in which values that may be of one person are alike, to point out a possible double to somebody who decides.
    /// Never an identity: two people can share it, so nothing is given or changed because of it.
    pub fn hint(&self) -> Option<Personal<String>> {
        hint::of(self.kind, self.as_json())
    }

    fn of(kind: FieldKind, json: &Json, normal: Option<String>) -> Self {
        Self { kind, json: Personal::new(json.to_string()), normal: normal.map(Personal::new) }
    }

    fn line(kind: FieldKind, json: &Json, wanted: &'static str) -> Result<Self, ValueError> {
        text::line(json, wanted).map(|line| Self::of(kind, &text::composed(&line).into(), None))
    }

    /// A line of text that stays as written, and its normal form.
    fn identifying(
        kind: FieldKind,
        json: &Json,
        wanted: &'static str,
        normal: fn(&str) -> Result<String, Problem>,
    ) -> Result<Self, ValueError> {
        let line = text::line(json, wanted)?;
        let normal = normal(&line).map_err(|problem| ValueError::new(problem, wanted))?;
        Ok(Self::of(kind, &line.into(), Some(normal)))
    }

    fn date(json: &Json) -> Result<Self, ValueError> {
        let wanted = "a date, as text like `2026-12-01`";
        let line = text::line(json, wanted)?;
        let plain = line.len() == 10 && line.bytes().all(|sign| sign.is_ascii_digit() || sign == b'-');
        match line.parse::<jiff::civil::Date>() {
            Ok(_) if plain => Ok(Self::of(FieldKind::Date, &line.into(), None)),
            _ => Err(ValueError::new(Problem::Form, wanted)),
        }
    }

    /// A whole number that every reader of JSON understands (RFC 7493 §2.2).
    fn number(json: &Json) -> Result<Self, ValueError> {
        let wanted = "a whole number between −9007199254740991 and 9007199254740991";
        let problem = match json {
            Json::Number(number) => match number.as_i64() {
                Some(whole) if whole.unsigned_abs() < 1 << 53 => return Ok(Self::of(FieldKind::Number, json, None)),
                _ => Problem::Form,
            },
            Json::Null => Problem::Empty,
            _ => Problem::Type,
        };
        Err(ValueError::new(problem, wanted))
    }

    fn ip_address(json: &Json) -> Result<Self, ValueError> {
        let wanted = "an IP address, as text like `192.0.2.1` or `2001:db8::1`";
        let line = text::line(json, wanted)?;
        line.parse::<IpAddr>().map_err(|_| ValueError::new(Problem::Form, wanted))?;
        Ok(Self::of(FieldKind::IpAddress, &line.into(), None))
    }
}

/// Whether values of this kind tell who someone is, so that people can be found by them.
pub fn identifies(kind: FieldKind) -> bool {
    use FieldKind as K;
    matches!(kind, K::Email | K::Phone | K::Bsn | K::Iban | K::Account | K::CookieId | K::Identifier)
}
