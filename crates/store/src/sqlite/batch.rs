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
    /// Each use case has a savepoint, because one of them had to be undone.
    guarded: bool,
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
    /// Begins the transaction, runs each use case, and does the work of the commit.
    ///
    /// A savepoint costs a copy of every page that is changed under it, and is hardly ever gone back to: what is refused is mostly
    /// refused before it changed anything. So there are none until a use case errs after a change. Then all is undone and run again,
    /// each in a savepoint, but for what erred: that has its answer.
    pub(super) fn run(
        &mut self,
        conn: &Connection,
        cases: &mut impl Iterator<Item = Box<dyn UseCase>>,
        at_commit: Option<Arc<dyn AtCommit>>,
    ) -> Result<(), Broken> {
        control(conn, "BEGIN IMMEDIATE")?;
        for case in cases {
            if !self.run_one(conn, case)? {
                self.run_guarded(conn)?;
            }
        }
        match at_commit {
            Some(work) if self.commit_work => self.work_at_commit(conn, work),
            _ => Ok(()),
        }
    }

    /// Undoes what was done so far, and runs again what is to be kept.
    fn run_guarded(&mut self, conn: &Connection) -> Result<(), Broken> {
        let mut before = std::mem::take(self);
        self.guarded = true;
        let again = before.ran.extract_if(.., |ran| ran.keep).map(|ran| ran.case).collect::<Vec<_>>();
        self.ran = before.ran;
        let mut again = again.into_iter();
        let begun = control(conn, "ROLLBACK").and_then(|()| control(conn, "BEGIN IMMEDIATE"));
        let ran = begun.and_then(|()| again.try_for_each(|case| self.run_one(conn, case).map(drop)));
        // Seen as run whatever comes, so that they are answered.
        self.ran.extend(again.map(|case| Ran { case, keep: true, full: false }));
        ran
    }

    /// Whether all that it did stands or was undone.
    fn run_one(&mut self, conn: &Connection, mut case: Box<dyn UseCase>) -> Result<bool, Broken> {
        if self.guarded
            && let Err(broken) = control(conn, "SAVEPOINT use_case")
        {
            self.ran.push(Ran { case, keep: true, full: false });
            return Err(broken);
        }
        let changes = conn.total_changes();
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
        if !self.guarded {
            return Ok(keep || conn.total_changes() == changes);
        }
        if !keep {
            control(conn, "ROLLBACK TO use_case")?;
        }
        control(conn, "RELEASE use_case").map(|()| true)
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

/// Runs BEGIN, ROLLBACK or a savepoint statement.
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
