use std::str::FromStr;

use waarborg_base::{Digest, IdempotencyKey, Timestamp};

use crate::{Error, Statement};

/// A value as it comes out of a column, on either engine.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    Null,
    /// A 64-bit integer.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Cell {
    fn shape(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "integer",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }
}

/// One row of an answer. Columns are read by their place in the `SELECT`, the first is 0.
#[derive(Clone)]
pub struct Row {
    statement: &'static str,
    cells: Vec<Cell>,
}

impl Row {
    pub(crate) fn new(statement: &Statement, cells: Vec<Cell>) -> Self {
        Self { statement: statement.name(), cells }
    }

    /// The value of a column. Errs ([`Error::Column`]) when the column is missing or has another shape.
    pub fn get<'r, T: FromColumn<'r>>(&'r self, column: usize) -> Result<T, Error> {
        let cell = self.cells.get(column);
        cell.and_then(T::from_cell).ok_or_else(|| self.wrong(column, T::WANTED, cell.map_or("no column", Cell::shape)))
    }

    /// The bytes of a column, without a copy: the row has none left there. Errs like [`Row::get`].
    pub fn take_bytes(&mut self, column: usize) -> Result<Vec<u8>, Error> {
        match self.cells.get_mut(column) {
            Some(Cell::Bytes(bytes)) => Ok(std::mem::take(bytes)),
            other => {
                let found = other.map_or("no column", |cell| cell.shape());
                Err(self.wrong(column, "bytes", found))
            }
        }
    }

    /// A text column read as a newtype: an id, a digest, a date.
    pub fn parse<T: FromStr>(&self, column: usize) -> Result<T, Error> {
        let text: &str = self.get(column)?;
        text.parse().map_err(|_| self.wrong(column, std::any::type_name::<T>(), "another text"))
    }

    fn wrong(&self, column: usize, wanted: &'static str, found: &'static str) -> Error {
        Error::Column { statement: self.statement, column, wanted, found }
    }
}

/// A type that a column can be read as. A room may add its own newtypes.
pub trait FromColumn<'r>: Sized {
    /// The word for it in an error.
    const WANTED: &'static str;

    /// The value, unless the cell has another shape.
    fn from_cell(cell: &'r Cell) -> Option<Self>;
}

impl FromColumn<'_> for i64 {
    const WANTED: &'static str = "integer";
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Int(value) = cell { Some(*value) } else { None }
    }
}

impl FromColumn<'_> for u32 {
    const WANTED: &'static str = "integer of 32 bits without sign";
    fn from_cell(cell: &Cell) -> Option<Self> {
        i64::from_cell(cell)?.try_into().ok()
    }
}

impl FromColumn<'_> for Timestamp {
    const WANTED: &'static str = "instant in microseconds";
    fn from_cell(cell: &Cell) -> Option<Self> {
        i64::from_cell(cell).and_then(Self::from_micros)
    }
}

impl FromColumn<'_> for IdempotencyKey {
    const WANTED: &'static str = "idempotency key of 16 bytes";
    fn from_cell(cell: &Cell) -> Option<Self> {
        <[u8; 16]>::from_cell(cell).map(Self::from_bytes)
    }
}

impl FromColumn<'_> for Digest {
    const WANTED: &'static str = "digest of 32 bytes";
    fn from_cell(cell: &Cell) -> Option<Self> {
        <[u8; 32]>::from_cell(cell).map(Self::from_bytes)
    }
}

/// Exactly so many bytes: an id, a tag, a digest.
impl<const N: usize> FromColumn<'_> for [u8; N] {
    const WANTED: &'static str = "so many bytes";
    fn from_cell(cell: &Cell) -> Option<Self> {
        <&[u8]>::from_cell(cell)?.try_into().ok()
    }
}

/// The same without a copy.
impl<'r, const N: usize> FromColumn<'r> for &'r [u8; N] {
    const WANTED: &'static str = "so many bytes";
    fn from_cell(cell: &'r Cell) -> Option<Self> {
        <&[u8]>::from_cell(cell)?.try_into().ok()
    }
}

impl<'r> FromColumn<'r> for &'r str {
    const WANTED: &'static str = "text";
    fn from_cell(cell: &'r Cell) -> Option<Self> {
        if let Cell::Text(value) = cell { Some(value) } else { None }
    }
}

impl FromColumn<'_> for String {
    const WANTED: &'static str = "text";
    fn from_cell(cell: &Cell) -> Option<Self> {
        <&str>::from_cell(cell).map(Self::from)
    }
}

impl<'r> FromColumn<'r> for &'r [u8] {
    const WANTED: &'static str = "bytes";
    fn from_cell(cell: &'r Cell) -> Option<Self> {
        if let Cell::Bytes(value) = cell { Some(value) } else { None }
    }
}

impl FromColumn<'_> for Vec<u8> {
    const WANTED: &'static str = "bytes";
    fn from_cell(cell: &Cell) -> Option<Self> {
        <&[u8]>::from_cell(cell).map(Self::from)
    }
}

impl<'r, T: FromColumn<'r>> FromColumn<'r> for Option<T> {
    const WANTED: &'static str = T::WANTED;
    fn from_cell(cell: &'r Cell) -> Option<Self> {
        if matches!(cell, Cell::Null) { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}
