use waarborg_base::Timestamp;
use waarborg_store::{Error, Tx, Value, values};

use super::{Approval, ApprovalId, BulkRequest};
use crate::Token;

waarborg_store::statements! {
    /// Statements about bulk reads.
    pub(crate) STATEMENTS:
    INSERT_APPROVAL = "bulk/insert_approval",
    FIND_APPROVAL = "bulk/find_approval",
    UPDATE_APPROVED = "bulk/update_approved",
    UPDATE_USED = "bulk/update_used",
    LIST_PEOPLE = "bulk/list_people",
}

pub(super) fn insert_approval(
    tx: &mut Tx<'_>,
    id: ApprovalId,
    request: &BulkRequest,
    by: &str,
    at: Timestamp,
    good_until: Timestamp,
) -> Result<(), Error> {
    let row = values![Value::text(id), &request.purpose, &request.reason, by, at, good_until];
    tx.execute(&INSERT_APPROVAL, &row).map(drop)
}

pub(super) fn find_approval(tx: &mut Tx<'_>, id: ApprovalId) -> Result<Option<Approval>, Error> {
    let Some(row) = tx.query_opt(&FIND_APPROVAL, &values![Value::text(id)])? else { return Ok(None) };
    Ok(Some(Approval {
        purpose: row.get(0)?,
        reason: row.get(1)?,
        requested_by: row.get(2)?,
        approved_by: row.get(3)?,
        good_until: row.get(4)?,
        used_at: row.get(5)?,
    }))
}

/// Whether it was approved now: not when it was before.
pub(super) fn update_approved(
    tx: &mut Tx<'_>,
    id: ApprovalId,
    by: &str,
    at: Timestamp,
    good_until: Timestamp,
) -> Result<bool, Error> {
    Ok(tx.execute(&UPDATE_APPROVED, &values![Value::text(id), by, at, good_until])? == 1)
}

/// Whether it was used now: not when it was before, or is not approved.
pub(super) fn update_used(tx: &mut Tx<'_>, id: ApprovalId, at: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&UPDATE_USED, &values![Value::text(id), at])? == 1)
}

pub(super) fn list_people(tx: &mut Tx<'_>, purpose: &str, after: i64, limit: i64) -> Result<Vec<(i64, Token)>, Error> {
    let person = |row: &waarborg_store::Row| Ok((row.get(0)?, Token::from_bytes(row.get(1)?)));
    tx.query(&LIST_PEOPLE, &values![purpose, after, limit])?.iter().map(person).collect()
}
