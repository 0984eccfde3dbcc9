//! The records of processing activities: as controller (Art. 30(1)) and as processor (Art. 30(2)).
//!
//! A register is a sheet: columns with stable keys and rows of cells. The page, CSV, XLSX and JSON are four ways to write
//! the same sheet; [`dpv`] says it in the Data Privacy Vocabulary.

pub(crate) mod controller;
pub(crate) mod csv;
pub mod dpv;
pub(crate) mod json;
pub(crate) mod page;
pub(crate) mod processor;
pub(crate) mod xlsx;

use waarborg_protocol::Protocol;
use waarborg_web::Lang;

use crate::edition::Edition;
use crate::text::Text;

pub use controller::controller_register;
pub use processor::processor_register;

/// Which of the two registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegisterKind {
    /// As controller (Art. 30(1)).
    Controller,
    /// As processor (Art. 30(2)).
    Processor,
}

/// A column: what programs call it, what people read above it, and which article asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stable key.
    pub key: &'static str,
    /// Title.
    pub title: String,
    /// Article, where one asks for it.
    pub article: Option<&'static str>,
    /// Whether a row without it is incomplete.
    pub needed: bool,
}

/// One row: an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Id of the purpose or activity in the protocol.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// What each column says; nothing where nothing is stated.
    pub cells: Vec<Vec<Text>>,
}

/// A register in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Which one.
    pub kind: RegisterKind,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
}

impl Register {
    /// The columns that a row needs and does not fill.
    pub fn lacks<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = &'a Column> {
        let pairs = self.columns.iter().zip(&row.cells);
        pairs.filter(|(column, cell)| column.needed && cell.is_empty()).map(|(column, _)| column)
    }

    /// Whether a row fills every column that it needs.
    pub fn is_complete(&self, row: &Row) -> bool {
        self.lacks(row).next().is_none()
    }
}

/// The register as CSV.
pub fn csv_file(protocol: &Protocol, register: &Register, lang: Lang) -> Vec<u8> {
    let edition = Edition::new(protocol, lang);
    let heads = xlsx::heads(edition, register);
    csv::write(heads.iter().map(String::as_str), xlsx::rows(edition, register))
}

impl RegisterKind {
    /// The path of its page, after the language.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Controller => "/register",
            Self::Processor => "/register/processor",
        }
    }

    /// Its title, as a key.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Controller => "register-title",
            Self::Processor => "processor-register-title",
        }
    }

    /// The word in file names and in JSON.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Controller => "controller",
            Self::Processor => "processor",
        }
    }
}
