//! A whole site: a store, the version in force, its pages, and the work that goes on beside answering.

use std::sync::Arc;
use std::time::Duration;

use waarborg_base::{Actor, Clock, Ctx, Timestamp};
use waarborg_documents::version::{TOPIC_ANNOUNCE, announce};
use waarborg_documents::{Documents, Published};
use waarborg_store::outbox::{Handlers, Job, JobError, Pace, Runner, Worker};
use waarborg_store::{Store, Tx, idempotency};
use waarborg_web::{Frame, NewEntropy, Routes, Shell};

use crate::{App, Check, Server};

/// How often a server looks whether somebody applied another version.
const LOOK: Duration = Duration::from_secs(1);

/// How often what need not be kept is forgotten.
const FORGET: Duration = Duration::from_hours(1);

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
        let site = Self { store, documents, shell, clock, entropy, demo };
        site.refresh().await?;
        Ok(site)
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
        App::with_shell(self.shell.clone(), self.clock.clone(), self.entropy.clone())
            .with_closing(move || closing.close())
            .with_room(routes)
            .with_return_paths(paths)
            .with_check(answers)
            .with_check(in_force)
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

    /// What goes on beside answering, for ever: publishes what is applied meanwhile, and forgets what need not be kept. Ends
    /// when the store has closed itself, with the reason: the process must then stop.
    pub async fn keep_up(&self) -> waarborg_store::Error {
        let mut look = tokio::time::interval(LOOK);
        let mut forget = tokio::time::interval(FORGET);
        loop {
            tokio::select! {
                error = self.store.failed() => return error,
                _ = look.tick() => {
                    if let Err(error) = self.refresh().await {
                        let source = std::error::Error::source(&error);
                        tracing::error!(target: "waarborg::server", %error, source, "the version in force cannot be published");
                    }
                }
                _ = forget.tick() => {
                    if let Err(error) = self.forget().await {
                        let source = std::error::Error::source(&error);
                        tracing::warn!(target: "waarborg::server", %error, source, "old outcomes are not forgotten yet");
                    }
                }
            }
        }
    }

    /// Publishes the version in force when it is another than visitors see.
    async fn refresh(&self) -> Result<(), waarborg_documents::Error> {
        if !self.documents.refresh().await? {
            return Ok(());
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
        let ctx = Ctx::new(self.clock.now(), Actor::System, (self.entropy)());
        let Some(before) = Timestamp::from_micros(ctx.now.as_micros() - OUTCOMES_KEPT_MICROS) else { return Ok(()) };
        self.store
            .write(ctx, move |_: &mut Ctx, tx: &mut Tx<'_>| idempotency::forget_before(tx, before))
            .await
            .map(drop)
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
