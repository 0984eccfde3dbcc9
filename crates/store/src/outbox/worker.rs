use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};

use waarborg_base::{Actor, Clock, Ctx};

use super::model::{Job, JobError, Pace, later};
use super::store::{Next, claim, settle};
use crate::settings::EntropySource;
use crate::{Error, Store};

type Handler = Box<dyn Fn(&Job, Ctx) -> Result<(), JobError> + Send + Sync>;

/// Who does the work of which topic.
#[derive(Default)]
pub struct Handlers(HashMap<&'static str, Handler>);

impl Handlers {
    /// Nobody yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the handler of a topic. It runs on the worker's thread with a context under the job's key; it may use the store.
    ///
    /// It may be called again for work it has already done (at least once), and must be done within the lease.
    pub fn on(
        mut self,
        topic: &'static str,
        handler: impl Fn(&Job, Ctx) -> Result<(), JobError> + Send + Sync + 'static,
    ) -> Self {
        self.0.insert(topic, Box::new(handler));
        self
    }
}

/// Runs due jobs one after another on the calling thread. [`Worker`] is a thread that keeps doing so.
pub struct Runner {
    store: Store,
    clock: Arc<dyn Clock>,
    entropy: EntropySource,
    handlers: Handlers,
    pace: Pace,
}

impl Runner {
    /// A runner over a store; nothing happens until it is called.
    pub fn new(store: Store, clock: Arc<dyn Clock>, entropy: EntropySource, handlers: Handlers, pace: Pace) -> Self {
        Self { store, clock, entropy, handlers, pace }
    }

    /// Runs every job that is due now; how many tries were made.
    pub fn run_due(&self) -> Result<usize, Error> {
        let mut count = 0;
        while self.run_one()? {
            count += 1;
        }
        Ok(count)
    }

    /// Claims the job that is due longest, runs it, and notes what became of it. False when nothing is due.
    pub fn run_one(&self) -> Result<bool, Error> {
        let lease = self.pace.lease;
        let Some(job) =
            self.store.write_claiming_blocking(self.ctx(), move |ctx, tx| claim(ctx, tx, later(ctx.now, lease)))?
        else {
            return Ok(false);
        };
        let next = self.attempt(&job);
        let (position, topic, tries) = (job.position, job.topic.clone(), job.tries);
        match &next {
            Next::Done => {}
            Next::Due(at, reason) => {
                tracing::warn!(position, %topic, tries, %reason, next_at = %at, "an outbox job failed");
            }
            Next::Parked(reason) => {
                tracing::error!(position, %topic, tries, %reason, "an outbox job waits for a person");
            }
        }
        if !self.store.write_claiming_blocking(self.ctx(), move |ctx, tx| settle(ctx, tx, &job, &next))? {
            tracing::warn!(position, %topic, "an outbox job outlasted its lease; another worker decides what became of it");
        }
        Ok(true)
    }

    fn attempt(&self, job: &Job) -> Next {
        if job.tries > self.pace.tries {
            return Next::Parked(format!(
                "given up: the worker stopped or lost its lease in each of {} tries",
                self.pace.tries
            ));
        }
        let Some(handler) = self.handlers.0.get(job.topic.as_str()) else {
            return self.failed(job, format!("nobody handles the topic {}", job.topic));
        };
        let ctx = self.ctx().with_key(job.key);
        match catch_unwind(AssertUnwindSafe(|| handler(job, ctx))) {
            Ok(Ok(())) => Next::Done,
            Ok(Err(JobError::Park(reason))) => Next::Parked(reason),
            Ok(Err(JobError::Retry(reason))) => self.failed(job, reason),
            Err(_) => self.failed(job, "the handler panicked".to_owned()),
        }
    }

    fn failed(&self, job: &Job, reason: String) -> Next {
        if job.tries >= self.pace.tries {
            return Next::Parked(reason);
        }
        let mut ctx = self.ctx();
        let pause = self.pace.pause(job.tries, u32::from_be_bytes(ctx.bytes()));
        Next::Due(later(ctx.now, pause), reason)
    }

    fn ctx(&self) -> Ctx {
        Ctx::new(self.clock.now(), Actor::System, (self.entropy)())
    }
}

/// A thread that runs jobs as they come due. Several may share an outbox, in one process or on many machines.
pub struct Worker {
    store: Store,
    stopping: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts the thread.
    pub fn start(runner: Runner) -> Result<Self, Error> {
        let stopping = Arc::new(AtomicBool::new(false));
        let (store, stop) = (runner.store.clone(), Arc::clone(&stopping));
        let thread = Builder::new().name("outbox".to_owned()).spawn(move || work(&runner, &stop));
        let thread = thread.map_err(|error| Error::Open {
            why: "the outbox thread could not be started; is the limit on processes too low?".to_owned(),
            source: Some(Arc::new(error)),
        })?;
        Ok(Self { store, stopping, thread })
    }

    /// Has every worker of this process look for due work now. An `enqueue` in this process does so by itself.
    pub fn wake(&self) {
        self.store.bell().ring();
    }

    /// Finishes the job in hand, takes no other, and waits for the thread.
    pub fn stop(self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.wake();
        if self.thread.join().is_err() {
            tracing::error!("the outbox thread had panicked");
        }
    }
}

fn work(runner: &Runner, stopping: &AtomicBool) {
    let bell = runner.store.bell();
    loop {
        let heard = bell.rings();
        loop {
            if stopping.load(Ordering::SeqCst) {
                return;
            }
            match runner.run_one() {
                Ok(true) => {}
                Ok(false) => break,
                Err(Error::Closed) => return,
                Err(error) => {
                    tracing::warn!(%error, "the outbox cannot be read now; it is looked at again later");
                    break;
                }
            }
        }
        bell.wait(heard, runner.pace.look_every);
    }
}
