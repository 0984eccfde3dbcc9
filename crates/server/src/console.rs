//! The console, which is closed until somebody can sign in: every address of it answers "not yet in use".
//!
//! The one way in is the claim link. It opens a page that says what will be asked; there is nothing to claim yet.

use std::sync::Arc;

use askama::Template;
use waarborg_base::{Clock, Kind};
use waarborg_web::{Audience, Caller, Lang, Page, Path, Problem, Response, Route, Routes, SafeHtml, Shell, Words};

use crate::WORDS;
use crate::claim::Claim;

/// The routes of the console and of the claim link.
pub(crate) fn routes(shell: &Shell, claim: Option<&Claim>, clock: &Arc<dyn Clock>) -> Routes {
    let closed = ["/console", "/console/{*page}"].map(|path| Route::get(path, Audience::Staff, closed));
    let (shell, claim, clock) = (shell.clone(), claim.cloned(), clock.clone());
    let open =
        Route::get("/console/claim/{token}", Audience::LinkHolder, move |Path(token): Path<String>, caller: Caller| {
            let good = claim.as_ref().is_some_and(|claim| claim.good_until(&token, clock.now()).is_some());
            std::future::ready(if good { Ok(show(&shell, caller.lang())) } else { Err(Problem::of(Kind::NotFound)) })
        });
    closed.into_iter().chain([open]).collect()
}

/// Never reached while the gate is closed; there is nothing behind it either.
async fn closed() -> Problem {
    Problem::of(Kind::NotFound)
}

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimHtml {
    words: Words,
}

fn show(shell: &Shell, lang: Lang) -> Response {
    let words = WORDS.words(lang);
    let page = Page::new(lang, words.get("claim-title"), SafeHtml::of(&ClaimHtml { words }));
    shell.answer(&page)
}
