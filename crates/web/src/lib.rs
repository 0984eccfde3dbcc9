#![doc = include_str!("../README.md")]

mod body;
mod cached;
mod caller;
mod edge;
pub mod files;
mod form;
mod gate;
mod headers;
mod html;
mod lang;
mod language;
mod page;
mod problem;
mod reference;
mod route;
mod shell;
mod stream;
mod submission;
pub mod task;
pub mod testing;
mod token;
mod watch;
mod words;

pub use axum::Router;
pub use axum::body::{Body, Bytes};
pub use axum::extract::{Path, Query, Request};
pub use axum::http;
pub use axum::response::{IntoResponse, Response};
pub use body::{Sent, Upload, UploadPart, from_json};
pub use cached::Cached;
pub use caller::Caller;
pub use edge::{Edge, Limits};
pub use form::{Field, Form, FormCookie};
pub use gate::{ClosedGate, Gate, LookingAgain};
pub use html::SafeHtml;
pub use lang::Lang;
pub use language::NewEntropy;
pub use page::{FootLink, Frame, Page};
pub use problem::{Complete, Problem};
pub use reference::Reference;
pub use route::{Audience, Route, Routes};
pub use shell::Shell;
pub use stream::Streaming;
pub use submission::Submission;
pub use watch::{BUCKETS, REQUESTS, SECONDS};
pub use words::{Catalogue, Value, Words};

/// The words of the frame, of forms and of problems.
pub static WORDS: Catalogue =
    Catalogue::new(include_str!("../locales/nl/web.ftl"), include_str!("../locales/en/web.ftl"));

/// The routes of this room: the first page, the language form, static files. `allowed` are the paths, after the language,
/// that the language form may lead back to.
pub fn routes(shell: &Shell, entropy: &NewEntropy, allowed: impl IntoIterator<Item = String>) -> Routes {
    files::routes().and(language::routes(shell, entropy, allowed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_in_every_language_and_is_used() {
        assert_eq!(testing::findings(&WORDS, env!("CARGO_MANIFEST_DIR"), &["problem-"]), Vec::<String>::new());
        for (lang, code) in Lang::ALL.into_iter().flat_map(|lang| problem::CODES.map(|code| (lang, code))) {
            for part in ["title", "what", "then"] {
                let text = WORDS.words(lang).get(&format!("problem-{code}-{part}"));
                assert!(!text.contains('⟦'), "{lang}: {text}");
            }
        }
    }
}
