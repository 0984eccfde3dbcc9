//! What happens around every handler, once: reference number, gate, limits, panics, problems, headers, log line, counters.
//!
//! One service instead of a stack of layers: each layer would cost a box and a clone per request, and their order would be
//! one more thing to know.

use std::convert::Infallible;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::HttpBody;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::response::Response;
use tower::Service;
use waarborg_base::Entropy;

use crate::caller::Caller;
use crate::problem::{self, Problem};
use crate::reference::{Reference, References};
use crate::route::Inside;
use crate::watch::{Meters, Seen};
use crate::{Audience, Gate, Shell, headers};

/// What a request may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest body of a request, in bytes. A route may set its own.
    pub body_bytes: usize,
    /// Longest a handler may take, reading the body included.
    pub answer_within: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body_bytes: 64 * 1024, answer_within: Duration::from_secs(30) }
    }
}

/// What all routes of a server share.
pub struct Edge {
    common: Arc<Common>,
    limits: Limits,
    recorder: Arc<dyn metrics::Recorder + Send + Sync>,
}

struct Common {
    shell: Shell,
    gate: Box<dyn Gate>,
    references: References,
}

impl Edge {
    /// An edge without metrics and with the usual limits. `entropy` seeds the reference numbers.
    pub fn new(shell: Shell, gate: impl Gate, entropy: &mut dyn Entropy) -> Self {
        let limits = Limits::default();
        let references = References::seeded(entropy);
        let common = Arc::new(Common { shell, gate: Box::new(gate), references });
        Self { common, limits, recorder: Arc::new(metrics::NoopRecorder) }
    }

    /// The same edge with other limits.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same edge, counting into `recorder`.
    pub fn with_recorder(mut self, recorder: Arc<dyn metrics::Recorder + Send + Sync>) -> Self {
        self.recorder = recorder;
        self
    }

    /// `method` is the word under which answers are counted.
    pub(crate) fn place(&self, method: &str, path: &str, audience: Audience) -> Place {
        Place {
            meters: Meters::new(&*self.recorder, method, path, audience),
            path: path.into(),
            audience,
            body_limit: self.limits.body_bytes,
            answer_within: self.limits.answer_within,
            common: self.common.clone(),
        }
    }

    /// The place of requests that match no route: they are counted and logged together, without their address.
    pub(crate) fn nowhere(&self) -> Place {
        self.place("any", "(none)", Audience::Public)
    }
}

/// One route, as the edge sees it.
pub(crate) struct Place {
    path: Box<str>,
    audience: Audience,
    pub(crate) body_limit: usize,
    pub(crate) answer_within: Duration,
    meters: Meters,
    common: Arc<Common>,
}

/// A handler with the edge around it.
#[derive(Clone)]
pub(crate) struct Edged<S> {
    inside: S,
    place: Arc<Place>,
}

impl<S> Edged<S> {
    pub(crate) fn new(inside: S, place: Arc<Place>) -> Self {
        Self { inside, place }
    }
}

impl<S: Inside<Future: Send>> Service<Request> for Edged<S> {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let inside = self.inside.clone();
        let place = self.place.clone();
        Box::pin(async move { Ok(place.answer(inside, request).await) })
    }
}

impl Place {
    async fn answer<S: Inside<Future: Send>>(&self, mut inside: S, request: Request) -> Response {
        let started = Instant::now();
        let reference = self.common.references.next();
        let caller = Caller::of(&request);
        let mut response = match self.admit(request).await {
            Ok(request) => self.run(async move { inside.call(request).await }, reference).await,
            Err(problem) => problem.into_response_parts(),
        };
        if response.status().is_client_error() || response.status().is_server_error() {
            let page = caller.wants_page() && self.audience != Audience::Client;
            problem::complete(&mut response, &caller, page, reference, &self.common.shell);
        }
        headers::dress(response.headers_mut());
        let bytes = response.body().size_hint().exact();
        let (method, path, status) = (caller.method(), &*self.path, response.status());
        self.meters.count(&Seen { method, path, status, started, bytes, reference });
        response
    }

    /// The gate, and the limit on what the handler may read.
    async fn admit(&self, request: Request) -> Result<Request, Problem> {
        let (mut parts, body) = request.into_parts();
        let gate = &self.common.gate;
        if let Err(problem) = gate.admit(self.audience, &mut parts) {
            let unknown = problem.status() == StatusCode::UNAUTHORIZED;
            let looking = if unknown { gate.look_again(self.audience, &parts) } else { None };
            looking.ok_or(problem)?.await;
            gate.admit(self.audience, &mut parts)?;
        }
        if parts.method.is_safe() {
            return Ok(Request::from_parts(parts, body));
        }
        if body.size_hint().lower() > self.body_limit as u64 {
            return Err(Problem::with_status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let mut request = Request::from_parts(parts, body);
        DefaultBodyLimit::max(self.body_limit).apply(&mut request);
        Ok(request)
    }

    /// Runs a handler to its end, its panic or the end of its time.
    async fn run<F>(&self, handler: F, reference: Reference) -> Response
    where
        F: Future<Output = Result<Response, Infallible>>,
    {
        match tokio::time::timeout(self.answer_within, caught(handler)).await {
            Ok(Some(Ok(response))) => response,
            Ok(None) => {
                tracing::error!(target: "waarborg::access", route = &*self.path, %reference, "a handler panicked");
                Problem::with_status(StatusCode::INTERNAL_SERVER_ERROR).into_response_parts()
            }
            Err(_) => {
                Problem::with_status(StatusCode::SERVICE_UNAVAILABLE).because("took-too-long").into_response_parts()
            }
        }
    }
}

/// The output of `future`, or `None` when it panicked. Nothing of a half-done handler is looked at again: it is dropped.
async fn caught<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        std::panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)))
            .map_or(Poll::Ready(None), |poll| poll.map(Some))
    })
    .await
}
