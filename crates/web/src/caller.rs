use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request};
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, Uri};

use crate::Lang;

/// What an answer may depend on of the one who asks: address, language, kind of program. An extractor for handlers.
///
/// Nothing about the person: no address of the machine, no browser.
#[derive(Clone, Debug)]
pub struct Caller {
    method: Method,
    uri: Uri,
    accept: Option<HeaderValue>,
    accept_language: Option<HeaderValue>,
    cookies: Option<HeaderValue>,
}

impl Caller {
    pub(crate) fn of(request: &Request) -> Self {
        Self::from(request.method(), request.uri(), request.headers())
    }

    fn from(method: &Method, uri: &Uri, headers: &HeaderMap) -> Self {
        let take = |name: HeaderName| headers.get(name).cloned();
        Self {
            method: method.clone(),
            uri: uri.clone(),
            accept: take(ACCEPT),
            accept_language: take(ACCEPT_LANGUAGE),
            cookies: take(COOKIE),
        }
    }

    /// The method of the request.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path that was asked, as sent. Somebody else's text: never written to a log, never shown unescaped.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The language to answer in: that of the address, else the one chosen on the language page, else the browser's, else Dutch.
    ///
    /// An account's own choice comes between address and browser; it will take the cookie's place here when there are accounts.
    pub fn lang(&self) -> Lang {
        let chosen = || self.cookie(crate::language::COOKIE).and_then(Lang::parse);
        let liked = || self.accept_language.as_ref().and_then(|value| Lang::preferred(value.to_str().ok()?));
        Lang::of_path(self.path()).or_else(chosen).or_else(liked).unwrap_or(Lang::Nl)
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.cookies.as_ref()?.to_str().ok()?;
        cookies.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether a person reads the answer: a browser asks for HTML by name, programs ask for data or for anything.
    pub fn wants_page(&self) -> bool {
        let accept = self.accept.as_ref().and_then(|value| value.to_str().ok()).unwrap_or_default();
        accept.contains("text/html") || accept.contains("application/xhtml+xml")
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::from(&parts.method, &parts.uri, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(path: &'static str, cookies: &'static str, accept_language: &'static str) -> Caller {
        let headers = [(COOKIE, cookies), (ACCEPT_LANGUAGE, accept_language)];
        let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value))).into_iter().collect();
        Caller::from(&Method::GET, &Uri::from_static(path), &headers)
    }

    #[test]
    fn the_address_decides_the_language_then_the_choice_then_the_browser() {
        let check = |path, cookies, accept, expected| assert_eq!(caller(path, cookies, accept).lang(), expected);
        check("/en/privacy", "__Host-lang=nl", "nl", Lang::En);
        check("/healthz", "a=b; __Host-lang=en", "nl", Lang::En);
        check("/healthz", "x__Host-lang=en", "en", Lang::En);
        check("/", "__Host-lang=fr", "en;q=0.5", Lang::En);
        check("/", "", "fr", Lang::Nl);
    }
}
