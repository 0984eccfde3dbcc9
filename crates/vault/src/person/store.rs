use waarborg_base::Timestamp;
use waarborg_seal::{PersonKey, Wrapped};
use waarborg_store::{Engine, Error, Row, Tx, values};

use crate::Token;
use crate::purpose::store as purposes;
use crate::rotation::store as rotation;

waarborg_store::statements! {
    /// Statements about people, their tokens, terms and earlier values.
    pub(crate) STATEMENTS:
    LOCK_PEOPLE = "person/lock_people" per engine,
    LOCK_TERM = "person/lock_term" per engine,
    INSERT_PERSON = "person/insert_person" per engine,
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

/// A person who is new, with everything that comes with them.
pub(crate) struct NewPerson<'n> {
    pub(crate) id: Token,
    pub(crate) record: &'n [u8],
    pub(crate) conditions: i64,
    pub(crate) key: &'n PersonKey,
    pub(crate) wrapped: &'n Wrapped,
    pub(crate) terms: &'n [[u8; 16]],
    pub(crate) purposes: &'n [String],
}

/// Whether the person is stored; not when this server's keys are behind. PostgreSQL adds all rows with one statement, since each
/// costs more than its row; SQLite has none for that, and needs none.
pub(crate) fn insert_person(tx: &mut Tx<'_>, new: &NewPerson<'_>, at: Timestamp) -> Result<bool, Error> {
    let NewPerson { id, record, conditions, key, wrapped, terms, purposes: names } = new;
    let key_id = key.id();
    let (all_terms, all_purposes) = (terms.concat(), names.join("\n"));
    let values = values![
        id.as_bytes(),
        *record,
        *conditions,
        at,
        wrapped.epoch,
        key_id.as_bytes(),
        &wrapped.bytes,
        all_terms,
        all_purposes
    ];
    if tx.engine() == Engine::Postgres {
        return tx.put_one(&INSERT_PERSON, &values);
    }
    let Some(row) = tx.query_opt(&INSERT_PERSON, &values)? else { return Ok(false) };
    let number = row.get(0)?;
    rotation::insert_key(tx, number, wrapped.epoch, key_id.as_bytes(), &wrapped.bytes)?;
    tx.put(&INSERT_TOKEN, &values![id.as_bytes(), number])?;
    terms.iter().try_for_each(|term| insert_term(tx, term, number))?;
    names.iter().try_for_each(|name| purposes::insert_purpose(tx, number, name, at).map(drop))?;
    Ok(true)
}

pub(crate) fn insert_term(tx: &mut Tx<'_>, term: &[u8; 16], person: i64) -> Result<(), Error> {
    tx.put(&INSERT_TERM, &values![term, person])
}

pub(crate) fn delete_term(tx: &mut Tx<'_>, term: &[u8; 16], person: i64) -> Result<(), Error> {
    tx.put(&DELETE_TERM, &values![term, person])
}

/// The people of these tokens: nobody else changes anything about them until this transaction ends.
pub(crate) fn lock_people(tx: &mut Tx<'_>, tokens: [Token; 2]) -> Result<Vec<i64>, Error> {
    let [one, other] = &tokens;
    tx.query(&LOCK_PEOPLE, &values![one.as_bytes(), other.as_bytes()])?.iter().map(|row| row.get(0)).collect()
}

/// For each term whether anybody but `person` has it; 0 is nobody's number. Nobody else is given one of them until this transaction ends.
pub(crate) fn lock_and_find_known(tx: &mut Tx<'_>, terms: &[[u8; 16]], person: i64) -> Result<Vec<bool>, Error> {
    let number = |term: &[u8; 16]| i64::from_be_bytes(*term.first_chunk().expect("8 of 16 bytes"));
    let mut locks: Vec<i64> = terms.iter().map(number).collect();
    // In one order, so that two never wait for each other.
    locks.sort_unstable();
    locks.into_iter().try_for_each(|lock| tx.put(&LOCK_TERM, &values![lock]))?;
    let each: Vec<_> = terms.iter().map(|term| values![term, person]).collect();
    let each: Vec<&[_]> = each.iter().map(<[_; 2]>::as_slice).collect();
    Ok(tx.query_each(&FIND_OTHER_WITH_TERM, &each)?.iter().map(|rows| !rows.is_empty()).collect())
}

pub(crate) fn find_by_token(tx: &mut Tx<'_>, token: Token) -> Result<Option<PersonRow>, Error> {
    tx.query_opt(&FIND_BY_TOKEN, &values![token.as_bytes()])?.as_ref().map(PersonRow::from_row).transpose()
}

pub(crate) fn list_by_term(tx: &mut Tx<'_>, term: &[u8; 16], limit: u32) -> Result<Vec<PersonRow>, Error> {
    tx.query(&LIST_BY_TERM, &values![term, limit])?.iter().map(PersonRow::from_row).collect()
}

pub(crate) fn update_record(tx: &mut Tx<'_>, person: i64, record: &[u8], at: Timestamp) -> Result<(), Error> {
    tx.put(&UPDATE_RECORD, &values![person, record, at])
}

pub(crate) fn update_conditions(tx: &mut Tx<'_>, person: i64, more: i64, at: Timestamp) -> Result<(), Error> {
    tx.put(&UPDATE_CONDITIONS, &values![person, more, at])
}

pub(crate) fn insert_history(
    tx: &mut Tx<'_>,
    person: i64,
    field: &str,
    version: u32,
    sealed: &[u8],
    at: Timestamp,
) -> Result<(), Error> {
    tx.put(&INSERT_HISTORY, &values![person, field, version, sealed, at])
}

pub(crate) fn list_history(tx: &mut Tx<'_>, person: i64) -> Result<Vec<HistoryRow>, Error> {
    let earlier = |row: &Row| {
        Ok(HistoryRow { field: row.get(0)?, version: row.get(1)?, sealed: row.get(2)?, replaced_at: row.get(3)? })
    };
    tx.query(&LIST_HISTORY, &values![person])?.iter().map(earlier).collect()
}

pub(crate) fn update_tokens_to(tx: &mut Tx<'_>, from: i64, to: i64) -> Result<(), Error> {
    tx.put(&UPDATE_TOKENS_TO, &values![from, to])
}

pub(crate) fn count_files(tx: &mut Tx<'_>, person: i64) -> Result<i64, Error> {
    tx.query_one(&COUNT_FILES, &values![person])?.get(0)
}
