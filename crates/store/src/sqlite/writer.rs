use std::sync::Arc;

use rusqlite::{Connection, ErrorCode};

use super::ballast::Ballast;
use super::batch::{Batch, Broken, Ran};
use super::bind::cause;
use crate::Error;
use crate::queue::Queue;
use crate::store::{Started, Status, Task};
use crate::use_case::UseCase;

/// The one thread that writes: takes what is waiting, runs each use case, commits all with one fsync, and only then
/// answers.
pub(super) struct Writer {
    conn: Connection,
    writes: Arc<Queue<Task>>,
    reads: Arc<Queue<Task>>,
    status: Arc<Status>,
    batch: usize,
    ballast: Ballast,
}

/// How a transaction ended.
enum Ended {
    /// Everybody is answered but these: they are urgent and met a full disk. Each with what to answer when that is the end.
    Full(Vec<(Box<dyn UseCase>, Error)>),
    /// The store had to close.
    Closed,
}

impl Writer {
    pub(super) fn new(conn: Connection, started: &Started, batch: usize, ballast: Ballast) -> Self {
        let (writes, reads) = (Arc::clone(&started.writes), Arc::clone(&started.reads));
        Self { conn, writes, reads, status: Arc::clone(&started.status), batch, ballast }
    }

    pub(super) fn run(mut self) {
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
            if !cases.is_empty() && !self.store(cases) {
                // Leaked on purpose: after a disk error, closing could still write what the disk has refused.
                std::mem::forget(self.conn);
                return;
            }
            for reply in checkpoints {
                drop(reply.send(self.checkpoint()));
            }
        }
    }

    /// Stores what can be stored and answers everyone; on a full disk, what is urgent with the room that is held for it. False
    /// when the store had to close.
    fn store(&mut self, mut cases: Vec<Box<dyn UseCase>>) -> bool {
        if !self.ballast.lets_all_write() {
            let refused = cases.extract_if(.., |case| !case.urgent());
            refused.for_each(|case| case.answer(Some(Error::DiskFull)));
        }
        while !cases.is_empty() {
            match self.commit(cases) {
                Ended::Closed => return false,
                Ended::Full(urgent) if !urgent.is_empty() && self.ballast.free() => {
                    cases = urgent.into_iter().map(|(case, _)| case).collect();
                }
                Ended::Full(urgent) => {
                    for (case, error) in urgent {
                        case.answer(Some(error));
                    }
                    return true;
                }
            }
        }
        true
    }

    /// Runs a batch as one transaction.
    fn commit(&self, cases: Vec<Box<dyn UseCase>>) -> Ended {
        let mut batch = Batch::default();
        let mut cases = cases.into_iter();
        if let Err(broken) = batch.run(&self.conn, &mut cases, self.status.at_commit()) {
            let not_run = cases.map(|case| Ran { case, keep: true, full: false });
            return self.undo(batch.ran.into_iter().chain(not_run), &broken);
        }
        if let Err(error) = self.conn.execute_batch("COMMIT") {
            return self.commit_failed(batch.ran, error);
        }
        self.status.committed(batch.kept);
        if let Some(work) = &batch.worked {
            work.after_commit();
        }
        if batch.enqueued {
            self.status.outbox.ring();
        }
        let mut full = Vec::new();
        for ran in batch.ran {
            if ran.full && ran.case.urgent() {
                full.push((ran.case, Error::DiskFull));
            } else {
                ran.case.answer(None);
            }
        }
        Ended::Full(full)
    }

    fn undo(&self, ran: impl Iterator<Item = Ran>, broken: &Broken) -> Ended {
        self.roll_back();
        if broken.stop {
            self.stop(&broken.error);
        }
        let may_again = matches!(broken.error, Error::DiskFull);
        let mut full = Vec::new();
        for Ran { case, keep, full: was_full } in ran {
            // One that panicked or refused is not run again.
            if may_again && case.urgent() && (keep || was_full) {
                full.push((case, Error::DiskFull));
            } else {
                case.answer(Some(broken.error.clone()));
            }
        }
        if broken.stop { Ended::Closed } else { Ended::Full(full) }
    }

    /// COMMIT erred. That is not a rollback: what was written before the error may be found again at the next start.
    fn commit_failed(&self, ran: Vec<Ran>, error: rusqlite::Error) -> Ended {
        let disk_full = error.sqlite_error_code() == Some(ErrorCode::DiskFull);
        self.roll_back();
        if !disk_full {
            // The store closes before anybody hears of it, so nobody who heard gets another answer from it.
            self.stop(&Error::Statement { statement: "COMMIT", source: cause(error) });
        }
        let mut full = Vec::new();
        for Ran { case, keep, full: was_full } in ran {
            let unknown = Error::OutcomeUnknown { key: case.key() };
            if disk_full && case.urgent() && (keep || was_full) {
                full.push((case, unknown));
            } else {
                case.answer(Some(unknown));
            }
        }
        if disk_full { Ended::Full(full) } else { Ended::Closed }
    }

    fn roll_back(&self) {
        // Some errors have ended the transaction already.
        if !self.conn.is_autocommit() {
            drop(self.conn.execute_batch("ROLLBACK"));
        }
    }

    /// Closes the store after a disk error, so that the process stops and starts again from what the disk really holds.
    fn stop(&self, error: &Error) {
        self.status.fail(error.clone());
        let waiting = self.writes.abandon().into_iter().chain(self.reads.abandon());
        waiting.for_each(Task::refuse);
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
