use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::{Builder, JoinHandle};

use tokio::sync::{oneshot, watch};
use waarborg_base::Ctx;

use crate::outbox::Bell;
use crate::queue::Queue;
use crate::settings::Place;
use crate::use_case::{Isolation, Mode, UseCase, Work};
use crate::{AtCommit, Engine, Error, Migration, Settings, Tx, postgres, sqlite};

/// Where the data is. A cheap handle: clones share the same threads and connections.
#[derive(Clone)]
pub struct Store {
    started: Arc<Started>,
}

/// What `start` of an engine hands over.
pub(crate) struct Started {
    pub(crate) engine: Engine,
    schema: u32,
    pub(crate) writes: Arc<Queue<Task>>,
    pub(crate) reads: Arc<Queue<Task>>,
    pub(crate) status: Arc<Status>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// What a thread of the store can be asked.
pub(crate) enum Task {
    Run(Box<dyn UseCase>),
    Checkpoint(oneshot::Sender<Result<(), Error>>),
}

impl Task {
    /// Answers that the store is closed.
    pub(crate) fn refuse(self) {
        match self {
            Self::Run(case) => case.answer(Some(Error::Closed)),
            Self::Checkpoint(reply) => drop(reply.send(Err(Error::Closed))),
        }
    }
}

/// What the threads count and tell.
pub(crate) struct Status {
    commits: AtomicU64,
    use_cases: AtomicU64,
    retries: AtomicU64,
    failed: watch::Sender<Option<Error>>,
    at_commit: RwLock<Option<Arc<dyn AtCommit>>>,
    pub(crate) outbox: Bell,
}

impl Status {
    /// Counts a commit that kept so many use cases.
    pub(crate) fn committed(&self, use_cases: u64) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.use_cases.fetch_add(use_cases, Ordering::Relaxed);
    }

    pub(crate) fn retried(&self) {
        self.retries.fetch_add(1, Ordering::Relaxed);
    }

    /// Who has work to do in each commit, if anybody.
    pub(crate) fn at_commit(&self) -> Option<Arc<dyn AtCommit>> {
        self.at_commit.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn fail(&self, error: Error) {
        tracing::error!(%error, source = std::error::Error::source(&error), "the store closes itself");
        self.failed.send_replace(Some(error));
    }
}

/// What the store has done since it was opened. For the metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Commits; on SQLite each is one fsync.
    pub commits: u64,
    /// Use cases stored; divided by `commits` it is how many share one.
    pub use_cases: u64,
    /// Use cases run again because others changed the same rows or the link was lost.
    pub retries: u64,
    /// Work waiting now.
    pub waiting: usize,
}

impl Started {
    pub(crate) fn new(engine: Engine, schema: u32, settings: &Settings) -> Self {
        let writes = Arc::new(Queue::new(settings.queue));
        let reads = match engine {
            Engine::Sqlite => Arc::new(Queue::new(settings.queue)),
            // The same connections serve both.
            Engine::Postgres => Arc::clone(&writes),
        };
        let status = Arc::new(Status {
            commits: AtomicU64::new(0),
            use_cases: AtomicU64::new(0),
            retries: AtomicU64::new(0),
            failed: watch::Sender::new(None),
            at_commit: RwLock::new(None),
            outbox: Bell::default(),
        });
        Self { engine, schema, writes, reads, status, threads: Mutex::new(Vec::new()) }
    }

    fn close(&self) {
        self.writes.close();
        self.reads.close();
    }
}

/// Threads end by themselves once the queues are closed, so nothing outlives the last handle for long.
impl Drop for Started {
    fn drop(&mut self) {
        self.close();
    }
}

/// Starts a thread that [`Store::close`] waits for. If it ever panics, the store closes itself: work must not wait for a
/// thread that is gone.
pub(crate) fn spawn(started: &Started, name: &str, run: impl FnOnce() + Send + 'static) -> Result<(), Error> {
    let (writes, reads) = (Arc::clone(&started.writes), Arc::clone(&started.reads));
    let status = Arc::clone(&started.status);
    let guarded = move || {
        if catch_unwind(AssertUnwindSafe(run)).is_err() {
            status.fail(Error::Panicked);
            writes.abandon().into_iter().chain(reads.abandon()).for_each(Task::refuse);
        }
    };
    let thread = Builder::new().name(name.to_owned()).spawn(guarded).map_err(|error| Error::Open {
        why: "a thread could not be started; is the limit on processes too low?".to_owned(),
        source: Some(Arc::new(error)),
    })?;
    started.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
    Ok(())
}

impl Store {
    /// Opens the database, brings its schema up to date, and starts the threads.
    ///
    /// Errs when the address is wrong, the database cannot be reached, or a migration fails or does not fit; then nothing
    /// was changed but migrations that were already complete.
    pub fn open(settings: &Settings, migrations: &[Migration]) -> Result<Self, Error> {
        let started = match settings.place()? {
            Place::Sqlite(path) => sqlite::start(&path, settings, migrations)?,
            Place::Postgres(config) => postgres::start(&config, settings, migrations)?,
        };
        Ok(Self { started: Arc::new(started) })
    }

    /// Runs a use case in a transaction of its own and answers when it is durable.
    ///
    /// `body` may run twice (serialisation retry), each time with the context as it was at first: what cannot be rolled
    /// back belongs in the outbox. It runs on a thread of the store: it must not call the store again, nor wait for
    /// anything but `tx`. When it errs or panics, nothing of it is stored. A caller that stops waiting does not undo it.
    pub async fn write<T, E, F>(&self, ctx: Ctx, body: F) -> Result<T, E>
    where
        F: FnMut(&mut Ctx, &mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        received(self.send_write(Isolation::Serializable, false, ctx, body)?.await)
    }

    /// [`Store::write`] for a plain thread. Panics inside an async runtime.
    pub fn write_blocking<T, E, F>(&self, ctx: Ctx, body: F) -> Result<T, E>
    where
        F: FnMut(&mut Ctx, &mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        received(self.send_write(Isolation::Serializable, false, ctx, body)?.blocking_recv())
    }

    /// Runs a use case that only reads; it sees one moment of the data. `body` may run twice.
    pub async fn read<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        received(self.send_read(body)?.await)
    }

    /// [`Store::read`] for a plain thread. Panics inside an async runtime.
    pub fn read_blocking<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        received(self.send_read(body)?.blocking_recv())
    }

    /// [`Store::write`] for a use case that says how strictly it must be kept apart from others. Whoever says less than
    /// [`Isolation::Serializable`] answers for it: what is decided must be locked, unique, or of one moment.
    pub async fn write_at<T, E, F>(&self, isolation: Isolation, ctx: Ctx, body: F) -> Result<T, E>
    where
        F: FnMut(&mut Ctx, &mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        received(self.send_write(isolation, false, ctx, body)?.await)
    }

    /// [`Store::write_at`] for a plain thread. Panics inside an async runtime.
    pub fn write_at_blocking<T, E, F>(&self, isolation: Isolation, ctx: Ctx, body: F) -> Result<T, E>
    where
        F: FnMut(&mut Ctx, &mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        received(self.send_write(isolation, false, ctx, body)?.blocking_recv())
    }

    /// [`Store::write`] for a use case that takes rows from a queue: it sees what is committed at each statement (READ
    /// COMMITTED on PostgreSQL), so that it passes over rows which others hold instead of colliding with them. What it decides
    /// must rest on those rows alone. On SQLite an ordinary write.
    pub async fn write_claiming<T, E, F>(&self, ctx: Ctx, body: F) -> Result<T, E>
    where
        F: FnMut(&mut Ctx, &mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        received(self.send_write(Isolation::ReadCommitted, false, ctx, body)?.await)
    }

    /// [`Store::write_claiming`] for a plain thread. Panics inside an async runtime.
    pub fn write_claiming_blocking<T, E, F>(&self, ctx: Ctx, body: F) -> Result<T, E>
    where
        F: FnMut(&mut Ctx, &mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        received(self.send_write(Isolation::ReadCommitted, false, ctx, body)?.blocking_recv())
    }

    /// [`Store::write_at`] for what must not wait for room on the disk: an erasure, the destruction of a key. On a full disk the
    /// ballast ([`Settings::ballast`]) is freed for it; until that can be taken back, other writes hear [`Error::DiskFull`]. On
    /// PostgreSQL an ordinary write.
    pub async fn write_urgent<T, E, F>(&self, isolation: Isolation, ctx: Ctx, body: F) -> Result<T, E>
    where
        F: FnMut(&mut Ctx, &mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        received(self.send_write(isolation, true, ctx, body)?.await)
    }

    /// [`Store::write_urgent`] for a plain thread, as if it ran alone. Panics inside an async runtime.
    pub fn write_urgent_blocking<T, E, F>(&self, ctx: Ctx, body: F) -> Result<T, E>
    where
        F: FnMut(&mut Ctx, &mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        received(self.send_write(Isolation::Serializable, true, ctx, body)?.blocking_recv())
    }

    /// Gives work to do in each commit from now on, on SQLite; see [`AtCommit`]. Takes the place of what was given before.
    pub fn at_commit(&self, work: Arc<dyn AtCommit>) {
        *self.started.status.at_commit.write().unwrap_or_else(PoisonError::into_inner) = Some(work);
    }

    fn send_write<T, E, F>(
        &self,
        isolation: Isolation,
        urgent: bool,
        mut ctx: Ctx,
        mut body: F,
    ) -> Result<oneshot::Receiver<Result<T, E>>, Error>
    where
        F: FnMut(&mut Ctx, &mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let key = Some(ctx.key);
        let body = move |tx: &mut Tx<'_>| {
            ctx.rewind();
            body(&mut ctx, tx)
        };
        let work = Work { mode: Mode::Write(isolation), key, urgent, body, gave: None, reply };
        self.started.writes.push(Task::Run(Box::new(work)))?;
        Ok(answer)
    }

    fn send_read<T, E, F>(&self, body: F) -> Result<oneshot::Receiver<Result<T, E>>, Error>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let work = Work { mode: Mode::Read, key: None, urgent: false, body, gave: None, reply };
        self.started.reads.push(Task::Run(Box::new(work)))?;
        Ok(answer)
    }

    /// Which engine holds the data.
    pub fn engine(&self) -> Engine {
        self.started.engine
    }

    /// The number of the last migration applied.
    pub fn schema_version(&self) -> u32 {
        self.started.schema
    }

    /// What was done since opening.
    pub fn counts(&self) -> Counts {
        let status = &self.started.status;
        Counts {
            commits: status.commits.load(Ordering::Relaxed),
            use_cases: status.use_cases.load(Ordering::Relaxed),
            retries: status.retries.load(Ordering::Relaxed),
            waiting: self.started.writes.len(),
        }
    }

    /// Resolves when the store has closed itself, after a disk error or because a thread of it died. The process must then
    /// stop, so that the next start reads what the disk really holds. Otherwise it waits for ever.
    pub async fn failed(&self) -> Error {
        let mut failed = self.started.status.failed.subscribe();
        let found = failed.wait_for(Option::is_some).await.map(|error| error.clone());
        found.ok().flatten().unwrap_or(Error::Closed)
    }

    /// Copies everything into the database file, so that a copy of that one file is complete. Nothing to do on PostgreSQL.
    /// Panics inside an async runtime.
    pub fn checkpoint(&self) -> Result<(), Error> {
        if self.engine() == Engine::Postgres {
            return Ok(());
        }
        let (reply, answer) = oneshot::channel();
        self.started.writes.push(Task::Checkpoint(reply))?;
        received(answer.blocking_recv())
    }

    /// Takes no more work, finishes what waits, makes the last checkpoint, and waits for the threads. Later calls, also on
    /// clones, answer [`Error::Closed`].
    pub fn close(&self) {
        self.started.close();
        let threads = std::mem::take(&mut *self.started.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the store had panicked");
            }
        }
    }

    pub(crate) fn bell(&self) -> &Bell {
        &self.started.status.outbox
    }
}

/// A thread that died answers nobody: what it was doing may or may not be stored.
fn received<T, E: From<Error>>(answer: Result<Result<T, E>, oneshot::error::RecvError>) -> Result<T, E> {
    answer.unwrap_or_else(|_| Err(Error::OutcomeUnknown { key: None }.into()))
}
