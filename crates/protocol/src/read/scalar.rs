//! Single values: text, dates, periods, addresses on the internet, countries, references.

use std::fmt;
use std::marker::PhantomData;

use jiff::civil::Date;
use serde_json::json;

use super::node::{Node, Value};
use super::{FromNode, Reader, Reference};
use crate::schema::Schemas;
use crate::source::Span;

/// Whether `text` can be an id: lower-case letters, digits and hyphens.
pub(crate) fn is_id(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

impl FromNode for String {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Value::Text(_) => {
                let help = "Write the value, or leave the key out.".to_owned();
                reader.bad_value(node.span, "this text is empty".into(), help);
                None
            }
            _ => {
                reader.wrong_type(node, "text");
                None
            }
        }
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "minLength": 1 })
    }
}

impl FromNode for bool {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Boolean(truth) => Some(truth),
            _ => {
                reader.wrong_type(node, "true or false");
                None
            }
        }
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "boolean" })
    }
}

impl FromNode for i64 {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Integer(number) => Some(number),
            _ => {
                reader.wrong_type(node, "a whole number");
                None
            }
        }
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "integer" })
    }
}

impl FromNode for Date {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let date = match &node.value {
            Value::Date(moment) if moment.time.is_none() && moment.offset.is_none() => moment.date.and_then(|date| {
                Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
                    .ok()
            }),
            _ => None,
        };
        if date.is_none() {
            reader.wrong_type(node, "a date without quotes, such as 2026-12-01");
        }
        date
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "format": "date" })
    }
}

/// Declares a text with a form that is checked at the door.
macro_rules! checked_text {
    ($(#[doc = $doc:literal])* $name:ident, $wanted:literal, $help:literal, $check:expr) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromNode for $name {
            fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
                let text = String::from_node(node, reader)?;
                let check: fn(&str) -> bool = $check;
                if check(&text) {
                    return Some(Self(text));
                }
                reader.bad_value(node.span, format!(concat!("`{}` is not ", $wanted), text), $help.to_owned());
                None
            }

            fn schema(_: &mut Schemas) -> serde_json::Value {
                json!({ "type": "string", "minLength": 1 })
            }
        }
    };
}

checked_text!(
    /// An e-mail address.
    Email,
    "an e-mail address",
    "Write it as `name@example.org`.",
    |text| {
        text.split_once('@').is_some_and(|(name, domain)| {
            !name.is_empty() && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains('@')
        }) && !text.contains(|letter: char| letter.is_whitespace() || letter.is_control() || "<>,;\"".contains(letter))
    }
);

checked_text!(
    /// A web address with `https://` or `http://`.
    Url,
    "a web address",
    "Write it whole, as `https://www.example.org`.",
    |text| {
        text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).is_some_and(|rest| {
            !rest.is_empty() && !rest.starts_with('/') && !rest.contains(|letter: char| letter.is_whitespace() || letter.is_control() || "<>\"".contains(letter))
        })
    }
);

checked_text!(
    /// A telephone number, with country code.
    Phone,
    "a telephone number",
    "Write it with the country code, as `+31 20 123 4567`.",
    |text| text.starts_with('+') && text.bytes().filter(u8::is_ascii_digit).count() >= 8
        && text[1..].chars().all(|letter| letter.is_ascii_digit() || " ()-".contains(letter))
);

checked_text!(
    /// A country by its two letters (ISO 3166-1 alpha-2).
    Country,
    "a country code",
    "Write two capital letters, such as `NL` (ISO 3166-1 alpha-2).",
    |text| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
);

/// The European Economic Area: the Union, Iceland, Liechtenstein and Norway.
const EEA: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

impl Country {
    /// Whether a transfer to this country needs no tool of GDPR chapter V.
    pub fn in_eea(&self) -> bool {
        EEA.contains(&self.as_str())
    }
}

checked_text!(
    /// A time zone of the IANA database.
    TimeZone,
    "a known time zone",
    "Write the name of the IANA database, such as `Europe/Amsterdam`.",
    |text| jiff::tz::TimeZone::get(text).is_ok()
);

checked_text!(
    /// A term of an outside vocabulary, as `prefix:Term` (DPV) or with dots (fideslang).
    Term,
    "a term of a vocabulary",
    "Write DPV terms as `pd:EmailAddress`, fideslang keys as `user.contact.email`.",
    |text| text.contains([':', '.']) && !text.contains(|letter: char| letter.is_whitespace() || "<>\"{}|\\^`".contains(letter))
);

/// A length of time in ISO 8601, such as `P2Y`, `P4W` or `PT72H`. Calendar units stay calendar units.
#[derive(Clone, Debug)]
pub struct Period {
    text: String,
    length: jiff::Span,
}

impl Period {
    /// As written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// For calendar arithmetic.
    pub fn length(&self) -> jiff::Span {
        self.length
    }

    /// How many hours it lasts, counted from 1 January 2026 where a unit differs in length.
    pub fn hours(&self) -> f64 {
        self.length.total((jiff::Unit::Hour, Date::constant(2026, 1, 1))).unwrap_or(f64::INFINITY)
    }

    /// Which of two periods is longer, counted from 1 January 2026.
    pub fn cmp_length(&self, other: &Self) -> std::cmp::Ordering {
        let from = Date::constant(2026, 1, 1);
        self.length.compare((other.length, from)).unwrap_or(std::cmp::Ordering::Equal)
    }
}

impl PartialEq for Period {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Period {}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromNode for Period {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::from_node(node, reader)?;
        match text.parse::<jiff::Span>() {
            Ok(length) if text.starts_with('P') && length.is_positive() => Some(Self { text, length }),
            _ => {
                let help =
                    "Write it in ISO 8601: `P7Y` seven years, `P1M` a month, `P4W` four weeks, `PT72H` 72 hours.";
                reader.bad_value(node.span, format!("`{text}` is not a length of time"), help.into());
                None
            }
        }
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "pattern": "^P" })
    }
}

/// What a [`Ref`] can point at.
pub trait Target {
    /// The table in which the id must stand, for instance `purpose`.
    const TABLE: &'static str;
}

/// The id of an entry in another table, checked to be there.
pub struct Ref<T> {
    /// The id.
    pub id: String,
    /// Where it is used.
    pub span: Span,
    target: PhantomData<fn() -> T>,
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), span: self.span, target: PhantomData }
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

impl<T: Target> FromNode for Ref<T> {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let id = String::from_node(node, reader)?;
        reader.references.push(Reference { table: T::TABLE, id: id.clone(), span: node.span });
        Some(Self { id, span: node.span, target: PhantomData })
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "description": format!("An id declared under `[{}.…]`.", T::TABLE) })
    }
}

/// A data category (`contact`) or one field of it (`contact.email`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRef {
    /// Id of the category.
    pub category: String,
    /// Id of the field; without it, all fields of the category.
    pub field: Option<String>,
    /// Where it is used.
    pub span: Span,
}

impl FromNode for DataRef {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::from_node(node, reader)?;
        reader.references.push(Reference { table: "category", id: text.clone(), span: node.span });
        let (category, field) =
            text.split_once('.').map_or((text.as_str(), None), |(category, field)| (category, Some(field)));
        Some(Self { category: category.to_owned(), field: field.map(str::to_owned), span: node.span })
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "description": "An id declared under `[category.…]`, or `category.field` for one field." })
    }
}

impl fmt::Display for DataRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.category)?;
        self.field.iter().try_for_each(|field| write!(f, ".{field}"))
    }
}

/// How long a cookie stays: a period, or until the browser closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CookieLife {
    /// Until the browser closes (`"session"`).
    Session,
    /// A fixed time.
    For(Period),
}

impl FromNode for CookieLife {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Text(text) if text == "session" => Some(Self::Session),
            _ => Period::from_node(node, reader).map(Self::For),
        }
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let period = Period::schema(schemas);
        json!({ "anyOf": [{ "const": "session" }, period] })
    }
}

/// Settings whose keys belong to a connector and are checked by it. Secrets never stand here: they live in `server.toml`.
#[derive(Clone, Debug, Default)]
pub struct Settings(pub Vec<(String, String)>);

impl FromNode for Settings {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let table = reader.table(node, "of settings")?;
        let mut settings = Vec::new();
        for entry in &table.entries {
            let value = match &entry.node.value {
                Value::Text(text) => text.clone(),
                Value::Integer(number) => number.to_string(),
                Value::Boolean(truth) => truth.to_string(),
                _ => {
                    reader.wrong_type(&entry.node, "text, a whole number, or true or false");
                    return None;
                }
            };
            settings.push((entry.key.clone(), value));
        }
        Some(Self(settings))
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "object", "additionalProperties": { "type": ["string", "integer", "boolean"] } })
    }
}
