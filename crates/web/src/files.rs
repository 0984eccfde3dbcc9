//! Stylesheet and icon: in the binary, compressed once, at an address that changes with the content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use waarborg_base::{Digest, Kind};

use crate::{Audience, Cached, Problem, Route, Routes};

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/"]
struct Embedded;

struct File {
    name: String,
    hash: String,
    address: String,
    etag: HeaderValue,
    cached: Cached,
}

/// A year, and never asked again: another content has another address (RFC 8246).
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

static FILES: LazyLock<Vec<File>> =
    LazyLock::new(|| Embedded::iter().map(|name| prepare(&name, read(&name))).collect());

fn read(name: &str) -> Vec<u8> {
    Embedded::get(name).expect("a name of ours").data.into_owned()
}

fn prepare(name: &str, mut content: Vec<u8>) -> File {
    let kind = name.rsplit('.').next();
    if kind == Some("css") {
        content = without_comments(&String::from_utf8(content).expect("our stylesheet is UTF-8")).into_bytes();
    }
    let hash = Digest::of(&content).to_string()[..16].to_owned();
    let etag = HeaderValue::from_str(&format!("\"{hash}\"")).expect("hexadecimal digits");
    let mut cached = match kind {
        Some("css") => Cached::file("text/css; charset=utf-8", content),
        Some("svg") => Cached::file("image/svg+xml", content),
        _ => Cached::file("application/octet-stream", content),
    };
    cached.insert(&CACHE_CONTROL, &FOR_EVER);
    cached.insert(&ETAG, &etag);
    File { address: format!("/static/{hash}/{name}"), name: name.to_owned(), hash, etag, cached }
}

/// The stylesheet without comments, indentation and empty lines. Nothing of ours has `/*` inside a string.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    kept.push_str(rest);
    kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The address of a file, with the hash of its content.
/// Panics when there is no such file:
/// names are literals of ours, so the first page of the first test finds out.
pub fn address(name: &str) -> &'static str {
    let file = FILES.iter().find(|file| file.name == name);
    &file.unwrap_or_else(|| panic!("no static file is called {name}")).address
}

/// The stylesheet as it is sent, for the tests that measure it.
pub fn size(name: &str) -> usize {
    FILES.iter().find(|file| file.name == name).map_or(0, |file| file.cached.compressed_len())
}

/// The routes of the static files. Reads and compresses them, so that the first visitor does not wait.
pub(crate) fn routes() -> Routes {
    LazyLock::force(&FILES);
    Routes::new().with(Route::get("/static/{hash}/{name}", Audience::Public, answer))
}

async fn answer(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Result<Response, Problem> {
    let file = FILES.iter().find(|file| file.name == name && file.hash == hash);
    let file = file.ok_or_else(|| Problem::of(Kind::NotFound))?;
    let known = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|tags| names(tags, &file.etag));
    if known {
        let same = [
            (CACHE_CONTROL, FOR_EVER),
            (ETAG, file.etag.clone()),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        return Ok((StatusCode::NOT_MODIFIED, same).into_response());
    }
    Ok(file.cached.answer(&headers))
}

/// Whether a list of entity tags names this one, weakly compared (RFC 9110 §13.1.2).
fn names(tags: &str, etag: &HeaderValue) -> bool {
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/").as_bytes() == etag.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_of_the_stylesheet_stay_at_home() {
        assert_eq!(without_comments("/* a */\nb {\n  c: d; /* e */\n}\n\n/* open"), "b {\nc: d;\n}");
    }

    #[test]
    fn the_whole_design_is_smaller_than_six_kilobytes() {
        assert!(size("site.css") <= 6 * 1024, "{} bytes", size("site.css"));
        assert!(address("site.css").starts_with("/static/"));
    }

    /// The variables of one colour scheme: those in `:root` blocks of the stylesheet, the light ones first.
    fn colours(css: &str, scheme: usize) -> std::collections::BTreeMap<&str, [f64; 3]> {
        fn colour(line: &str) -> Option<(&str, [f64; 3])> {
            let channel = |hex: &str, at: usize| {
                f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal")) / 255.0
            };
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
            let value = value.trim_end_matches(';');
            let long = if value.len() == 3 { value.chars().flat_map(|c| [c, c]).collect() } else { value.to_owned() };
            Some((name, [channel(&long, 0), channel(&long, 2), channel(&long, 4)]))
        }
        let block =
            css.split(":root {").nth(scheme + 1).and_then(|rest| rest.split('}').next()).expect("a block of variables");
        block.lines().filter_map(colour).collect()
    }

    /// Contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance).
    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let linear = |c: f64| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        let luminance = |[r, g, b]: [f64; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    #[test]
    fn text_edges_and_focus_have_contrast_in_light_and_in_dark() {
        const WHITE: [f64; 3] = [1.0, 1.0, 1.0];
        let css = String::from_utf8(read("site.css")).expect("UTF-8");
        for scheme in [0, 1] {
            let colours = colours(&css, scheme);
            let check = |one: &str, other: &str, least: f64| {
                let found = contrast(colours[one], colours[other]);
                assert!(found >= least, "{one} on {other} is {found:.2}, scheme {scheme}");
            };
            for ground in ["paper", "sheet", "tint", "warn-tint", "change-tint", "good-tint"] {
                check("ink", ground, 7.0);
                check("accent", ground, 4.5);
            }
            for ground in ["paper", "sheet"] {
                check("quiet", ground, 4.5);
                check("warn", ground, 4.5);
                check("edge", ground, 3.0);
            }
            for kind in ["warn", "change", "good"] {
                check(kind, &format!("{kind}-tint"), 4.5);
            }
            check("accent-ink", "accent", 4.5);
            (1..=5).for_each(|fill| check("ink", &format!("fill-{fill}"), 7.0));
            assert!(contrast(colours["demo"], WHITE) >= 4.5, "white on demo, scheme {scheme}");
        }
    }
}
