//! Which language somebody reads: the first page leads on in theirs, and a form remembers another choice.

use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use axum::http::header::{HeaderValue, LOCATION, SET_COOKIE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use waarborg_base::Entropy;

use crate::page::HOME;
use crate::{Audience, Caller, Field, Form, Lang, Page, Route, Routes, SafeHtml, Shell, Submission, WORDS, Words};

/// Holds the language somebody chose on the language page.
pub(crate) const COOKIE: &str = "__Host-lang";

/// How long the choice is remembered: 180 days, in seconds.
const REMEMBERED_SECONDS: u32 = 180 * 24 * 60 * 60;

const FORM: &str = "/language";

/// Opens a source of random bytes for one request.
pub type NewEntropy = Arc<dyn Fn() -> Box<dyn Entropy> + Send + Sync>;

/// Where the language form may lead back to: paths after the language, all our own.
type Allowed = Arc<[String]>;

/// The first page, and the form that remembers a language. `allowed` are the paths, after the language, that the form may
/// lead back to; any other leads to the first page.
pub(crate) fn routes(shell: &Shell, entropy: &NewEntropy, allowed: impl IntoIterator<Item = String>) -> Routes {
    let allowed: Allowed = allowed.into_iter().chain([HOME.to_owned()]).collect();
    let (post_shell, post_entropy, post_allowed) = (shell.clone(), entropy.clone(), allowed.clone());
    let starts = ["/", "/nl", "/en"].map(|path| Route::get(path, Audience::Public, first_page));
    let forms = Lang::ALL.map(|lang| {
        let (shell, entropy, allowed) = (shell.clone(), entropy.clone(), allowed.clone());
        Route::get(
            format!("/{lang}{FORM}"),
            Audience::Public,
            move |caller: Caller, Query(back): Query<Vec<(String, String)>>| {
                let to = back.into_iter().find(|(name, _)| name == "to").map(|(_, to)| to).unwrap_or_default();
                let form = form(lang, local(&to, &allowed));
                std::future::ready(show(&shell, form, lang, &caller, &entropy))
            },
        )
    });
    let post = Route::post(FORM, Audience::Public, move |submission: Submission| {
        std::future::ready(remember(&post_shell, &submission, &post_entropy, &post_allowed))
    });
    starts.into_iter().chain(forms).chain([post]).collect()
}

async fn first_page(caller: Caller) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(VARY, const { HeaderValue::from_static("accept-language, cookie") });
    see_other(headers, &format!("/{}{HOME}", caller.lang()))
}

fn see_other(mut headers: HeaderMap, to: &str) -> Response {
    headers.insert(LOCATION, HeaderValue::from_str(to).expect("a path of our own"));
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// `to` when it is one of ours, else the first page.
fn local<'a>(to: &str, allowed: &'a [String]) -> &'a str {
    allowed.iter().find(|path| *path == to).map_or(HOME, String::as_str)
}

fn form(lang: Lang, to: &str) -> Form {
    let words = WORDS.words(lang);
    let choices = Lang::ALL.map(|lang| (lang.code(), lang.own_name().to_owned()));
    Form::new(lang, FORM, words.get("language-save"))
        .with(
            Field::choice("language", words.get("language-question"), choices)
                .hint(words.get("language-hint"))
                .value(lang.code()),
        )
        .with(Field::hidden("to", to))
}

#[derive(Template)]
#[template(path = "language.html")]
struct LanguageHtml {
    words: Words,
    form: Form,
}

fn show(shell: &Shell, mut form: Form, lang: Lang, caller: &Caller, entropy: &NewEntropy) -> Response {
    let words = WORDS.words(lang);
    let cookie = form.bind(caller, &mut *entropy());
    let refused = form.has_errors();
    let body = SafeHtml::of(&LanguageHtml { words, form });
    let page = Page::new(lang, words.get("language-title"), body).at(format!("/{lang}{FORM}")).unlisted();
    cookie.on(if refused { shell.answer_with_errors(page) } else { shell.answer(&page) })
}

fn remember(shell: &Shell, submission: &Submission, entropy: &NewEntropy, allowed: &[String]) -> Response {
    let to = local(submission.get("to").unwrap_or_default(), allowed);
    if let Some(chosen) = submission.get("language").and_then(Lang::parse) {
        let cookie = format!("{COOKIE}={chosen}; Path=/; Max-Age={REMEMBERED_SECONDS}; Secure; HttpOnly; SameSite=Lax");
        let mut headers = HeaderMap::new();
        headers.insert(SET_COOKIE, HeaderValue::from_str(&cookie).expect("fixed words and a language code"));
        return see_other(headers, &format!("/{chosen}{to}"));
    }
    let lang = submission.caller().lang();
    let mut form = form(lang, to).filled(submission);
    form.refuse("language", WORDS.words(lang).get("language-missing"));
    show(shell, form, lang, submission.caller(), entropy)
}
