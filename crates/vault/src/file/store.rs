use waarborg_base::Timestamp;
use waarborg_store::{Error, Tx, Value, values};

use super::FileId;

waarborg_store::statements! {
    /// Statements about files.
    pub(crate) STATEMENTS:
    INSERT_FILE = "file/insert_file",
    INSERT_CHUNK = "file/insert_chunk",
    UPDATE_FILE_COMPLETED = "file/update_file_completed",
    DELETE_CHUNKS = "file/delete_chunks",
    DELETE_UNFINISHED = "file/delete_unfinished",
    LIST_UNFINISHED = "file/list_unfinished",
    FIND_FILE = "file/find_file",
    FIND_CHUNK = "file/find_chunk",
}

/// A file as it is stored.
pub(super) struct FileRow {
    pub(super) number: i64,
    pub(super) field: String,
    pub(super) sealed: Vec<u8>,
    pub(super) size_bytes: i64,
}

pub(super) fn insert_file(
    tx: &mut Tx<'_>,
    id: FileId,
    person: i64,
    field: &str,
    sealed: &[u8],
    at: Timestamp,
) -> Result<i64, Error> {
    tx.query_one(&INSERT_FILE, &values![Value::text(id), person, field, sealed, at])?.get(0)
}

/// Whether it was kept: not when the file is gone or complete.
pub(super) fn insert_chunk(tx: &mut Tx<'_>, file: i64, number: i64, bytes: &[u8]) -> Result<bool, Error> {
    Ok(tx.execute(&INSERT_CHUNK, &values![file, number, bytes])? == 1)
}

/// Whether it was completed: not when the file is gone or complete.
pub(super) fn update_completed(tx: &mut Tx<'_>, file: i64, size_bytes: i64, at: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&UPDATE_FILE_COMPLETED, &values![file, size_bytes, at])? == 1)
}

pub(super) fn delete_unfinished(tx: &mut Tx<'_>, file: i64) -> Result<(), Error> {
    tx.execute(&DELETE_CHUNKS, &values![file])?;
    tx.execute(&DELETE_UNFINISHED, &values![file])?;
    Ok(())
}

pub(super) fn list_unfinished(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<Vec<i64>, Error> {
    tx.query(&LIST_UNFINISHED, &values![before, limit])?.iter().map(|row| row.get(0)).collect()
}

pub(super) fn find_file(tx: &mut Tx<'_>, id: FileId, person: i64) -> Result<Option<FileRow>, Error> {
    let Some(row) = tx.query_opt(&FIND_FILE, &values![Value::text(id), person])? else { return Ok(None) };
    Ok(Some(FileRow { number: row.get(0)?, field: row.get(1)?, sealed: row.get(2)?, size_bytes: row.get(3)? }))
}

pub(super) fn find_chunk(tx: &mut Tx<'_>, file: i64, number: i64) -> Result<Option<Vec<u8>>, Error> {
    tx.query_opt(&FIND_CHUNK, &values![file, number])?.map(|row| row.get(0)).transpose()
}
