//! The bytes of an archive. Numbers are big-endian; text is its length and UTF-8.
//!
//! ```text
//! "waarborg archive 1\n"  u32 schema
//! 't'  name  u16 columns  (column name)*  i64 last number given, -1 if the database gives none     for each table
//! 'r'  (0 | 1 i64 | 2 u32 text | 3 u32 bytes)*                                                     for each row
//! 'e'  u64 rows                                                                                    the table ends
//! 'z'  u32 tables  SHA-256 of all before the digest                                                the archive ends
//! ```

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::sync::Arc;

use waarborg_base::{Digest, Hasher};

use super::Error;
use crate::Value;
use crate::row::Cell;

const MAGIC: &[u8] = b"waarborg archive ";
const VERSION: &[u8] = b"1\n";
const TABLE: u8 = b't';
const ROW: u8 = b'r';
const END_OF_TABLE: u8 = b'e';
const END: u8 = b'z';
const NO_NUMBER: i64 = -1;
/// The longest value: more than any column is meant to hold, and little enough to hold in memory.
pub(super) const LONGEST: u32 = 64 << 20;
/// How many rows at once are fetched from a server.
pub(crate) const SMALL: i32 = 64;

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The number of the schema.
    pub schema: u32,
    /// Its tables, in the order in which they are loaded.
    pub tables: Vec<Counted>,
    /// The digest that stands at its end. The same data gives the same on either engine.
    pub digest: Digest,
    /// Its length.
    pub bytes: u64,
}

/// A table and how many rows of it there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The name of the table.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// Rows that were not loaded, because what they refer to is not there; see [`Orphans`](super::Orphans).
    pub orphans: u64,
}

/// How a table begins in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) table: String,
    pub(super) columns: Vec<String>,
    pub(super) last: Option<i64>,
}

/// Writes an archive and hashes what passes by.
pub(super) struct Writer<W: Write> {
    out: BufWriter<W>,
    hasher: Hasher,
    contents: Contents,
}

impl<W: Write> Writer<W> {
    pub(super) fn begin(out: W, schema: u32) -> Result<Self, Error> {
        let contents = Contents { schema, tables: Vec::new(), digest: Digest::of(b""), bytes: 0 };
        let mut writer = Self { out: BufWriter::with_capacity(1 << 16, out), hasher: Hasher::new(), contents };
        writer.put(MAGIC)?;
        writer.put(VERSION)?;
        writer.put(&schema.to_be_bytes())?;
        Ok(writer)
    }

    pub(super) fn table(&mut self, head: &Head) -> Result<(), Error> {
        self.contents.tables.push(Counted { table: head.table.clone(), rows: 0, orphans: 0 });
        self.put(&[TABLE])?;
        self.name(&head.table)?;
        let columns = u16::try_from(head.columns.len()).map_err(|_| Error::Columns { table: head.table.clone() })?;
        self.put(&columns.to_be_bytes())?;
        head.columns.iter().try_for_each(|column| self.name(column))?;
        self.put(&head.last.unwrap_or(NO_NUMBER).to_be_bytes())
    }

    pub(super) fn row(&mut self, values: &[Value<'_>]) -> Result<(), Error> {
        if let Some(table) = self.contents.tables.last_mut() {
            table.rows += 1;
        }
        self.put(&[ROW])?;
        values.iter().try_for_each(|value| match value {
            Value::Null => self.put(&[0]),
            Value::Int(number) => self.put(&[1]).and_then(|()| self.put(&number.to_be_bytes())),
            Value::Text(text) => self.long(2, text.as_bytes()),
            Value::Bytes(bytes) => self.long(3, bytes),
        })
    }

    pub(super) fn end_table(&mut self) -> Result<(), Error> {
        let rows = self.contents.tables.last().map_or(0, |table| table.rows);
        self.put(&[END_OF_TABLE])?;
        self.put(&rows.to_be_bytes())
    }

    pub(super) fn finish(mut self) -> Result<Contents, Error> {
        let tables = u32::try_from(self.contents.tables.len()).unwrap_or(u32::MAX);
        self.put(&[END])?;
        self.put(&tables.to_be_bytes())?;
        self.contents.digest = std::mem::take(&mut self.hasher).finish();
        let digest = self.contents.digest;
        self.put(digest.as_bytes())?;
        self.out.flush().map_err(output)?;
        Ok(self.contents)
    }

    fn name(&mut self, name: &str) -> Result<(), Error> {
        let length = u16::try_from(name.len()).map_err(|_| Error::NoTable { table: name.to_owned() })?;
        self.put(&length.to_be_bytes())?;
        self.put(name.as_bytes())
    }

    fn long(&mut self, shape: u8, bytes: &[u8]) -> Result<(), Error> {
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LONGEST).ok_or_else(|| {
            let table = self.contents.tables.last().map(|table| table.table.clone()).unwrap_or_default();
            Error::TooLong { table }
        })?;
        self.put(&[shape])?;
        self.put(&length.to_be_bytes())?;
        self.put(bytes)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.hasher.update(bytes);
        self.contents.bytes += bytes.len() as u64;
        self.out.write_all(bytes).map_err(output)
    }
}

fn output(error: io::Error) -> Error {
    Error::Output(Arc::new(error))
}

/// Reads an archive and hashes what passes by.
pub(super) struct Reader<R: Read> {
    from: BufReader<R>,
    hasher: Hasher,
    contents: Contents,
}

impl<R: Read> Reader<R> {
    pub(super) fn open(from: R) -> Result<Self, Error> {
        let contents = Contents { schema: 0, tables: Vec::new(), digest: Digest::of(b""), bytes: 0 };
        let mut reader = Self { from: BufReader::with_capacity(1 << 16, from), hasher: Hasher::new(), contents };
        let magic = reader.take::<{ MAGIC.len() }>().map_err(|error| match error {
            Error::Truncated { at: 0 } => Error::NotAnArchive,
            other => other,
        })?;
        if magic != MAGIC {
            return Err(Error::NotAnArchive);
        }
        if reader.take::<{ VERSION.len() }>()? != VERSION {
            return Err(Error::Format);
        }
        reader.contents.schema = u32::from_be_bytes(reader.take()?);
        Ok(reader)
    }

    pub(super) fn schema(&self) -> u32 {
        self.contents.schema
    }

    /// How the next table begins; none at the end of the archive. Every row of the table before must have been read.
    pub(super) fn next_table(&mut self) -> Result<Option<Head>, Error> {
        match self.take()? {
            [TABLE] => {}
            [END] => return Ok(None),
            _ => return Err(self.damaged("a table or the end should begin here")),
        }
        let table = self.name()?;
        let columns = u16::from_be_bytes(self.take()?);
        let columns = (0..columns).map(|_| self.name()).collect::<Result<_, _>>()?;
        let last = i64::from_be_bytes(self.take()?);
        self.contents.tables.push(Counted { table: table.clone(), rows: 0, orphans: 0 });
        Ok(Some(Head { table, columns, last: (last != NO_NUMBER).then_some(last) }))
    }

    /// The rows of the table that was begun.
    pub(super) fn rows(&mut self, head: &Head) -> Rows<'_> {
        Rows { columns: head.columns.len(), row: Vec::new(), from: self }
    }

    /// Notes how many rows of the table that was read were left out.
    pub(super) fn left_out(&mut self, orphans: u64) {
        if let Some(table) = self.contents.tables.last_mut() {
            table.orphans = orphans;
        }
    }

    /// What the archive held. Errs unless its digest fits and nothing comes after it.
    pub(super) fn finish(mut self) -> Result<Contents, Error> {
        let tables = u32::from_be_bytes(self.take()?);
        if usize::try_from(tables) != Ok(self.contents.tables.len()) {
            return Err(self.damaged("it says to hold another number of tables"));
        }
        let expected = std::mem::take(&mut self.hasher).finish();
        if Digest::from_bytes(self.take()?) != expected {
            return Err(self.damaged("its digest does not fit"));
        }
        if self.from.read(&mut [0]).map_err(input)? != 0 {
            return Err(self.damaged("something comes after its end"));
        }
        self.contents.digest = expected;
        Ok(self.contents)
    }

    fn name(&mut self) -> Result<String, Error> {
        let length = u16::from_be_bytes(self.take()?);
        let mut bytes = Vec::new();
        self.take_to(&mut bytes, length.into())?;
        String::from_utf8(bytes).map_err(|_| self.damaged("a name is not UTF-8"))
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => Error::Truncated { at: self.contents.bytes },
            _ => input(error),
        })?;
        self.passed(&bytes);
        Ok(bytes)
    }

    /// Memory follows what is there, not what a length says.
    fn take_to(&mut self, bytes: &mut Vec<u8>, length: u32) -> Result<(), Error> {
        bytes.clear();
        let found = (&mut self.from).take(length.into()).read_to_end(bytes).map_err(input)?;
        if found as u64 != u64::from(length) {
            return Err(Error::Truncated { at: self.contents.bytes + found as u64 });
        }
        self.passed(bytes);
        Ok(())
    }

    fn passed(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.contents.bytes += bytes.len() as u64;
    }

    fn damaged(&self, why: &'static str) -> Error {
        Error::Damaged { at: self.contents.bytes, why }
    }

    fn cell(&mut self) -> Result<Cell, Error> {
        let [shape] = self.take()?;
        match shape {
            0 => Ok(Cell::Null),
            1 => Ok(Cell::Int(i64::from_be_bytes(self.take()?))),
            2 | 3 => {
                let length = u32::from_be_bytes(self.take()?);
                if length > LONGEST {
                    return Err(self.damaged("a value is longer than any can be"));
                }
                let mut bytes = Vec::new();
                self.take_to(&mut bytes, length)?;
                if shape == 3 {
                    return Ok(Cell::Bytes(bytes));
                }
                String::from_utf8(bytes).map(Cell::Text).map_err(|_| self.damaged("a text is not UTF-8"))
            }
            _ => Err(self.damaged("a value has none of the four shapes")),
        }
    }
}

/// The rows of one table, one at a time.
pub(crate) struct Rows<'r> {
    from: &'r mut dyn Next,
    columns: usize,
    row: Vec<Cell>,
}

impl Rows<'_> {
    /// The next row, none after the last.
    pub(crate) fn next(&mut self) -> Result<Option<&[Cell]>, Error> {
        self.row.clear();
        Ok(if self.from.next_row(self.columns, &mut self.row)? { Some(&self.row) } else { None })
    }
}

/// Hides what a reader reads from, so that an engine need not know.
trait Next {
    fn next_row(&mut self, columns: usize, row: &mut Vec<Cell>) -> Result<bool, Error>;
}

impl<R: Read> Next for Reader<R> {
    fn next_row(&mut self, columns: usize, row: &mut Vec<Cell>) -> Result<bool, Error> {
        let so_far = self.contents.tables.last().map_or(0, |table| table.rows);
        match self.take()? {
            [ROW] => {}
            [END_OF_TABLE] if u64::from_be_bytes(self.take()?) == so_far => return Ok(false),
            [END_OF_TABLE] => return Err(self.damaged("a table says to have another number of rows")),
            _ => return Err(self.damaged("a row or the end of a table should begin here")),
        }
        for _ in 0..columns {
            row.push(self.cell()?);
        }
        if let Some(table) = self.contents.tables.last_mut() {
            table.rows += 1;
        }
        Ok(true)
    }
}

fn input(error: io::Error) -> Error {
    Error::Input(Arc::new(error))
}
