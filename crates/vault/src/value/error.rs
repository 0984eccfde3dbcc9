use std::sync::Arc;

use waarborg_base::{Fault, Kind};

/// Why a value cannot be right. Never holds or repeats the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueError {
    /// What is wrong with it.
    pub problem: Problem,
    /// What is wanted, ready to follow "this has to be".
    pub wanted: &'static str,
    /// The part of a value with parts, such as `postcode` of an address.
    pub part: Option<&'static str>,
}

/// What can be wrong with a value. The code is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// No value, or nothing but space.
    Empty,
    /// Another type of JSON value than wanted.
    Type,
    /// Longer or deeper than is kept.
    TooLong,
    /// Holds a control character, or a mark that turns the direction of text.
    Character,
    /// Not of the form that is wanted.
    Form,
    /// Of the right form, and its check digit says that a sign was mistyped.
    CheckDigit,
    /// A key that a value with parts does not have.
    UnknownPart,
    /// A file, which is sent apart and not among the fields.
    FileApart,
}

impl Problem {
    /// Every problem.
    pub const ALL: &[Self] = &[
        Self::Empty,
        Self::Type,
        Self::TooLong,
        Self::Character,
        Self::Form,
        Self::CheckDigit,
        Self::UnknownPart,
        Self::FileApart,
    ];

    /// Stable code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "value-empty",
            Self::Type => "value-type",
            Self::TooLong => "value-too-long",
            Self::Character => "value-character",
            Self::Form => "value-form",
            Self::CheckDigit => "value-check-digit",
            Self::UnknownPart => "value-unknown-part",
            Self::FileApart => "value-file-apart",
        }
    }

    fn said(self) -> &'static str {
        match self {
            Self::Empty => "there is no value",
            Self::Type => "the type is wrong",
            Self::TooLong => "the value is too long",
            Self::Character => "the value holds a character that cannot be kept",
            Self::Form => "the form is wrong",
            Self::CheckDigit => "the check digits do not fit, so a sign was mistyped",
            Self::UnknownPart => "there is a part that is not known",
            Self::FileApart => "a file is not sent among the fields",
        }
    }
}

impl ValueError {
    pub(super) fn new(problem: Problem, wanted: &'static str) -> Self {
        Self { problem, wanted, part: None }
    }

    pub(super) fn in_part(self, part: &'static str) -> Self {
        Self { part: Some(part), ..self }
    }

    /// Stable code.
    pub fn code(&self) -> &'static str {
        self.problem.as_str()
    }
}

impl std::fmt::Display for ValueError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(part) = self.part {
            write!(f, "`{part}`: ")?;
        }
        write!(f, "{}; this has to be {}", self.problem.said(), self.wanted)
    }
}

impl std::error::Error for ValueError {}

impl Fault for ValueError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
}

/// Why a field cannot be taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// The protocol has no such field. The name is not repeated: it may be a value in the wrong place.
    #[error("the protocol has no field of this name; write `category.field` as in the protocol")]
    Unknown,
    /// The protocol names nothing that lifts the ban on this data.
    #[error(
        "`{field}` cannot be kept: the protocol names no exception or statute that lifts the ban on this data (GDPR Art. 9(2), UAVG Art. 46)"
    )]
    Banned {
        /// The field.
        field: Arc<str>,
    },
    /// The value cannot be right.
    #[error("`{field}`: {source}")]
    Value {
        /// The field.
        field: Arc<str>,
        /// Why.
        source: ValueError,
    },
}

impl FieldError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown-field",
            Self::Banned { .. } => "field-banned",
            Self::Value { source, .. } => source.code(),
        }
    }

    /// The field, when the protocol has it.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Unknown => None,
            Self::Banned { field } | Self::Value { field, .. } => Some(field),
        }
    }
}

impl Fault for FieldError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
}
