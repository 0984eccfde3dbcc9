//! What a program sends: JSON that is read whole and strictly, or parts that stream.

use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use serde::de::DeserializeOwned;

use crate::Problem;

/// A request with its whole body, as large as the route allows.
#[derive(Debug)]
pub struct Sent {
    /// Everything but the body: headers, and what the gate found out.
    pub parts: Parts,
    /// The body.
    pub body: Bytes,
}

impl Sent {
    /// Reads a request to its end.
    ///
    /// # Errors
    /// When the body is larger than the route allows, or breaks off.
    pub async fn read(request: Request) -> Result<Self, Problem> {
        let (parts, body) = request.with_limited_body().into_parts();
        let read = Bytes::from_request(Request::new(body), &()).await;
        match read {
            Ok(body) => Ok(Self { parts, body }),
            Err(refused) => Err(Problem::with_status(refused.into_response().status())),
        }
    }

    /// The body as JSON of this shape. A member too many, one that is there twice, a wrong type: each is refused, and the problem
    /// says where and names what was expected. It repeats nothing that was sent.
    ///
    /// # Errors
    /// 415 without `Content-Type: application/json`, 400 when the body is not JSON of this shape.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if !is_json(&self.parts) {
            return Err(Problem::with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE).because("json-wanted"));
        }
        from_json(&self.body)
    }
}

/// JSON of this shape, as strictly as [`Sent::json`].
///
/// # Errors
/// 400 when it is not.
pub fn from_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, Problem> {
    // Serde would take an array for an object, member by member.
    if text.trim_ascii_start().first() == Some(&b'[') {
        return Err(Problem::with_status(StatusCode::BAD_REQUEST).because("json-type").with("expected", "an object"));
    }
    serde_json::from_slice(text).map_err(|error| refused_json(&error))
}

fn is_json(parts: &Parts) -> bool {
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// What serde says in front of what it found. What was found is somebody else's, what was expected is ours.
const FINDINGS: [(&str, &str); 5] = [
    ("missing field", "json-member-missing"),
    ("unknown field", "json-member-unknown"),
    ("unknown variant", "json-word-unknown"),
    ("duplicate", "json-member-twice"),
    ("invalid", "json-type"),
];

fn refused_json(error: &serde_json::Error) -> Problem {
    let said = error.to_string();
    let bad = Problem::with_status(StatusCode::BAD_REQUEST);
    let place = serde_json::json!({ "line": error.line(), "column": error.column() });
    if !error.is_data() {
        return bad.because("json-malformed").with("at", place);
    }
    let code = FINDINGS.into_iter().find(|(start, _)| said.starts_with(start)).map_or("json-type", |(_, code)| code);
    let problem = bad.because(code).with("at", place);
    match expected(code, &said) {
        Some(expected) => problem.with("expected", expected),
        None => problem,
    }
}

fn expected(code: &str, said: &str) -> Option<String> {
    let said = said.rsplit_once(" at line ").map_or(said, |(said, _)| said);
    if code == "json-member-missing" {
        return said.split('`').nth(1).map(str::to_owned);
    }
    said.rsplit_once(", expected ").map(|(_, expected)| expected.replace('`', ""))
}

/// A request whose body is `multipart/form-data` (RFC 7578), read part by part and never held whole.
pub struct Upload {
    parts: Parts,
    multipart: Multipart,
}

impl Upload {
    /// Begins to read.
    ///
    /// # Errors
    /// When the body is something else.
    pub async fn read(request: Request) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let mut rest = Request::new(body);
        *rest.headers_mut() = parts.headers.clone();
        *rest.extensions_mut() = parts.extensions.clone();
        match Multipart::from_request(rest, &()).await {
            Ok(multipart) => Ok(Self { parts, multipart }),
            Err(_) => Err(Problem::with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE).because("multipart-wanted")),
        }
    }

    /// Everything but the body: headers, and what the gate found out.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The next part, which has to have this name.
    ///
    /// # Errors
    /// When there is none, or it has another name, or the body breaks off.
    pub async fn part(&mut self, name: &'static str) -> Result<UploadPart<'_>, Problem> {
        let found = self.multipart.next_field().await.map_err(|error| broken(&error))?;
        let wanted = found.filter(|field| field.name() == Some(name));
        wanted.map(UploadPart).ok_or_else(|| {
            Problem::with_status(StatusCode::BAD_REQUEST).because("multipart-part-missing").with("expected", name)
        })
    }

    /// Errs unless the body ends here.
    pub async fn end(mut self) -> Result<(), Problem> {
        match self.multipart.next_field().await.map_err(|error| broken(&error))? {
            None => Ok(()),
            Some(_) => Err(Problem::with_status(StatusCode::BAD_REQUEST).because("multipart-part-unknown")),
        }
    }
}

/// One part of an [`Upload`].
pub struct UploadPart<'u>(Field<'u>);

impl UploadPart<'_> {
    /// The next bytes, none when the part is complete. A few kilobytes at a time, as they come in.
    ///
    /// # Errors
    /// When the body is larger than the route allows, or breaks off.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        self.0.chunk().await.map_err(|error| broken(&error))
    }

    /// All of it, which may be no more than `most` bytes.
    ///
    /// # Errors
    /// When it is more, or breaks off.
    pub async fn whole(mut self, most: usize) -> Result<Vec<u8>, Problem> {
        let mut whole = Vec::new();
        while let Some(bytes) = self.next().await? {
            if whole.len() + bytes.len() > most {
                return Err(Problem::with_status(StatusCode::PAYLOAD_TOO_LARGE));
            }
            whole.extend_from_slice(&bytes);
        }
        Ok(whole)
    }
}

fn broken(error: &MultipartError) -> Problem {
    let problem = Problem::with_status(error.status());
    if error.status() == StatusCode::BAD_REQUEST { problem.because("multipart-malformed") } else { problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it parses matters")]
    struct Shape {
        token: String,
        #[serde(default)]
        limit: u8,
    }

    fn check(sent: &str, code: &str, expected: Option<&str>) {
        let problem = from_json::<Shape>(sent.as_bytes()).expect_err("refused");
        assert_eq!(problem.code(), code, "{sent}");
        let members = format!("{problem:?}");
        assert!(!members.contains("jan@"), "{members} repeats what was sent");
        if let Some(expected) = expected {
            assert!(members.contains(expected), "{members}");
        }
    }

    #[test]
    fn a_refusal_names_what_was_expected_and_never_what_was_sent() {
        check("{", "json-malformed", None);
        check("", "json-malformed", None);
        check(r#"{"token":"a"} {}"#, "json-malformed", None);
        check("{}", "json-member-missing", Some("token"));
        check(r#"{"token":"a","token":"jan@example.org"}"#, "json-member-twice", None);
        check(r#"{"token":"a","jan@example.org":1}"#, "json-member-unknown", Some("token or limit"));
        check(r#"{"token":"a","limit":"jan@example.org, expected jan"}"#, "json-type", Some("u8"));
        check(r#"{"token":["jan@example.org"]}"#, "json-type", Some("a string"));
        check(r#"["jan@example.org",1]"#, "json-type", Some("an object"));
        check(&r#"{"token":"#.repeat(10), "json-type", None);
    }
}
