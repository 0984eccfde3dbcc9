#![doc = include_str!("../README.md")]

mod cached;
mod caller;
mod edge;
pub mod files;
mod gate;
pub mod headers;
mod html;
mod lang;
mod language;
mod page;
mod problem;
mod reference;
mod route;
mod shell;
pub mod testing;
mod watch;
mod words;

pub use axum::body::{Body, Bytes};
pub use axum::extract::{Path, Query, Request};
pub use axum::http;
pub use axum::response::{IntoResponse, Response};
pub use cached::Cached;
pub use caller::Caller;
pub use edge::{Edge, Limits};
pub use gate::{ClosedGate, Gate};
pub use html::SafeHtml;
pub use lang::Lang;
pub use page::{FootLink, Frame, Page};
pub use problem::{Complete, Problem};
pub use reference::Reference;
pub use route::{Audience, Route, Routes};
pub use shell::Shell;
pub use watch::{BUCKETS, REQUESTS, SECONDS};
pub use words::{Catalogue, Value, Words};

/// The words of the frame, of forms and of problems.
pub static WORDS: Catalogue =
    Catalogue::new(include_str!("../locales/nl/web.ftl"), include_str!("../locales/en/web.ftl"));

/// The routes of this room: static files.
pub fn routes() -> Routes {
    files::routes()
}
