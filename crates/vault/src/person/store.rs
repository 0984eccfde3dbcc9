use waarborg_base::Timestamp;
use waarborg_store::{Error, Row, Tx, values};

use crate::Token;

waarborg_store::statements! {
    /// Statements about people, their tokens, terms and earlier values.
    pub(crate) STATEMENTS:
    INSERT_PERSON = "person/insert_person",
    INSERT_TOKEN = "person/insert_token",
    INSERT_TERM = "person/insert_term",
    DELETE_TERM = "person/delete_term",
    FIND_OTHER_WITH_TERM = "person/find_other_with_term",
    FIND_BY_TOKEN = "person/find_by_token",
    LIST_BY_TERM = "person/list_by_term",
    UPDATE_RECORD = "person/update_record",
    UPDATE_CONDITIONS = "person/update_conditions",
    INSERT_HISTORY = "person/insert_history",
    LIST_HISTORY = "person/list_history",
    UPDATE_TOKENS_TO = "person/update_tokens_to",
    COUNT_FILES = "person/count_files",
}

/// A person as stored: nothing is open yet.
pub(crate) struct PersonRow {
    pub(crate) number: i64,
    pub(crate) id: Token,
    pub(crate) record: Vec<u8>,
    pub(crate) conditions: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) epoch: u32,
    pub(crate) key_id: [u8; 16],
    pub(crate) wrapped: Vec<u8>,
}

impl PersonRow {
    /// From the first columns that every look at a person begins with.
    pub(crate) fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            number: row.get(0)?,
            id: Token::from_bytes(row.get(1)?),
            record: row.get(2)?,
            conditions: row.get(3)?,
            created_at: row.get(4)?,
            epoch: row.get(5)?,
            key_id: row.get(6)?,
            wrapped: row.get(7)?,
        })
    }
}

/// An earlier value of a field, sealed.
pub(crate) struct HistoryRow {
    pub(crate) field: String,
    pub(crate) version: u32,
    pub(crate) sealed: Vec<u8>,
    pub(crate) replaced_at: Timestamp,
}

pub(crate) fn insert_person(
    tx: &mut Tx<'_>,
    id: Token,
    record: &[u8],
    conditions: i64,
    at: Timestamp,
) -> Result<i64, Error> {
    tx.query_one(&INSERT_PERSON, &values![id.as_bytes(), record, conditions, at])?.get(0)
}

pub(crate) fn insert_token(tx: &mut Tx<'_>, token: Token, person: i64) -> Result<(), Error> {
    tx.execute(&INSERT_TOKEN, &values![token.as_bytes(), person]).map(drop)
}

pub(crate) fn insert_term(tx: &mut Tx<'_>, term: &[u8; 16], person: i64) -> Result<(), Error> {
    tx.execute(&INSERT_TERM, &values![term, person]).map(drop)
}

pub(crate) fn delete_term(tx: &mut Tx<'_>, term: &[u8; 16], person: i64) -> Result<(), Error> {
    tx.execute(&DELETE_TERM, &values![term, person]).map(drop)
}

/// Whether anybody but `person` has the term; 0 is nobody's number.
pub(crate) fn has_other_with_term(tx: &mut Tx<'_>, term: &[u8; 16], person: i64) -> Result<bool, Error> {
    Ok(tx.query_opt(&FIND_OTHER_WITH_TERM, &values![term, person])?.is_some())
}

pub(crate) fn find_by_token(tx: &mut Tx<'_>, token: Token) -> Result<Option<PersonRow>, Error> {
    tx.query_opt(&FIND_BY_TOKEN, &values![token.as_bytes()])?.as_ref().map(PersonRow::from_row).transpose()
}

pub(crate) fn list_by_term(tx: &mut Tx<'_>, term: &[u8; 16], limit: u32) -> Result<Vec<PersonRow>, Error> {
    tx.query(&LIST_BY_TERM, &values![term, limit])?.iter().map(PersonRow::from_row).collect()
}

pub(crate) fn update_record(tx: &mut Tx<'_>, person: i64, record: &[u8], at: Timestamp) -> Result<(), Error> {
    tx.execute(&UPDATE_RECORD, &values![person, record, at]).map(drop)
}

pub(crate) fn update_conditions(tx: &mut Tx<'_>, person: i64, more: i64, at: Timestamp) -> Result<(), Error> {
    tx.execute(&UPDATE_CONDITIONS, &values![person, more, at]).map(drop)
}

pub(crate) fn insert_history(
    tx: &mut Tx<'_>,
    person: i64,
    field: &str,
    version: u32,
    sealed: &[u8],
    at: Timestamp,
) -> Result<(), Error> {
    tx.execute(&INSERT_HISTORY, &values![person, field, version, sealed, at]).map(drop)
}

pub(crate) fn list_history(tx: &mut Tx<'_>, person: i64) -> Result<Vec<HistoryRow>, Error> {
    let earlier = |row: &Row| {
        Ok(HistoryRow { field: row.get(0)?, version: row.get(1)?, sealed: row.get(2)?, replaced_at: row.get(3)? })
    };
    tx.query(&LIST_HISTORY, &values![person])?.iter().map(earlier).collect()
}

pub(crate) fn update_tokens_to(tx: &mut Tx<'_>, from: i64, to: i64) -> Result<(), Error> {
    tx.execute(&UPDATE_TOKENS_TO, &values![from, to]).map(drop)
}

pub(crate) fn count_files(tx: &mut Tx<'_>, person: i64) -> Result<i64, Error> {
    tx.query_one(&COUNT_FILES, &values![person])?.get(0)
}
