use waarborg_base::{Ctx, IdempotencyKey, Timestamp};

use super::model::{Job, Parked, Waiting};
use crate::{Error, Row, Tx, Value, values};

crate::statements! {
    /// Statements about the outbox.
    pub(crate) STATEMENTS:
    INSERT_JOB = "outbox/insert_job",
    CLAIM_JOB = "outbox/claim_job" per engine,
    DELETE_JOB = "outbox/delete_job",
    UPDATE_DUE = "outbox/update_due",
    UPDATE_PARKED = "outbox/update_parked",
    UPDATE_UNPARKED = "outbox/update_unparked",
    FIND_LEASE = "outbox/find_lease" per engine,
    LIST_PARKED = "outbox/list_parked",
    COUNT_JOBS = "outbox/count_jobs",
}

/// Promises work outside this transaction: it will be run, at least once, if and only if the transaction is stored.
///
/// `body` holds ids, never personal data. The same topic and key twice, while the first waits, is one job.
pub fn enqueue(ctx: &Ctx, tx: &mut Tx<'_>, topic: &str, body: &[u8], key: IdempotencyKey) -> Result<(), Error> {
    tx.execute(&INSERT_JOB, &values![topic, body, Value::text(key), ctx.now])?;
    tx.enqueued = true;
    Ok(())
}

/// Errs with [`Error::LeaseLost`] unless the job is still this worker's. A handler that changes data calls it first in the
/// same transaction, so a worker that was asleep past its lease changes nothing.
pub fn hold_lease(ctx: &Ctx, tx: &mut Tx<'_>, job: &Job) -> Result<(), Error> {
    let held = tx.query_opt(&FIND_LEASE, &values![job.position, job.fence, ctx.now])?;
    held.map(drop).ok_or(Error::LeaseLost { position: job.position })
}

/// Jobs that wait for a person, after a position (0 for all), oldest first.
pub fn list_parked(tx: &mut Tx<'_>, after: i64, limit: u32) -> Result<Vec<Parked>, Error> {
    let parked = |row: &Row| {
        Ok(Parked {
            position: row.get(0)?,
            topic: row.get(1)?,
            key: row.parse(2)?,
            enqueued_at: row.get(3)?,
            tries: row.get(4)?,
            parked_at: row.get(5)?,
            reason: row.get::<Option<String>>(6)?.unwrap_or_default(),
        })
    };
    tx.query(&LIST_PARKED, &values![after, limit])?.iter().map(parked).collect()
}

/// Makes a parked job due again with all its tries; whether there was one.
pub fn unpark(ctx: &Ctx, tx: &mut Tx<'_>, position: i64) -> Result<bool, Error> {
    let unparked = tx.execute(&UPDATE_UNPARKED, &values![position, ctx.now])? == 1;
    tx.enqueued |= unparked;
    Ok(unparked)
}

/// How much work there is.
pub fn count_jobs(tx: &mut Tx<'_>) -> Result<Waiting, Error> {
    let row = tx.query_one(&COUNT_JOBS, &[])?;
    Ok(Waiting { due: row.get(0)?, parked: row.get(1)?, oldest_at: row.get(2)? })
}

pub(super) fn claim(ctx: &Ctx, tx: &mut Tx<'_>, until: Timestamp) -> Result<Option<Job>, Error> {
    let Some(row) = tx.query_opt(&CLAIM_JOB, &values![ctx.now, until])? else { return Ok(None) };
    Ok(Some(Job {
        position: row.get(0)?,
        topic: row.get(1)?,
        body: row.get(2)?,
        key: row.parse(3)?,
        enqueued_at: row.get(4)?,
        tries: row.get(5)?,
        fence: row.get(6)?,
    }))
}

/// What becomes of a job after a try.
#[derive(Clone, Debug)]
pub(super) enum Next {
    Done,
    Due(Timestamp, String),
    Parked(String),
}

/// Notes what became of a job; false when the lease was lost, and another worker decides.
pub(super) fn settle(ctx: &Ctx, tx: &mut Tx<'_>, job: &Job, next: &Next) -> Result<bool, Error> {
    let changed = match next {
        Next::Done => tx.execute(&DELETE_JOB, &values![job.position, job.fence]),
        Next::Due(at, reason) => tx.execute(&UPDATE_DUE, &values![job.position, job.fence, *at, reason]),
        Next::Parked(reason) => tx.execute(&UPDATE_PARKED, &values![job.position, job.fence, ctx.now, reason]),
    };
    Ok(changed? == 1)
}
