use waarborg_base::Timestamp;
use waarborg_store::{Error, Row, Tx, values};

use crate::Token;

waarborg_store::statements! {
    /// Statements about wrapped keys and the ring that wraps them.
    pub(crate) STATEMENTS:
    LOCK_KEYS = "rotation/lock_keys" per engine,
    INSERT_KEY = "rotation/insert_key",
    FIND_RING = "rotation/find_ring",
    INSERT_RING = "rotation/insert_ring",
    UPDATE_RING = "rotation/update_ring",
    FIND_ANYBODY = "rotation/find_anybody",
    FIND_ANY_KEY = "rotation/find_any_key",
    LIST_KEYS_BEFORE = "rotation/list_keys_before",
    COUNT_KEYS_BEFORE = "rotation/count_keys_before",
    UPDATE_KEY = "rotation/update_key",
    UPDATE_FINAL = "rotation/update_final",
}

/// Which keys the database belongs to.
pub(crate) struct RingRow {
    pub(crate) ring: [u8; 16],
    pub(crate) epoch: u32,
}

/// A wrapped key and whose it is.
pub(crate) struct KeyRow {
    pub(crate) person: i64,
    pub(crate) id: Token,
    pub(crate) epoch: u32,
    pub(crate) key_id: [u8; 16],
    pub(crate) wrapped: Vec<u8>,
}

pub(crate) fn insert_key(
    tx: &mut Tx<'_>,
    person: i64,
    epoch: u32,
    key_id: &[u8; 16],
    wrapped: &[u8],
) -> Result<(), Error> {
    tx.put(&INSERT_KEY, &values![person, epoch, key_id, wrapped])
}

/// Waits for everybody who is storing a key; nobody stores one from here until this transaction ends.
pub(super) fn lock_keys(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.execute(&LOCK_KEYS, &[]).map(drop)
}

pub(crate) fn find_ring(tx: &mut Tx<'_>) -> Result<Option<RingRow>, Error> {
    tx.query_opt(&FIND_RING, &[])?.map(|row| Ok(RingRow { ring: row.get(0)?, epoch: row.get(1)? })).transpose()
}

pub(super) fn insert_ring(tx: &mut Tx<'_>, ring: &[u8; 16], epoch: u32, at: Timestamp) -> Result<(), Error> {
    tx.execute(&INSERT_RING, &values![ring, epoch, at]).map(drop)
}

/// Whether the epoch is newer than that of the database.
pub(super) fn update_ring(tx: &mut Tx<'_>, epoch: u32, at: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&UPDATE_RING, &values![epoch, at])? == 1)
}

pub(super) fn has_anybody(tx: &mut Tx<'_>) -> Result<bool, Error> {
    Ok(tx.query_opt(&FIND_ANYBODY, &[])?.is_some())
}

pub(super) fn has_any_key(tx: &mut Tx<'_>) -> Result<bool, Error> {
    Ok(tx.query_opt(&FIND_ANY_KEY, &[])?.is_some())
}

pub(super) fn list_keys_before(tx: &mut Tx<'_>, epoch: u32, limit: u32) -> Result<Vec<KeyRow>, Error> {
    let key = |row: &Row| {
        let (person, id) = (row.get(0)?, Token::from_bytes(row.get(1)?));
        Ok(KeyRow { person, id, epoch: row.get(2)?, key_id: row.get(3)?, wrapped: row.get(4)? })
    };
    tx.query(&LIST_KEYS_BEFORE, &values![epoch, limit])?.iter().map(key).collect()
}

pub(super) fn count_keys_before(tx: &mut Tx<'_>, epoch: u32) -> Result<i64, Error> {
    tx.query_one(&COUNT_KEYS_BEFORE, &values![epoch])?.get(0)
}

pub(super) fn update_key(tx: &mut Tx<'_>, key: &KeyRow, epoch: u32, wrapped: &[u8]) -> Result<(), Error> {
    tx.execute(&UPDATE_KEY, &values![key.person, epoch, wrapped, &key.key_id]).map(drop)
}

pub(super) fn update_final(tx: &mut Tx<'_>, before: u32, at: Timestamp) -> Result<u64, Error> {
    tx.execute(&UPDATE_FINAL, &values![before, at])
}
