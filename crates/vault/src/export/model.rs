use waarborg_base::{Personal, Timestamp};

use super::store::FileRow;
use super::{csv, json};
use crate::Token;
use crate::condition::Condition;
use crate::history::Page;
use crate::purpose::store::PurposeRow;
use crate::record::Held;

/// Everything about one person.
pub struct Export {
    pub(super) token: Token,
    pub(super) exported_at: Timestamp,
    pub(super) created_at: Timestamp,
    pub(super) fields: Vec<Present>,
    pub(super) earlier: Vec<Earlier>,
    pub(super) purposes: Vec<PurposeRow>,
    pub(super) conditions: Vec<Condition>,
    pub(super) files: Vec<FileRow>,
    pub(super) uses: Page,
}

/// A value that stands.
pub(super) struct Present {
    pub(super) field: String,
    pub(super) held: Held,
    /// Whether it is within the right to portability (GDPR Art. 20(1)).
    pub(super) portable: bool,
}

/// A value that stood, of a field of which the protocol wants the history.
pub(super) struct Earlier {
    pub(super) field: String,
    pub(super) held: Held,
    pub(super) replaced_at: Timestamp,
}

impl Export {
    /// As JSON: fields with source and time, earlier values, purposes, conditions, files, and who used it.
    pub fn json(&self) -> Personal<String> {
        json::write(self)
    }

    /// As CSV, the way spreadsheets open it: the fields and their earlier values, a row each.
    pub fn csv(&self) -> Personal<String> {
        csv::write(self)
    }
}

/// An export and its leaf.
pub struct Exported {
    /// What there is.
    pub export: Export,
    /// The leaf in the ledger.
    pub arrival: i64,
}
