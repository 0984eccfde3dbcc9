use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode};

use super::bind::cause;
use super::locked;
use crate::queue::Queue;
use crate::store::{Started, Status, Task};
use crate::tx::{Remedy, Tx};
use crate::use_case::UseCase;
use crate::{AtCommit, Error};

/// The one thread that writes: takes what is waiting, gives each use case its savepoint, commits all with one fsync, and
/// only then answers.
pub(super) struct Writer {
    conn: Connection,
    writes: Arc<Queue<Task>>,
    reads: Arc<Queue<Task>>,
    status: Arc<Status>,
    batch: usize,
}

/// Why nothing of a batch was kept.
struct Broken {
    error: Error,
    stop: bool,
}

/// What a batch has done so far.
#[derive(Default)]
struct Batch {
    ran: Vec<Box<dyn UseCase>>,
    kept: u64,
    enqueued: bool,
    commit_work: bool,
    worked: Option<Arc<dyn AtCommit>>,
}

impl Writer {
    pub(super) fn new(conn: Connection, started: &Started, batch: usize) -> Self {
        let (writes, reads) = (Arc::clone(&started.writes), Arc::clone(&started.reads));
        Self { conn, writes, reads, status: Arc::clone(&started.status), batch }
    }

    pub(super) fn run(self) {
        loop {
            let taken = self.writes.take(self.batch);
            if taken.is_empty() {
                if let Err(error) = self.checkpoint() {
                    tracing::warn!(%error, "the last checkpoint failed; the next start makes up for it");
                }
                return;
            }
            let mut cases = Vec::with_capacity(taken.len());
            let mut checkpoints = Vec::new();
            for task in taken {
                match task {
                    Task::Run(case) => cases.push(case),
                    Task::Checkpoint(reply) => checkpoints.push(reply),
                }
            }
            if !cases.is_empty() && !self.commit(cases) {
                // Leaked on purpose: after a disk error, closing could still write what the disk has refused.
                std::mem::forget(self.conn);
                return;
            }
            for reply in checkpoints {
                drop(reply.send(self.checkpoint()));
            }
        }
    }

    /// Runs a batch as one transaction and answers everyone. False when the store had to close.
    fn commit(&self, cases: Vec<Box<dyn UseCase>>) -> bool {
        let mut batch = Batch::default();
        let mut cases = cases.into_iter();
        if let Err(broken) = self.run_all(&mut cases, &mut batch).and_then(|()| self.work_at_commit(&mut batch)) {
            if !self.conn.is_autocommit() {
                drop(self.conn.execute_batch("ROLLBACK"));
            }
            let goes_on = !broken.stop || self.stop(&broken.error);
            batch.ran.into_iter().chain(cases).for_each(|case| case.answer(Some(broken.error.clone())));
            return goes_on;
        }
        match self.conn.execute_batch("COMMIT") {
            Ok(()) => {
                self.status.committed(batch.kept);
                if let Some(work) = &batch.worked {
                    work.after_commit();
                }
                if batch.enqueued {
                    self.status.outbox.ring();
                }
                batch.ran.into_iter().for_each(|case| case.answer(None));
                true
            }
            Err(error) => self.commit_failed(batch.ran, error),
        }
    }

    fn run_all(&self, cases: &mut impl Iterator<Item = Box<dyn UseCase>>, batch: &mut Batch) -> Result<(), Broken> {
        self.control("BEGIN IMMEDIATE")?;
        for mut case in cases {
            self.control("SAVEPOINT use_case")?;
            let mut tx = Tx::sqlite(&self.conn);
            let keep = case.run(&mut tx);
            let doom = tx.doom().cloned();
            batch.enqueued |= keep && tx.enqueued;
            batch.commit_work |= keep && tx.commit_work;
            batch.kept += u64::from(keep);
            batch.ran.push(case);
            match doom {
                Some(doom) if doom.remedy == Remedy::Stop => return Err(Broken { error: doom.error, stop: true }),
                // Some errors make SQLite undo the whole transaction by itself, the neighbours included.
                Some(doom) if self.conn.is_autocommit() => {
                    return Err(Broken { error: neighbour(doom.error), stop: false });
                }
                _ => {}
            }
            if !keep {
                self.control("ROLLBACK TO use_case")?;
            }
            self.control("RELEASE use_case")?;
        }
        Ok(())
    }

    /// Does what is done once per commit, if a use case that is kept asked for it. It needs no savepoint: without it nothing of
    /// the batch may stand.
    fn work_at_commit(&self, batch: &mut Batch) -> Result<(), Broken> {
        let Some(work) = batch.commit_work.then(|| self.status.at_commit()).flatten() else { return Ok(()) };
        let mut tx = Tx::sqlite(&self.conn);
        let ran = catch_unwind(AssertUnwindSafe(|| work.before_commit(&mut tx)));
        let error = match (tx.doom(), ran) {
            (Some(doom), _) if doom.remedy == Remedy::Stop => {
                return Err(Broken { error: doom.error.clone(), stop: true });
            }
            (Some(doom), _) => doom.error.clone(),
            (None, Ok(Err(error))) => error,
            (None, Err(_)) => Error::Panicked,
            (None, Ok(Ok(()))) => {
                batch.worked = Some(work);
                return Ok(());
            }
        };
        tracing::error!(%error, source = std::error::Error::source(&error), "the work at commit failed; its batch is undone");
        Err(Broken { error: neighbour(error), stop: false })
    }

    /// Runs BEGIN or a savepoint statement.
    fn control(&self, sql: &'static str) -> Result<(), Broken> {
        let ran = self.conn.prepare_cached(sql).and_then(|mut statement| statement.raw_execute());
        ran.map(drop).map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Broken { error: locked(cause(error)), stop: false }
            }
            Some(ErrorCode::DiskFull) => Broken { error: Error::DiskFull, stop: false },
            _ => Broken { error: Error::Statement { statement: sql, source: cause(error) }, stop: true },
        })
    }

    /// COMMIT erred. That is not a rollback: what was written before the error may be found again at the next start.
    fn commit_failed(&self, ran: Vec<Box<dyn UseCase>>, error: rusqlite::Error) -> bool {
        let full = error.sqlite_error_code() == Some(ErrorCode::DiskFull);
        if !self.conn.is_autocommit() {
            drop(self.conn.execute_batch("ROLLBACK"));
        }
        let stop = (!full).then(|| Error::Statement { statement: "COMMIT", source: cause(error) });
        // The store closes before anybody hears of it, so nobody who heard gets another answer from it.
        let goes_on = stop.is_none_or(|error| self.stop(&error));
        for case in ran {
            let key = case.key();
            case.answer(Some(Error::OutcomeUnknown { key }));
        }
        goes_on
    }

    /// Closes the store after a disk error, so that the process stops and starts again from what the disk really holds.
    fn stop(&self, error: &Error) -> bool {
        self.status.fail(error.clone());
        let waiting = self.writes.abandon().into_iter().chain(self.reads.abandon());
        waiting.for_each(Task::refuse);
        false
    }

    /// Copies the write-ahead log into the database file and empties it.
    fn checkpoint(&self) -> Result<(), Error> {
        let unavailable = |why, source| Error::Unavailable { why, source };
        let busy: i64 = self
            .conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(|error| unavailable("the checkpoint failed", Some(cause(error))))?;
        if busy == 0 { Ok(()) } else { Err(unavailable("a reader held up the checkpoint", None)) }
    }
}

/// What the neighbours of a failed use case hear: theirs was undone with it.
fn neighbour(error: Error) -> Error {
    match error {
        Error::DiskFull => error,
        _ => Error::Unavailable { why: "the database undid the whole transaction", source: Some(Arc::new(error)) },
    }
}
