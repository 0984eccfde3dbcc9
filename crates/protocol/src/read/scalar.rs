//! Single values: text, dates, addresses on the internet, countries, settings.

use std::fmt;

use jiff::civil::Date;
use serde_json::json;

use super::node::{Node, Value};
use super::{FromNode, Reader};
use crate::schema::Schemas;

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
