//! The security headers of every answer, in one place (reference: OWASP ASVS 5.0 V3.4; the list is this house's own).
//!
//! The set is the same for every route and no room can leave one out: [`dress`] runs last, over whatever a handler
//! answered. What differs per kind of content is the content security policy only:
//!
//! | content | policy |
//! |---|---|
//! | HTML | [`HTML_POLICY`]: own files only, nothing inline, no frames |
//! | a download (`Content-Disposition: attachment`) | [`DOWNLOAD_POLICY`] |
//! | a picture at its own address (`image/svg+xml`) | [`PICTURE_POLICY`] |
//! | everything else | [`DATA_POLICY`] |
//!
//! A picture at its own address must display, coloured by the site's stylesheet, and must never run or fetch anything
//! else. `sandbox` alone would give it an opaque origin, whose request for the stylesheet
//! `Cross-Origin-Resource-Policy: same-origin` refuses; `sandbox allow-same-origin` without `allow-scripts` keeps the
//! stylesheet and still forbids scripts, forms and pop-ups.

use axum::http::HeaderMap;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const EMBEDDER_POLICY: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// On every answer, whatever it is. A handler cannot change these.
const ALWAYS: [(HeaderName, HeaderValue); 8] = [
    (STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (OPENER_POLICY, HeaderValue::from_static("same-origin")),
    (RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
    (EMBEDDER_POLICY, HeaderValue::from_static("require-corp")),
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()")),
];

/// Nothing is kept by anybody, unless the answer says otherwise; only static files do.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// For pages.
const HTML_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
    object-src 'none'; require-trusted-types-for 'script'";
/// For JSON and other data.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
/// For files to keep.
const DOWNLOAD_POLICY: &str = "sandbox";
/// For an SVG opened at its own address.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; sandbox allow-same-origin";

/// Puts the set on an answer. Does nothing to an answer that was dressed when it was prepared ([`crate::Cached`]).
pub(crate) fn dress(headers: &mut HeaderMap) {
    if headers.contains_key(STRICT_TRANSPORT_SECURITY) {
        return;
    }
    headers.reserve(ALWAYS.len() + 2);
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    headers.entry(CACHE_CONTROL).or_insert(NO_STORE);
    let policy = policy(headers);
    headers.insert(CONTENT_SECURITY_POLICY, policy);
}

fn policy(headers: &HeaderMap) -> HeaderValue {
    if headers.contains_key(CONTENT_DISPOSITION) {
        return const { HeaderValue::from_static(DOWNLOAD_POLICY) };
    }
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    if kind.starts_with(b"text/html") {
        const { HeaderValue::from_static(HTML_POLICY) }
    } else if kind.starts_with(b"image/svg+xml") {
        const { HeaderValue::from_static(PICTURE_POLICY) }
    } else {
        const { HeaderValue::from_static(DATA_POLICY) }
    }
}
