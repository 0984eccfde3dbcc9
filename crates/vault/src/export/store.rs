use waarborg_base::Timestamp;
use waarborg_store::{Error, Row, Tx, values};

waarborg_store::statements! {
    /// Statements of the export that nothing else needs.
    pub(crate) STATEMENTS:
    LIST_FILES = "export/list_files",
}

/// A file of a person, without what is in it.
pub(super) struct FileRow {
    pub(super) id: String,
    pub(super) field: String,
    pub(super) size_bytes: i64,
    pub(super) completed_at: Timestamp,
}

pub(super) fn list_files(tx: &mut Tx<'_>, person: i64) -> Result<Vec<FileRow>, Error> {
    let file = |row: &Row| {
        Ok(FileRow { id: row.get(0)?, field: row.get(1)?, size_bytes: row.get(2)?, completed_at: row.get(3)? })
    };
    tx.query(&LIST_FILES, &values![person])?.iter().map(file).collect()
}
