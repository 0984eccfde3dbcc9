use waarborg_base::Timestamp;
use waarborg_store::{Error, Row, Statement, Tx, Value, values};

use super::model::{Erasure, ErasureId};

waarborg_store::statements! {
    /// Statements about erasure.
    pub(crate) STATEMENTS:
    LOCK_FILES = "erasure/lock_files" per engine,
    DELETE_KEY = "erasure/delete_key",
    DELETE_TOKEN = "erasure/delete_token",
    DELETE_TERM = "erasure/delete_term",
    DELETE_PURPOSE = "erasure/delete_purpose",
    DELETE_CONDITION = "erasure/delete_condition",
    DELETE_HISTORY = "erasure/delete_history",
    DELETE_CHUNK = "erasure/delete_chunk",
    DELETE_FILE = "erasure/delete_file",
    DELETE_PERSON = "erasure/delete_person",
    UPDATE_KEY = "erasure/update_key",
    INSERT_ERASURE = "erasure/insert_erasure",
    LIST_TOGETHER = "erasure/list_together",
    LIST_UNJOURNALED = "erasure/list_unjournaled",
    UPDATE_JOURNALED = "erasure/update_journaled",
    UPDATE_ALL_UNJOURNALED = "erasure/update_all_unjournaled",
    LIST_PEOPLE = "erasure/list_people",
}

/// A person, with the id of their key if they have one.
pub(super) struct Holder {
    pub(super) person: i64,
    pub(super) key: Option<[u8; 16]>,
}

/// Everything of a person but the record and the key: what also goes when something is kept.
const BESIDE_THE_RECORD: [&Statement; 6] =
    [&LOCK_FILES, &DELETE_TERM, &DELETE_CONDITION, &DELETE_HISTORY, &DELETE_CHUNK, &DELETE_FILE];

/// Everything of a person, the rows that others point to last.
const ALL: [&Statement; 4] = [&DELETE_KEY, &DELETE_TOKEN, &DELETE_PURPOSE, &DELETE_PERSON];

pub(crate) fn delete_beside_the_record(tx: &mut Tx<'_>, person: i64) -> Result<(), Error> {
    BESIDE_THE_RECORD.into_iter().try_for_each(|statement| tx.put(statement, &values![person]))
}

pub(crate) fn delete_all(tx: &mut Tx<'_>, person: i64) -> Result<(), Error> {
    delete_beside_the_record(tx, person)?;
    ALL.into_iter().try_for_each(|statement| tx.put(statement, &values![person]))
}

/// Whether the new key is in place of the old one; not when this server's keys are behind.
pub(crate) fn update_key(
    tx: &mut Tx<'_>,
    person: i64,
    epoch: u32,
    key_id: &[u8; 16],
    wrapped: &[u8],
) -> Result<bool, Error> {
    tx.put_one(&UPDATE_KEY, &values![person, epoch, key_id, wrapped])
}

pub(super) fn insert_erasure(tx: &mut Tx<'_>, erasure: &Erasure) -> Result<(), Error> {
    let kept = serde_json::to_string(&erasure.kept).expect("names of fields and grounds are JSON");
    tx.put(
        &INSERT_ERASURE,
        &values![Value::text(erasure.id), &erasure.key, erasure.epoch, erasure.erased_at, erasure.arrival, kept],
    )
}

pub(super) fn list_together(tx: &mut Tx<'_>, id: ErasureId) -> Result<Vec<Erasure>, Error> {
    tx.query(&LIST_TOGETHER, &values![Value::text(id)])?.iter().map(erasure).collect()
}

pub(super) fn list_unjournaled(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Erasure>, Error> {
    tx.query(&LIST_UNJOURNALED, &values![limit])?.iter().map(erasure).collect()
}

pub(super) fn update_journaled(tx: &mut Tx<'_>, id: ErasureId, at: Timestamp) -> Result<(), Error> {
    tx.execute(&UPDATE_JOURNALED, &values![Value::text(id), at]).map(drop)
}

pub(super) fn update_all_unjournaled(tx: &mut Tx<'_>) -> Result<u64, Error> {
    tx.execute(&UPDATE_ALL_UNJOURNALED, &values![])
}

/// People after a number.
pub(super) fn list_people(tx: &mut Tx<'_>, after: i64, limit: u32) -> Result<Vec<Holder>, Error> {
    tx.query(&LIST_PEOPLE, &values![after, limit])?
        .iter()
        .map(|row| Ok(Holder { person: row.get(0)?, key: row.get(1)? }))
        .collect()
}

fn erasure(row: &Row) -> Result<Erasure, Error> {
    let kept: &str = row.get(5)?;
    Ok(Erasure {
        id: row.parse(0)?,
        key: row.get(1)?,
        epoch: row.get(2)?,
        erased_at: row.get(3)?,
        arrival: row.get(4)?,
        kept: serde_json::from_str(kept).unwrap_or_default(),
        journaled_at: row.get(6)?,
        final_at: row.get(7)?,
    })
}
