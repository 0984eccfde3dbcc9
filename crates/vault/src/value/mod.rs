//! Values about people: read at the door, trusted inside.
//!
//! A value is kept as the person wrote it, without the space around it; nothing is corrected. Its normal form is another thing: what is
//! compared when people are looked up. It never leaves the vault but as a keyed hash.

mod error;

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
    pub fn read(kind: FieldKind, json: &serde_json::Value) -> Result<Self, ValueError> {
        Ok(Self { kind, json: Personal::new(json.to_string()), normal: None })
    }

    /// The kind it was read as.
    pub fn kind(&self) -> FieldKind {
        self.kind
    }

    /// The bytes to seal: JSON, without space between its signs. They are also what to give back.
    pub fn as_bytes(&self) -> &[u8] {
        self.json.reveal().as_bytes()
    }

    /// The normal form, by which equality of two values is decided; for the kinds that tell who someone is.
    pub fn normal_form(&self) -> Option<&[u8]> {
        self.normal.as_ref().map(|normal| normal.reveal().as_bytes())
    }
}

/// Whether values of this kind tell who someone is, so that people can be found by them.
pub fn identifies(kind: FieldKind) -> bool {
    use FieldKind as K;
    matches!(kind, K::Email | K::Phone | K::Bsn | K::Iban | K::Account | K::CookieId | K::Identifier)
}
