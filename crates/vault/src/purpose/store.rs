use waarborg_base::Timestamp;
use waarborg_store::{Error, Row, Tx, Value, values};

waarborg_store::statements! {
    /// Statements about the purposes of people.
    pub(crate) STATEMENTS:
    INSERT_PURPOSE = "purpose/insert_purpose",
    UPDATE_REMOVED = "purpose/update_removed",
    LIST_PURPOSES = "purpose/list_purposes",
    REPLACE_PURPOSE = "purpose/replace_purpose",
    DELETE_PURPOSE = "purpose/delete_purpose",
    COUNT_PEOPLE = "purpose/count_people",
}

/// How a person stands to a purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PurposeRow {
    pub(crate) purpose: String,
    pub(crate) added_at: Timestamp,
    pub(crate) removed_at: Option<Timestamp>,
}

impl PurposeRow {
    pub(crate) fn stands(&self) -> bool {
        self.removed_at.is_none()
    }
}

/// Whether that changed anything: the purpose may stand already.
pub(crate) fn insert_purpose(tx: &mut Tx<'_>, person: i64, purpose: &str, at: Timestamp) -> Result<bool, Error> {
    tx.put_one(&INSERT_PURPOSE, &values![person, purpose, at])
}

/// Whether the purpose stood until now.
pub(crate) fn update_removed(tx: &mut Tx<'_>, person: i64, purpose: &str, at: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&UPDATE_REMOVED, &values![person, purpose, at])? == 1)
}

pub(crate) fn list_purposes(tx: &mut Tx<'_>, person: i64) -> Result<Vec<PurposeRow>, Error> {
    let purpose = |row: &Row| Ok(PurposeRow { purpose: row.get(0)?, added_at: row.get(1)?, removed_at: row.get(2)? });
    tx.query(&LIST_PURPOSES, &values![person])?.iter().map(purpose).collect()
}

pub(crate) fn replace_purpose(tx: &mut Tx<'_>, person: i64, row: &PurposeRow) -> Result<(), Error> {
    tx.put(&REPLACE_PURPOSE, &values![person, row.purpose.as_str(), row.added_at, row.removed_at])
}

pub(crate) fn delete_purpose(tx: &mut Tx<'_>, person: i64, purpose: &str) -> Result<(), Error> {
    tx.put(&DELETE_PURPOSE, &values![person, purpose])
}

pub(super) fn count_people(tx: &mut Tx<'_>, purposes: &[Value]) -> Result<i64, Error> {
    tx.query_one(&COUNT_PEOPLE, purposes)?.get(0)
}
