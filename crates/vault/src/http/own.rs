//! What a client may do, and the description of the interface.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use waarborg_web::http::{Method, StatusCode};
use waarborg_web::{Audience, Cached, Request, Route};

use super::Api;
use super::answer::{Answer, Leaf};
use super::call::{About, BASE, Endpoint, Media, client};
use crate::openapi;

/// What the calling client may do.
#[derive(Serialize, JsonSchema)]
struct Allowed {
    /// Its name, as the ledger records it.
    client: String,
    /// What it may do.
    operations: Vec<&'static str>,
    /// For which purposes.
    purposes: Vec<Purpose>,
    /// How many calls a minute, on average.
    calls_per_minute: u32,
}

/// A purpose that a client may name.
#[derive(Serialize, JsonSchema)]
struct Purpose {
    /// Its name.
    name: String,
    /// Whether the protocol in force has it.
    in_force: bool,
    /// The fields that it uses.
    fields: Vec<String>,
}

impl Leaf for Allowed {
    const LEAF: bool = false;

    fn leaf(&self) -> Option<i64> {
        None
    }
}

fn about<O: JsonSchema>(path: &'static str, open: bool, summary: &'static str, answers: &'static str) -> About {
    About {
        method: Method::GET,
        path,
        open,
        operation: None,
        summary,
        keyed: false,
        receipted: false,
        input: None,
        status: StatusCode::OK,
        answers,
        output: Media::json::<O>(),
        problems: Vec::new(),
    }
}

/// What the calling client may do.
pub(super) fn purposes(api: &Api) -> Endpoint {
    let path = "/purposes";
    let api = api.clone();
    let handler = move |request: Request| {
        let api = api.clone();
        async move {
            let (parts, _) = request.into_parts();
            let client = client(&parts.extensions)?;
            let rules = api.vault.rules();
            let purpose = |name: &String| {
                let known = rules.purpose(name).map(|purpose| rules.purpose_rule(purpose));
                let names = |field| rules.field_rule(field).name.to_string();
                Purpose {
                    name: name.clone(),
                    in_force: known.is_some(),
                    fields: known.map(|rule| rule.fields.iter().map(names).collect()).unwrap_or_default(),
                }
            };
            let allowed = Allowed {
                client: client.name.to_string(),
                operations: client.operations.iter().map(crate::client::Operation::as_str).collect(),
                purposes: client.purposes.iter().map(purpose).collect(),
                calls_per_minute: client.calls_per_minute,
            };
            Answer::of(&allowed)?.send(&api, &parts, StatusCode::OK).await
        }
    };
    let route = Route::get(format!("{BASE}{path}"), Audience::Client, handler);
    Endpoint::new(route, about::<Allowed>(path, false, "See what this client may do", "What it may do."))
}

/// The description of these calls and of itself.
pub(super) fn description(others: &[Endpoint]) -> Endpoint {
    let path = "/openapi.json";
    let own = about::<serde_json::Map<String, serde_json::Value>>(
        path,
        true,
        "Describe this interface (OpenAPI 3.1)",
        "The description.",
    );
    let document = openapi::document(others.iter().map(|other| &other.about).chain([&own]));
    let cached = Arc::new(Cached::json(document.to_string()));
    let handler = move |request: Request| std::future::ready(cached.answer(request.headers()));
    Endpoint::new(Route::get(format!("{BASE}{path}"), Audience::Public, handler), own)
}
