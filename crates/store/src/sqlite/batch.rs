use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode};

use super::bind::cause;
use super::locked;
use crate::tx::{Remedy, Tx};
use crate::use_case::UseCase;
use crate::{AtCommit, Error};

/// The use cases that share one transaction, and what came of them.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) ran: Vec<Ran>,
    pub(super) kept: u64,
    pub(super) enqueued: bool,
    pub(super) worked: Option<Arc<dyn AtCommit>>,
    commit_work: bool,
}

/// A use case that was run.
pub(super) struct Ran {
    pub(super) case: Box<dyn UseCase>,
    pub(super) keep: bool,
    /// It failed because the disk is full.
    pub(super) full: bool,
}

/// Why nothing of a batch was kept.
pub(super) struct Broken {
    pub(super) error: Error,
    pub(super) stop: bool,
}

impl Broken {
    fn undone(error: Error) -> Self {
        Self { error, stop: false }
    }
}

impl Batch {
    /// Begins the transaction, runs each use case in a savepoint of its own, and does the work of the commit.
    pub(super) fn run(
        &mut self,
        conn: &Connection,
        cases: &mut impl Iterator<Item = Box<dyn UseCase>>,
        at_commit: Option<Arc<dyn AtCommit>>,
    ) -> Result<(), Broken> {
        control(conn, "BEGIN IMMEDIATE")?;
        cases.try_for_each(|case| self.run_one(conn, case))?;
        match at_commit {
            Some(work) if self.commit_work => self.work_at_commit(conn, work),
            _ => Ok(()),
        }
    }

    fn run_one(&mut self, conn: &Connection, mut case: Box<dyn UseCase>) -> Result<(), Broken> {
        // Seen as run whatever comes, so that it is answered.
        let savepoint = control(conn, "SAVEPOINT use_case");
        if let Err(broken) = savepoint {
            self.ran.push(Ran { case, keep: true, full: false });
            return Err(broken);
        }
        let mut tx = Tx::sqlite(conn);
        let keep = case.run(&mut tx);
        self.enqueued |= keep && tx.enqueued;
        self.commit_work |= keep && tx.commit_work;
        self.kept += u64::from(keep);
        let doom = tx.doom().cloned();
        let full = doom.as_ref().is_some_and(|doom| matches!(doom.error, Error::DiskFull));
        self.ran.push(Ran { case, keep, full });
        match doom {
            Some(doom) if doom.remedy == Remedy::Stop => return Err(Broken { error: doom.error, stop: true }),
            // Some errors make SQLite undo the whole transaction by itself, the neighbours included.
            Some(doom) if conn.is_autocommit() => return Err(Broken::undone(neighbour(doom.error))),
            _ => {}
        }
        if !keep {
            control(conn, "ROLLBACK TO use_case")?;
        }
        control(conn, "RELEASE use_case")
    }

    /// Does what is done once per commit. It needs no savepoint: without it nothing of the batch may stand.
    fn work_at_commit(&mut self, conn: &Connection, work: Arc<dyn AtCommit>) -> Result<(), Broken> {
        let mut tx = Tx::sqlite(conn);
        let ran = catch_unwind(AssertUnwindSafe(|| work.before_commit(&mut tx)));
        let error = match (tx.doom(), ran) {
            (Some(doom), _) if doom.remedy == Remedy::Stop => {
                return Err(Broken { error: doom.error.clone(), stop: true });
            }
            (Some(doom), _) => doom.error.clone(),
            (None, Ok(Err(error))) => error,
            (None, Err(_)) => Error::Panicked,
            (None, Ok(Ok(()))) => {
                self.worked = Some(work);
                return Ok(());
            }
        };
        let source = std::error::Error::source(&error);
        tracing::error!(%error, source, "the work at commit failed; its batch is undone");
        Err(Broken::undone(neighbour(error)))
    }
}

/// Runs BEGIN or a savepoint statement.
fn control(conn: &Connection, sql: &'static str) -> Result<(), Broken> {
    let ran = conn.prepare_cached(sql).and_then(|mut statement| statement.raw_execute());
    ran.map(drop).map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Broken::undone(locked(cause(error))),
        Some(ErrorCode::DiskFull) => Broken::undone(Error::DiskFull),
        _ => Broken { error: Error::Statement { statement: sql, source: cause(error) }, stop: true },
    })
}

/// What the neighbours of a failed use case hear: theirs was undone with it.
fn neighbour(error: Error) -> Error {
    match error {
        Error::DiskFull => error,
        _ => Error::Unavailable { why: "the database undid the whole transaction", source: Some(Arc::new(error)) },
    }
}
