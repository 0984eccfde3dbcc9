//! Lengths of time.

use std::fmt;

use jiff::civil::Date;
use serde_json::json;

use super::node::{Node, Value};
use super::{FromNode, Reader};
use crate::schema::Schemas;

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
