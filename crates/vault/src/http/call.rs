use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use waarborg_base::{Ctx, Kind};
use waarborg_store::{Isolation, Tx};
use waarborg_web::http::request::Parts;
use waarborg_web::http::{Extensions, Method, StatusCode};
use waarborg_web::{Audience, Problem, Request, Route, Sent};

use super::answer::{Answer, Leaf};
use super::{Api, key, problem};
use crate::client::{Client, Operation};
use crate::{Error, Vault};

/// Where the interface is.
pub(crate) const BASE: &str = "/api/v1";

/// Whoever looks sees one moment, and adds leaves, on which nobody's decision rests.
pub(super) const LOOKS: Isolation = Isolation::Snapshot;

/// Whoever changes locks the people it is about, or the identifiers it gives them, before deciding; the decision on isolation says of
/// each use case why that is enough.
pub(super) const CHANGES: Isolation = Isolation::ReadCommitted;

/// Largest body of a call in JSON.
pub(super) const BODY_BYTES: usize = 64 * 1024;

/// One call of the interface: its route, and what the description says of it.
pub(crate) struct Endpoint {
    route: Route,
    /// What the description says.
    pub(crate) about: About,
}

/// What the description says of a call.
#[derive(Clone)]
pub(crate) struct About {
    /// The method.
    pub(crate) method: Method,
    /// The path below `/api/v1`.
    pub(crate) path: &'static str,
    /// Whether anybody may call it.
    pub(crate) open: bool,
    /// What a client must be allowed to do; `None`: any client may.
    pub(crate) operation: Option<Operation>,
    /// What it does, in a line.
    pub(crate) summary: &'static str,
    /// Whether it takes an idempotency key.
    pub(crate) keyed: bool,
    /// Whether its answer can hold a receipt.
    pub(crate) receipted: bool,
    /// What it takes.
    pub(crate) input: Option<Media>,
    /// The status of an answer.
    pub(crate) status: StatusCode,
    /// What it answers, in a line.
    pub(crate) answers: &'static str,
    /// What it answers.
    pub(crate) output: Media,
    /// Codes of problems besides those of every call.
    pub(crate) problems: Vec<&'static str>,
}

/// A body: its media type, and its shape.
#[derive(Clone, Copy)]
pub(crate) struct Media {
    pub(crate) kind: &'static str,
    pub(crate) schema: fn(&mut SchemaGenerator) -> Schema,
}

impl Media {
    pub(crate) fn json<T: JsonSchema>() -> Self {
        Self { kind: "application/json", schema: SchemaGenerator::subschema_for::<T> }
    }
}

impl Endpoint {
    pub(super) fn new(route: Route, about: About) -> Self {
        Self { route, about }
    }

    pub(super) fn into_route(self) -> Route {
        self.route
    }
}

/// What a call takes, as it is written in JSON.
pub(super) trait Input: DeserializeOwned + JsonSchema + Send + 'static {
    /// What the use case takes.
    type Domain: Send + 'static;

    /// The same in the words of the vault.
    fn domain(self, client: &Client) -> Self::Domain;

    /// Whether every purpose that is named passes.
    fn is_for(&self, _passes: impl Fn(&str) -> bool) -> bool {
        true
    }
}

/// What a call answers.
pub(super) trait Output: Serialize + JsonSchema + Leaf + 'static {}

impl<T: Serialize + JsonSchema + Leaf + 'static> Output for T {}

pub(super) type UseCase<D, T> = fn(&mut Ctx, &mut Tx<'_>, &Vault, &D) -> Result<T, Error>;
pub(super) type Prepare<D, P> = fn(&mut Ctx, &Vault, D) -> P;
pub(super) type Render<T, O> = fn(T) -> Result<O, Problem>;

/// A call that is being described.
pub(super) struct Call {
    path: &'static str,
    operation: Operation,
    summary: &'static str,
    status: StatusCode,
    answers: &'static str,
    problems: Vec<&'static str>,
}

impl Call {
    pub(super) fn new(path: &'static str, operation: Operation, summary: &'static str) -> Self {
        Self { path, operation, summary, status: StatusCode::OK, answers: "Done.", problems: Vec::new() }
    }

    /// Answers 201 instead of 200.
    pub(super) fn creates(mut self) -> Self {
        self.status = StatusCode::CREATED;
        self.answers = "It is there.";
        self
    }

    /// Names the problems that this call has besides those of every call.
    pub(super) fn refuses(mut self, problems: &[&'static str]) -> Self {
        self.problems.extend(problems);
        self
    }

    /// A call that changes nothing but the ledger: one trip to the store, and one moment of the data.
    pub(super) fn looks<I: Input, T: Send + 'static, O: Output>(
        self,
        api: &Api,
        run: UseCase<I::Domain, T>,
        render: Render<T, O>,
    ) -> Endpoint {
        let (api, operation, status) = (api.clone(), self.operation, self.status);
        let handler = move |request: Request| {
            let api = api.clone();
            async move {
                let called = Called::<I>::read(request, operation).await?;
                let (ctx, vault, input) =
                    (api.ctx(&called.client), api.vault.clone(), called.input.domain(&called.client));
                let run = move |ctx: &mut Ctx, tx: &mut Tx<'_>| run(ctx, tx, &vault, &input);
                let ran = api.store.write_at(LOOKS, ctx, run).await;
                answered(ran, render)?.send(&api, &called.parts, status).await
            }
        };
        let route = Route::post(self.address(), Audience::Client, handler);
        self.described::<I, O>(false, route)
    }

    /// A call that changes something, once per idempotency key: the use case sees to that. It locks what it decides on first.
    pub(super) fn changes<I: Input, T: Send + 'static, O: Output>(
        self,
        api: &Api,
        run: UseCase<I::Domain, T>,
        render: Render<T, O>,
    ) -> Endpoint {
        self.changes_prepared::<I, _, _, _>(api, |_, _, input| input, run, render)
    }

    /// The same where part of the work needs no transaction, and is done before there is one.
    pub(super) fn changes_prepared<I: Input, P: Send + 'static, T: Send + 'static, O: Output>(
        self,
        api: &Api,
        prepare: Prepare<I::Domain, P>,
        run: UseCase<P, T>,
        render: Render<T, O>,
    ) -> Endpoint {
        let (api, operation, status) = (api.clone(), self.operation, self.status);
        let handler = move |request: Request| {
            let api = api.clone();
            async move {
                let called = Called::<I>::read(request, operation).await?;
                let mut ctx = api.ctx(&called.client).with_key(key::of(&called.parts, &called.client)?);
                let vault = api.vault.clone();
                let prepared = prepare(&mut ctx, &vault, called.input.domain(&called.client));
                let run = move |ctx: &mut Ctx, tx: &mut Tx<'_>| run(ctx, tx, &vault, &prepared);
                let ran = api.store.write_at(CHANGES, ctx, run).await;
                answered(ran, render)?.send(&api, &called.parts, status).await
            }
        };
        let route = Route::post(self.address(), Audience::Client, handler);
        self.described::<I, O>(true, route)
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    pub(super) fn address(&self) -> String {
        format!("{BASE}{}", self.path)
    }

    pub(super) fn described<I: Input, O: Output>(self, keyed: bool, route: Route) -> Endpoint {
        let mut endpoint = self.described_as::<I>(route, Media::json::<O>());
        endpoint.about.keyed = keyed;
        endpoint.about.receipted = O::LEAF;
        endpoint
    }

    /// A call that takes no idempotency key, and answers with something else than JSON.
    pub(super) fn described_as<I: Input>(self, route: Route, output: Media) -> Endpoint {
        let Self { path, operation, summary, status, answers, problems } = self;
        let about = About {
            method: Method::POST,
            path,
            open: false,
            operation: Some(operation),
            summary,
            keyed: false,
            receipted: false,
            input: Some(Media::json::<I>()),
            status,
            answers,
            output,
            problems,
        };
        Endpoint::new(route.with_body_limit(BODY_BYTES), about)
    }
}

/// A call that was let in and understood.
pub(super) struct Called<I> {
    pub(super) parts: Parts,
    pub(super) client: Arc<Client>,
    pub(super) input: I,
}

impl<I: Input> Called<I> {
    pub(super) async fn read(request: Request, operation: Operation) -> Result<Self, Problem> {
        let client = client(request.extensions())?;
        if !client.may(operation) {
            return Err(problem::told(Kind::Forbidden, "operation-not-allowed"));
        }
        let sent = Sent::read(request).await?;
        let input: I = sent.json()?;
        if !input.is_for(|purpose| client.may_for(purpose)) {
            return Err(problem::told(Kind::Forbidden, "purpose-not-allowed"));
        }
        Ok(Self { parts: sent.parts, client, input })
    }
}

/// Who calls. The gate has put it there; a route of another audience would have none.
pub(super) fn client(extensions: &Extensions) -> Result<Arc<Client>, Problem> {
    extensions.get::<Arc<Client>>().cloned().ok_or_else(|| Problem::of(Kind::Unauthenticated))
}

/// What a call came to, as an answer.
pub(super) fn answered<T, O: Output>(ran: Result<T, Error>, render: Render<T, O>) -> Result<Answer, Problem> {
    Answer::of(&render(ran.map_err(|error| problem::of(&error))?)?)
}
