//! `/healthz`: the process lives. `/readyz`: everything it needs answers.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use waarborg_web::http::StatusCode;
use waarborg_web::http::header::CONTENT_TYPE;
use waarborg_web::{Audience, Complete, IntoResponse, Response, Route, Routes};

type Asking = Pin<Box<dyn Future<Output = bool> + Send>>;

/// One thing the server cannot do without, and how to ask whether it is there.
#[derive(Clone)]
pub struct Check {
    name: &'static str,
    ask: Arc<dyn Fn() -> Asking + Send + Sync>,
}

impl Check {
    /// A check called `name`; `ask` answers whether the thing is there, and takes no longer than a second or two.
    pub fn new<F>(name: &'static str, ask: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = bool> + Send + 'static,
    {
        Self { name, ask: Arc::new(move || Box::pin(ask())) }
    }
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The two routes, for the operator's probes.
pub(crate) fn routes(checks: Vec<Check>) -> Routes {
    let checks: Arc<[Check]> = checks.into();
    Routes::new().with(Route::get("/healthz", Audience::Operator, async || text("alive\n"))).with(Route::get(
        "/readyz",
        Audience::Operator,
        move || ready(checks.clone()),
    ))
}

fn text(body: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], body)
}

/// 200 when all is there, 503 otherwise; each check by name, without a word about why (that is in the log).
async fn ready(checks: Arc<[Check]>) -> Response {
    let mut found = serde_json::Map::new();
    let mut all = true;
    for check in checks.iter() {
        let there = (check.ask)().await;
        all &= there;
        found.insert(check.name.to_owned(), if there { "ok" } else { "failing" }.into());
    }
    let body = serde_json::json!({ "ready": all, "checks": found }).to_string();
    let status = if all { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let mut response = (status, [(CONTENT_TYPE, "application/json")], body).into_response();
    response.extensions_mut().insert(Complete);
    response
}
