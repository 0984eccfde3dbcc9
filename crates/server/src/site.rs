//! A whole site: a store, the version in force, its pages, and the work that goes on beside answering.

use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinSet;
use waarborg_base::{Actor, Clock, Ctx, Timestamp};
use waarborg_documents::version::{TOPIC_ANNOUNCE, announce};
use waarborg_documents::{Documents, Published};
use waarborg_ledger::{Ledger, Sequenced};
use waarborg_store::outbox::{Handlers, Job, JobError, Pace, Runner, Worker};
use waarborg_store::{Engine, Store, Tx, idempotency};
use waarborg_vault::Vault;
use waarborg_web::{Frame, NewEntropy, Routes, Shell};

use crate::opening::rules_in_force;
use crate::outside::Erasures;
use crate::rotation::{Rotated, Rotation};
use crate::settings::Witness;
use crate::witness::Call;
use crate::{App, Check, Interface, Server};

/// How often a server looks whether somebody applied another version.
const LOOK: Duration = Duration::from_secs(1);

/// How often the sequencer places what waits, where several servers write: well within the second that is promised.
const PLACE: Duration = Duration::from_millis(300);

/// How often a witness is asked, if anything is new.
const ASK: Duration = Duration::from_secs(2);

/// How long to wait after a rotation that failed, or a witness that did not answer.
const AGAIN: Duration = Duration::from_mins(1);

/// How often what need not be kept is forgotten.
const FORGET: Duration = Duration::from_hours(1);

/// A clock that went on by so much within [`FORGET`] is not to be trusted, in microseconds: a day.
const LEAP_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// How long the outcome of a change is kept under its idempotency key, in microseconds: seven days.
const OUTCOMES_KEPT_MICROS: i64 = 7 * 24 * 60 * 60 * 1_000_000;

/// What a site is made of.
pub struct Site {
    store: Store,
    documents: Documents,
    shell: Shell,
    clock: Arc<dyn Clock>,
    entropy: NewEntropy,
    demo: bool,
    guarded: Option<Guarded>,
    witnesses: Vec<Witness>,
}

/// The vault of a site, and what goes on around it. A cheap handle.
#[derive(Clone)]
pub struct Guarded {
    /// The vault.
    pub vault: Vault,
    /// The interface for programs.
    pub interface: Interface,
    /// The journal outside.
    pub erasures: Erasures,
    /// What rotates its keys.
    pub rotation: Arc<Rotation>,
    /// How often.
    pub rotate_every: Duration,
}

impl Site {
    /// Publishes the version in force in `store`. `public_url` has no slash at its end; `demo` marks every page.
    ///
    /// # Errors
    /// When the store fails, or the version in force cannot run.
    pub async fn open(
        store: Store,
        public_url: &str,
        demo: bool,
        clock: Arc<dyn Clock>,
        entropy: NewEntropy,
    ) -> Result<Self, waarborg_documents::Error> {
        let shell = Shell::new(frame(String::new(), public_url, demo));
        let published = Arc::new(Published::new(shell.clone()));
        let documents = Documents { store: store.clone(), published, clock: clock.clone() };
        let site = Self { store, documents, shell, clock, entropy, demo, guarded: None, witnesses: Vec::new() };
        site.refresh().await?;
        Ok(site)
    }

    /// The same site with a vault.
    pub fn with_vault(self, guarded: Guarded) -> Self {
        Self { guarded: Some(guarded), ..self }
    }

    /// The same site, whose ledger these witnesses are asked to cosign.
    pub fn with_witnesses(self, witnesses: Vec<Witness>) -> Self {
        Self { witnesses, ..self }
    }

    /// What a server serves: the routes of every room, and what it needs to be ready.
    pub fn app(&self) -> App {
        let routes = waarborg_documents::routes(&self.documents, self.demo);
        let paths = return_paths(&routes);
        let (store, published) = (self.store.clone(), Arc::clone(&self.documents.published));
        let answers = Check::new("database", move || {
            let store = store.clone();
            async move { store.read(waarborg_documents::version::number_in_force).await.is_ok() }
        });
        let in_force = Check::new("protocol", move || std::future::ready(published.release().is_some()));
        let closing = self.store.clone();
        let app = App::with_shell(self.shell.clone(), self.clock.clone(), self.entropy.clone())
            .with_closing(move || closing.close())
            .with_room(routes)
            .with_return_paths(paths)
            .with_check(answers)
            .with_check(in_force);
        match &self.guarded {
            None => app,
            Some(guarded) => guarded.on(app, &self.store),
        }
    }

    /// From now on, pages name this as the address where visitors reach the server: for one that takes a free port.
    pub fn answer_at(&self, public_url: &str) {
        self.shell.replace(frame(self.shell.frame().organisation.clone(), public_url, self.demo));
    }

    /// The same server with the worker of the outbox, which starts now, and finishes the job in hand after the last answer and
    /// before the store closes. Closed under it, a job that was done could not be noted as done, and would be done again.
    ///
    /// # Errors
    /// When no thread can be had.
    pub fn with_worker(&self, server: Server) -> Result<Server, waarborg_store::Error> {
        let worker = self.worker()?;
        Ok(server.with_closing(move || worker.stop()))
    }

    fn worker(&self) -> Result<Worker, waarborg_store::Error> {
        let store = self.store.clone();
        let announce_on_site = move |job: &Job, ctx: Ctx| {
            let version = std::str::from_utf8(&job.body).ok().and_then(|id| id.parse().ok());
            let version = version.ok_or_else(|| JobError::Park("the job names no version".into()))?;
            let told = store.write_blocking(ctx, move |ctx: &mut Ctx, tx: &mut Tx<'_>| announce(ctx, tx, version));
            told.map(drop).map_err(|error| JobError::Retry(error.to_string()))
        };
        let handlers = Handlers::new().on(TOPIC_ANNOUNCE, announce_on_site);
        let entropy = self.entropy.clone();
        Worker::start(Runner::new(self.store.clone(), self.clock.clone(), entropy, handlers, Pace::default()))
    }

    /// What goes on beside answering, for ever: publishes what is applied meanwhile, keeps the newest checkpoint outside, rotates keys, and
    /// forgets what need not be kept. Ends when the store has closed itself, with the reason: the process must then stop.
    pub async fn keep_up(&self) -> waarborg_store::Error {
        tokio::select! {
            error = self.store.failed() => error,
            never = self.look() => match never {},
            never = self.tidy() => match never {},
            never = self.place() => match never {},
            never = self.keep_outside() => match never {},
            never = self.rotate() => match never {},
            never = self.witness() => match never {},
        }
    }

    async fn look(&self) -> Infallible {
        let mut look = tokio::time::interval(LOOK);
        loop {
            look.tick().await;
            warned("the version in force cannot be published", self.refresh().await);
            if let Some(guarded) = &self.guarded {
                warned("who may call is not looked up", guarded.interface.refresh().await);
            }
        }
    }

    /// Not at the start, and not when the clock leapt: by a clock that is years ahead, what was promised for a week would be gone at once.
    async fn tidy(&self) -> Infallible {
        loop {
            let before = self.clock.now();
            tokio::time::sleep(FORGET).await;
            let passed = self.clock.now().as_micros() - before.as_micros();
            if passed > LEAP_MICROS {
                tracing::error!(target: "waarborg::server", seconds = passed / 1_000_000, "the clock leapt; nothing is forgotten this time");
                continue;
            }
            warned("old outcomes are not forgotten yet", self.forget().await);
            if let Some(guarded) = &self.guarded {
                warned("uploads that broke off are not removed yet", guarded.interface.forget().await);
            }
        }
    }

    /// Gives leaves their place in the tree, where several servers write; with one, each commit does.
    async fn place(&self) -> Infallible {
        let (Some(ledger), Engine::Postgres) = (self.ledger(), self.store.engine()) else { return pending().await };
        let mut place = tokio::time::interval(PLACE);
        loop {
            place.tick().await;
            let (ledger, store) = (ledger.clone(), self.store.clone());
            let ctx = self.ctx();
            let placed = beside(move || ledger.sequence(&store, ctx)).await;
            if let Some(Sequenced::Placed(1..)) = warned("leaves wait for their place in the ledger", placed) {
                place.reset_immediately();
            }
        }
    }

    async fn keep_outside(&self) -> Infallible {
        let Some(ledger) = self.ledger() else { return pending().await };
        let mut keep = tokio::time::interval(LOOK);
        loop {
            keep.tick().await;
            let ledger = ledger.clone();
            warned("the newest checkpoint is not kept outside", beside(move || ledger.keep_outside()).await);
        }
    }

    /// Has every witness cosign what is new, each at its own pace: one that is away keeps no other waiting.
    async fn witness(&self) -> Infallible {
        let Some(ledger) = self.ledger() else { return pending().await };
        let mut asking = JoinSet::new();
        for witness in self.witnesses.clone() {
            let (ledger, store) = (ledger.clone(), self.store.clone());
            let (clock, entropy) = (Arc::clone(&self.clock), self.entropy.clone());
            asking.spawn(async move {
                let call = Arc::new(Call::to(witness.url, Handle::current()));
                let (mut look, mut cosigned) = (tokio::time::interval(ASK), None);
                loop {
                    look.tick().await;
                    if cosigned == Some(ledger.size()) {
                        continue;
                    }
                    let ctx = Ctx::new(clock.now(), Actor::System, entropy());
                    let (ledger, store, call, key) =
                        (ledger.clone(), store.clone(), Arc::clone(&call), witness.key.clone());
                    let asked = beside(move || ledger.cosign(&store, ctx, &key, &*call));
                    cosigned = warned("a witness did not cosign", asked.await);
                    if cosigned.is_none() {
                        look.reset_after(AGAIN);
                    }
                }
            });
        }
        let _ended: Option<Result<Infallible, _>> = asking.join_next().await;
        pending().await
    }

    /// Rotates when it is time, and takes over what another process rotated.
    async fn rotate(&self) -> Infallible {
        let Some(guarded) = &self.guarded else { return pending().await };
        let mut look = tokio::time::interval(LOOK);
        loop {
            look.tick().await;
            let (rotation, every) = (Arc::clone(&guarded.rotation), guarded.rotate_every);
            let rotated = beside(move || {
                rotation.refresh()?;
                if rotation.is_due(every)? { rotation.rotate(&|_| {}) } else { Ok(None) }
            });
            match warned("the keys are not rotated yet", rotated.await) {
                Some(Some(Rotated { epoch, rewrapped, finals })) => {
                    tracing::info!(target: "waarborg::keys", epoch, rewrapped, finals, "rotated");
                }
                Some(None) => {}
                None => look.reset_after(AGAIN),
            }
        }
    }

    fn ledger(&self) -> Option<&Ledger> {
        self.guarded.as_ref().map(|guarded| guarded.vault.ledger())
    }

    fn ctx(&self) -> Ctx {
        Ctx::new(self.clock.now(), Actor::System, (self.entropy)())
    }

    /// Publishes the version in force when it is another than visitors see.
    async fn refresh(&self) -> Result<(), waarborg_documents::Error> {
        if !self.documents.refresh().await? {
            return Ok(());
        }
        if let Some(guarded) = &self.guarded
            && let Some(rules) = self.store.read(rules_in_force).await?
        {
            guarded.vault.replace_rules(rules);
        }
        if let Some(release) = self.documents.published.release() {
            let frame_now = self.shell.frame();
            let organisation = release.protocol().controller.name.value.clone();
            self.shell.replace(frame(organisation, &frame_now.public_url, self.demo));
            tracing::info!(target: "waarborg::server", version = release.standing().number, "published");
        }
        Ok(())
    }

    async fn forget(&self) -> Result<(), waarborg_store::Error> {
        let ctx = self.ctx();
        let Some(before) = Timestamp::from_micros(ctx.now.as_micros() - OUTCOMES_KEPT_MICROS) else { return Ok(()) };
        self.store
            .write(ctx, move |_: &mut Ctx, tx: &mut Tx<'_>| idempotency::forget_before(tx, before))
            .await
            .map(drop)
    }
}

impl Guarded {
    /// The same app with the interface for programs and the ledger on it, and ready only while keys, ledger and journal are.
    fn on(&self, app: App, store: &Store) -> App {
        let ledger = self.vault.ledger().clone();
        let (signs, rotation, erasures) = (ledger.clone(), Arc::clone(&self.rotation), self.erasures.clone());
        let last = ledger.clone();
        let keep_last = move || {
            warned("the newest checkpoint is not kept outside", last.keep_outside());
        };
        self.interface
            .on(app)
            .with_room(waarborg_ledger::routes(&ledger, store))
            .with_check(Check::new("ledger", move || std::future::ready(signs.trouble().is_none())))
            .with_check(Check::new("keys", move || std::future::ready(rotation.has_newest())))
            .with_check(Check::new("journal", move || std::future::ready(erasures.works())))
            .with_closing(keep_last)
    }
}

/// Runs on a thread where it may wait.
async fn beside<T: Send + 'static, E: Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is going, and whoever waits with it.
            Err(_) => pending().await,
        },
    }
}

/// What came out, or a line in the log.
fn warned<T, E: std::error::Error>(what: &'static str, outcome: Result<T, E>) -> Option<T> {
    match outcome {
        Ok(found) => Some(found),
        Err(error) => {
            let source = error.source();
            tracing::warn!(target: "waarborg::server", %error, source, "{what}");
            None
        }
    }
}

/// The pages that the language form may lead back to: paths after the language, without files and parameters.
fn return_paths(routes: &Routes) -> Vec<String> {
    let paths = routes.iter().filter_map(|route| route.path().strip_prefix("/nl"));
    paths.filter(|path| !path.contains(['{', '.'])).map(str::to_owned).collect()
}

/// The frame around every page, with the way to each document at its foot.
fn frame(organisation: String, public_url: &str, demo: bool) -> Frame {
    let frame = Frame { organisation, public_url: public_url.to_owned(), demo, ..Frame::default() }
        .link("/privacy", "Privacyverklaring", "Privacy statement")
        .link("/cookies", "Cookies", "Cookies")
        .link("/recipients", "Ontvangers", "Recipients")
        .link("/retention", "Bewaartermijnen", "Retention")
        .link("/data-flow", "Gegevensstromen", "Data flows")
        .link("/register", "Verwerkingsregister", "Record of processing")
        .link("/privacy/versions", "Versies", "Versions")
        .link("/language", "Taal", "Language");
    if demo { frame.link("/check", "Wat ontbreekt er?", "What is missing?") } else { frame }
}
