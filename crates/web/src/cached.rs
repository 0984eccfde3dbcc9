use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, VARY,
};
use axum::response::Response;
use brotli::enc::BrotliEncoderParams;

use crate::headers;
use crate::lang::weighted;

/// An answer prepared once and given many times: bytes as they are and in brotli, with every header already in place.
///
/// Pages carry `Cache-Control: no-store`, so no browser and no proxy keeps a copy to ask about later: an `ETag` would never
/// come back, and there is none. Being prepared saves our work, not the network's.
#[derive(Clone, Debug)]
pub struct Cached {
    plain: Variant,
    brotli: Option<Variant>,
}

/// As small as level 9 in a tenth of its time.
const PAGE_QUALITY: i32 = 6;

/// A tenth smaller than that, in ten times the time.
const FILE_QUALITY: i32 = 10;

#[derive(Clone, Debug)]
struct Variant {
    headers: HeaderMap,
    body: Bytes,
}

impl Cached {
    /// A page.
    pub fn html(html: String) -> Self {
        Self::of("text/html; charset=utf-8", html)
    }

    /// JSON for programs.
    pub fn json(json: String) -> Self {
        Self::of("application/json", json)
    }

    /// A picture at its own address.
    pub fn svg(svg: String) -> Self {
        Self::of("image/svg+xml", svg)
    }

    /// Bytes of any media type, shown in place by a browser that can.
    pub fn of(media_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        Self::prepare(headers, body.into(), PAGE_QUALITY)
    }

    /// A file to keep: attached, of no type a browser would open. `name` keeps letters, digits, `.`, `-` and `_` only.
    pub fn download(name: &str, body: impl Into<Bytes>) -> Self {
        let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let name: String = name.chars().filter(|&c| kept(c)).collect();
        let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        headers.insert(CONTENT_DISPOSITION, disposition.expect("only letters, digits and three signs are left"));
        Self::prepare(headers, body.into(), PAGE_QUALITY)
    }

    /// A file of the binary: made once, fetched by everybody, so worth the smallest form.
    pub(crate) fn file(media_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        Self::prepare(headers, body.into(), FILE_QUALITY)
    }

    fn prepare(mut headers: HeaderMap, body: Bytes, quality: i32) -> Self {
        headers.insert(VARY, const { HeaderValue::from_static("accept-encoding") });
        headers::dress(&mut headers);
        let small = compress(&body, quality);
        let brotli = (small.len() < body.len()).then(|| {
            let mut headers = headers.clone();
            headers.insert(CONTENT_ENCODING, const { HeaderValue::from_static("br") });
            Variant { headers, body: small }
        });
        Self { plain: Variant { headers, body }, brotli }
    }

    /// The answer in the smallest form that the request accepts.
    pub fn answer(&self, request: &HeaderMap) -> Response {
        let variant = self.brotli.as_ref().filter(|_| accepts_brotli(request)).unwrap_or(&self.plain);
        let mut response = Response::new(Body::from(variant.body.clone()));
        response.headers_mut().clone_from(&variant.headers);
        response
    }

    /// The bytes before compression.
    pub fn body(&self) -> &[u8] {
        &self.plain.body
    }

    /// How many bytes travel to a browser.
    pub fn compressed_len(&self) -> usize {
        self.brotli.as_ref().unwrap_or(&self.plain).body.len()
    }

    pub(crate) fn insert(&mut self, name: &axum::http::HeaderName, value: &HeaderValue) {
        for variant in [Some(&mut self.plain), self.brotli.as_mut()].into_iter().flatten() {
            variant.headers.insert(name.clone(), value.clone());
        }
    }
}

/// `br` named with a weight above zero, or `*` (RFC 9110 §12.5.3).
fn accepts_brotli(request: &HeaderMap) -> bool {
    let Some(accepted) = request.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else { return false };
    let weight = |coding: &str| accepted.split(',').map(weighted).find(|(range, _)| range.eq_ignore_ascii_case(coding));
    weight("br").or_else(|| weight("*")).is_some_and(|(_, weight)| weight > 0)
}

/// How hard to look for repetitions: 0 to 11. The size hint and the small window keep the tables small: without them the same
/// page costs ten times the time, and there are many pages to prepare at start.
fn compress(body: &[u8], quality: i32) -> Bytes {
    let lgwin = if body.len() <= 1 << 18 { 18 } else { 22 };
    let parameters = BrotliEncoderParams { quality, lgwin, size_hint: body.len(), ..BrotliEncoderParams::default() };
    let mut small = Vec::with_capacity(body.len() / 3);
    brotli::BrotliCompress(&mut &body[..], &mut small, &parameters).expect("memory can always be read and written");
    small.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_given_only_to_those_who_accept_it() {
        let check = |header: Option<&'static str>, expected: bool| {
            let mut headers = HeaderMap::new();
            headers.extend(header.map(|value| (ACCEPT_ENCODING, HeaderValue::from_static(value))));
            assert_eq!(accepts_brotli(&headers), expected, "{header:?}");
        };
        check(None, false);
        check(Some(""), false);
        check(Some("gzip, deflate, br, zstd"), true);
        check(Some("BR"), true);
        check(Some("gzip;q=1, br;q=0.3"), true);
        check(Some("br;q=0, *"), false);
        check(Some("*"), true);
        check(Some("*;q=0"), false);
        check(Some("brotli"), false);
    }

    #[test]
    fn what_does_not_shrink_travels_as_it_is() {
        let tiny = Cached::of("text/plain", "x");
        assert_eq!((tiny.compressed_len(), tiny.brotli.is_none()), (1, true));
        let long = Cached::of("text/plain", "word ".repeat(1000));
        assert!(long.compressed_len() < 100);
    }

    #[test]
    fn the_name_of_a_download_cannot_leave_its_quotes() {
        let file = Cached::download("re\"gis\r\nter;é.csv", "a,b");
        assert_eq!(file.plain.headers[CONTENT_DISPOSITION], "attachment; filename=\"register.csv\"");
    }
}
