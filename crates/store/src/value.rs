use std::borrow::Cow;
use std::fmt;

use waarborg_base::{Digest, IdempotencyKey, Timestamp};

use crate::Cell;

/// A value bound to a statement, in one of the four shapes that a column has on either engine.
#[derive(Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// A 64-bit integer; instants are microseconds UTC.
    Int(i64),
    /// Text without NUL.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

impl Value<'_> {
    /// Text of anything that prints: an id, a digest, a date.
    pub fn text(value: impl fmt::Display) -> Self {
        Self::Text(Cow::Owned(value.to_string()))
    }

    /// The same, as long as this one lives.
    pub(crate) fn borrowed(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(value) => Value::Int(*value),
            Self::Text(value) => Value::Text(Cow::Borrowed(value)),
            Self::Bytes(value) => Value::Bytes(Cow::Borrowed(value)),
        }
    }

    /// The same, kept beyond what it was taken from.
    pub(crate) fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(value) => Value::Int(value),
            Self::Text(value) => Value::Text(Cow::Owned(value.into_owned())),
            Self::Bytes(value) => Value::Bytes(Cow::Owned(value.into_owned())),
        }
    }

    /// The word for this shape in an error.
    pub(crate) fn shape(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "integer",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }
}

/// Prints the shape only: a bound value may be about a person.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shape())
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(value: Timestamp) -> Self {
        Self::Int(value.as_micros())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

/// As its 16 bytes; [`Value::text`] for a column that holds text.
impl From<IdempotencyKey> for Value<'_> {
    fn from(value: IdempotencyKey) -> Self {
        Self::Bytes(Cow::Owned(value.as_bytes().to_vec()))
    }
}

/// As its 32 bytes; [`Value::text`] for a column that holds text.
impl From<Digest> for Value<'_> {
    fn from(value: Digest) -> Self {
        Self::Bytes(Cow::Owned(value.as_bytes().to_vec()))
    }
}

/// The bytes of an id, a tag, a digest: `id.as_bytes()`.
impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Bytes(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Bytes(Cow::Borrowed(value))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(value))
    }
}

/// What came out of a column, without a copy.
impl<'a> From<&'a Cell> for Value<'a> {
    fn from(cell: &'a Cell) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Int(value) => Self::Int(*value),
            Cell::Text(value) => Self::from(value),
            Cell::Bytes(value) => Self::from(value),
        }
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Values for a statement, in the order of `$1`, `$2`, …
///
/// ```
/// let values = waarborg_store::values!["a text", 7_i64, None::<i64>];
/// assert_eq!(format!("{values:?}"), "[text, integer, null]");
/// ```
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$($crate::Value::from($value)),*] };
}
