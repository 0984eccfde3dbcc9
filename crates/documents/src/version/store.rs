use jiff::civil::Date;
use waarborg_base::{Ctx, Digest};
use waarborg_store::{Error, Row, Tx, Value, values};

use super::model::{Duty, Notice, NoticeId, Version, VersionId};

waarborg_store::statements! {
    /// Statements about versions.
    pub(crate) STATEMENTS:
    INSERT_VERSION = "version/insert_version",
    FIND_IN_FORCE = "version/find_in_force",
    FIND_NUMBER_IN_FORCE = "version/find_number_in_force",
    FIND_BY_NUMBER = "version/find_by_number",
    FIND_BY_DIGEST = "version/find_by_digest",
    FIND_SOURCE = "version/find_source",
    LIST_VERSIONS = "version/list_versions",
    INSERT_NOTICE = "version/insert_notice",
    LIST_NOTICES = "version/list_notices",
    UPDATE_ANNOUNCED = "version/update_announced",
}

pub(super) fn insert_version(tx: &mut Tx<'_>, version: &Version, source: &[u8]) -> Result<(), Error> {
    let effective_on = version.effective_on.map(Value::text);
    tx.execute(
        &INSERT_VERSION,
        &values![
            Value::text(version.id),
            version.number,
            version.declared.as_deref(),
            effective_on.unwrap_or(Value::Null),
            Value::text(version.digest),
            source,
            version.applied_at,
            version.applied_by.as_str(),
            version.summary.as_str(),
        ],
    )?;
    Ok(())
}

pub(super) fn find_in_force(tx: &mut Tx<'_>) -> Result<Option<Version>, Error> {
    tx.query_opt(&FIND_IN_FORCE, &[])?.as_ref().map(version).transpose()
}

pub(super) fn find_number_in_force(tx: &mut Tx<'_>) -> Result<Option<i64>, Error> {
    tx.query_opt(&FIND_NUMBER_IN_FORCE, &[])?.map(|row| row.get(0)).transpose()
}

pub(super) fn find_by_number(tx: &mut Tx<'_>, number: i64) -> Result<Option<Version>, Error> {
    tx.query_opt(&FIND_BY_NUMBER, &values![number])?.as_ref().map(version).transpose()
}

pub(super) fn find_by_digest(tx: &mut Tx<'_>, digest: Digest) -> Result<Option<Version>, Error> {
    tx.query_opt(&FIND_BY_DIGEST, &values![Value::text(digest)])?.as_ref().map(version).transpose()
}

pub(super) fn find_source(tx: &mut Tx<'_>, number: i64) -> Result<Option<Vec<u8>>, Error> {
    tx.query_opt(&FIND_SOURCE, &values![number])?.map(|row| row.get(0)).transpose()
}

pub(super) fn list_versions(tx: &mut Tx<'_>) -> Result<Vec<Version>, Error> {
    tx.query(&LIST_VERSIONS, &[])?.iter().map(version).collect()
}

pub(super) fn insert_notice(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    version: VersionId,
    duty: &Duty,
    due_on: Option<Date>,
) -> Result<(), Error> {
    let due_on = due_on.map_or(Value::Null, Value::text);
    let id = Value::text(NoticeId::random(ctx));
    tx.execute(
        &INSERT_NOTICE,
        &values![id, Value::text(version), duty.audience, duty.law, duty.reason.as_str(), due_on],
    )?;
    Ok(())
}

pub(super) fn list_notices(tx: &mut Tx<'_>, version: VersionId) -> Result<Vec<Notice>, Error> {
    let notice = |row: &Row| {
        Ok(Notice {
            audience: row.get(1)?,
            law: row.get(2)?,
            reason: row.get(3)?,
            due_on: date(row, 4)?,
            announced_at: row.get(5)?,
        })
    };
    tx.query(&LIST_NOTICES, &values![Value::text(version)])?.iter().map(notice).collect()
}

pub(super) fn update_announced(ctx: &Ctx, tx: &mut Tx<'_>, version: VersionId) -> Result<u64, Error> {
    tx.execute(&UPDATE_ANNOUNCED, &values![Value::text(version), ctx.now])
}

fn version(row: &Row) -> Result<Version, Error> {
    Ok(Version {
        id: row.parse(0)?,
        number: row.get(1)?,
        declared: row.get(2)?,
        effective_on: date(row, 3)?,
        digest: row.parse(4)?,
        applied_at: row.get(5)?,
        applied_by: row.get(6)?,
        summary: row.get(7)?,
    })
}

fn date(row: &Row, column: usize) -> Result<Option<Date>, Error> {
    row.get::<Option<&str>>(column)?.map(|_| row.parse(column)).transpose()
}
