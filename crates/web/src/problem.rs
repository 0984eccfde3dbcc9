use askama::Template;
use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tower_http::csrf::ProtectionError;
use waarborg_base::{Fault, Kind};

use crate::caller::Caller;
use crate::reference::Reference;
use crate::words::{Catalogue, Words};
use crate::{Page, SafeHtml, Shell, WORDS};

/// What went wrong, for the outside: RFC 9457 JSON for programs, a page for people, chosen by `Accept`.
///
/// Says what happened, what can be done now, and a reference number. Never repeats anything that was sent.
///
/// ```
/// use waarborg_base::Kind;
/// use waarborg_web::Problem;
/// async fn handler() -> Result<&'static str, Problem> {
///     Err(Problem::of(Kind::NotFound))
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    told: Option<Told>,
    retry_after: Option<u32>,
    members: Vec<(&'static str, serde_json::Value)>,
}

/// A room's own words for what happened.
#[derive(Clone, Copy)]
struct Told {
    catalogue: &'static Catalogue,
    key: &'static str,
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key)
    }
}

impl Problem {
    /// The problem of a kind of failure, in the house's words.
    pub fn of(kind: Kind) -> Self {
        Self::with_status(match kind {
            Kind::Invalid => StatusCode::BAD_REQUEST,
            Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::Gone => StatusCode::GONE,
            Kind::Limited => StatusCode::TOO_MANY_REQUESTS,
            Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        })
    }

    /// The problem that a room's error is to the outside. The error itself is for the log.
    pub fn from_fault(fault: &dyn Fault) -> Self {
        Self::of(fault.kind())
    }

    /// The problem of a status.
    pub(crate) fn with_status(status: StatusCode) -> Self {
        Self { status, code: code(status), told: None, retry_after: None, members: Vec::new() }
    }

    /// The same problem under a code of the house, whose words are in `web.ftl`.
    pub(crate) fn because(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    /// The same problem told in a room's words: `key` is the stable code, and `key` in `catalogue` says what happened.
    pub fn told(mut self, catalogue: &'static Catalogue, key: &'static str) -> Self {
        self.code = key;
        self.told = Some(Told { catalogue, key });
        self
    }

    /// The same problem with one more member in its JSON (RFC 9457, section 3.2): what helps a program to mend its call, such as
    /// the name of a field. Never a value about a person.
    pub fn with(mut self, member: &'static str, value: impl Into<serde_json::Value>) -> Self {
        self.members.push((member, value.into()));
        self
    }

    /// The same problem, for another try in so many seconds.
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The stable code that programs may rely on.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// An answer without a body yet; [`complete`] writes it, knowing who asked.
    pub(crate) fn into_response_parts(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.into_response_parts()
    }
}

/// When to try again, unless the problem knows better.
const RETRY_AFTER_SECONDS: u32 = 10;

/// Says that an answer with an error status is complete as it is: a form to mend, or a body that a standard prescribes.
#[derive(Clone, Copy, Debug)]
pub struct Complete;

/// The stable code of each status that this house answers with.
fn code(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "sign-in-first",
        403 => "not-allowed",
        404 => "not-found",
        405 => "method-not-allowed",
        409 => "conflict",
        410 => "gone",
        413 => "too-large",
        415 => "wrong-media-type",
        422 => "not-understood",
        429 => "too-many",
        503 => "unavailable",
        400..500 => "bad-request",
        _ => "internal",
    }
}

/// Gives every answer with an error status its body, also those that the router or an extractor refused by itself.
/// `page`: whether a person reads it.
pub(crate) fn complete(response: &mut Response, caller: &Caller, page: bool, reference: Reference, shell: &Shell) {
    if response.extensions().get::<Complete>().is_some() {
        return;
    }
    let problem = response.extensions_mut().remove::<Problem>().unwrap_or_else(|| {
        let foreign = response.extensions().get::<ProtectionError>().is_some();
        let problem = Problem::with_status(response.status());
        if foreign { problem.because("other-site") } else { problem }
    });
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    match problem.status {
        StatusCode::UNAUTHORIZED => drop(headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
            headers.entry(RETRY_AFTER).or_insert(problem.retry_after.unwrap_or(RETRY_AFTER_SECONDS).into());
        }
        _ => {}
    }
    let lang = caller.lang();
    let (media_type, body) = if page {
        ("text/html; charset=utf-8", shell.html(&problem.page(lang, reference)))
    } else {
        ("application/problem+json", problem.json(lang, reference))
    };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    if caller.method() == Method::HEAD {
        headers.insert(CONTENT_LENGTH, body.len().into());
        *response.body_mut() = Body::empty();
    } else {
        *response.body_mut() = body.into();
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    words: Words,
    title: String,
    what: String,
    then: String,
    status: u16,
    code: &'static str,
    reference: String,
}

impl Problem {
    fn title(&self, words: Words) -> String {
        let house = if self.told.is_some() { code(self.status) } else { self.code };
        words.get(&format!("problem-{house}-title")).into_owned()
    }

    fn what(&self, words: Words) -> String {
        match self.told {
            Some(told) => told.catalogue.words(words.lang()).get(told.key).into_owned(),
            None => words.get(&format!("problem-{}-what", self.code)).into_owned(),
        }
    }

    fn page(&self, lang: crate::Lang, reference: Reference) -> Page {
        let words = WORDS.words(lang);
        let house = if self.told.is_some() { code(self.status) } else { self.code };
        let then = words.get(&format!("problem-{house}-then")).into_owned();
        let body = ProblemPage {
            words,
            title: self.title(words),
            what: self.what(words),
            then,
            status: self.status.as_u16(),
            code: self.code,
            reference: reference.to_string(),
        };
        Page::new(lang, self.title(words), SafeHtml::of(&body))
    }

    /// RFC 9457. `type` stays `about:blank`, so `title` is the phrase of the status (section 4.2.1); `code` says the particular thing.
    fn json(&self, lang: crate::Lang, reference: Reference) -> String {
        let words = WORDS.words(lang);
        let mut body = serde_json::json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": self.what(words),
            "code": self.code,
            "reference": reference.to_string(),
        });
        for (member, value) in &self.members {
            body[member] = value.clone();
        }
        body.to_string()
    }
}

/// Every code the house words must know.
#[cfg(test)]
pub(crate) const CODES: [&str; 28] = [
    "sign-in-first",
    "not-allowed",
    "not-found",
    "method-not-allowed",
    "conflict",
    "gone",
    "too-large",
    "wrong-media-type",
    "not-understood",
    "too-many",
    "unavailable",
    "bad-request",
    "internal",
    "other-site",
    "not-in-use",
    "took-too-long",
    "stale-form",
    "json-wanted",
    "json-malformed",
    "json-member-missing",
    "json-member-unknown",
    "json-member-twice",
    "json-word-unknown",
    "json-type",
    "multipart-wanted",
    "multipart-malformed",
    "multipart-part-missing",
    "multipart-part-unknown",
];
