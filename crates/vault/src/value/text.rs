//! Signs that can be kept, and those that cannot.

use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Problem, ValueError};

/// What one line holds at most, in bytes.
const LINE_BYTES: usize = 1_000;

/// One line of text, without space around it. Control characters, line breaks and marks that turn the direction of text are refused:
/// with them one value can be shown as another.
pub(super) fn line(json: &Json, wanted: &'static str) -> Result<String, ValueError> {
    let err = |problem| Err(ValueError::new(problem, wanted));
    let text = match json {
        Json::String(text) => text.trim_matches(is_around),
        Json::Null => return err(Problem::Empty),
        _ => return err(Problem::Type),
    };
    match text {
        "" => err(Problem::Empty),
        _ if text.len() > LINE_BYTES => err(Problem::TooLong),
        _ if text.contains(|sign: char| sign.is_control() || turns(sign) || breaks(sign)) => err(Problem::Character),
        _ => Ok(text.to_owned()),
    }
}

/// Text of several lines, composed as Unicode NFC.
pub(super) fn prose(json: &Json, most: usize, wanted: &'static str) -> Result<Json, ValueError> {
    let Json::String(text) = message(json, most, wanted)? else { return Err(ValueError::new(Problem::Type, wanted)) };
    Ok(composed(text.trim()).into())
}

/// Text of several lines, kept sign by sign: a message is evidence of what somebody wrote.
pub(super) fn message(json: &Json, most: usize, wanted: &'static str) -> Result<Json, ValueError> {
    let problem = match json {
        Json::String(text) if text.trim().is_empty() => Problem::Empty,
        Json::String(text) if text.len() > most => Problem::TooLong,
        Json::String(text) if text.contains(is_unkept) => Problem::Character,
        Json::String(_) => return Ok(json.clone()),
        Json::Null => Problem::Empty,
        _ => Problem::Type,
    };
    Err(ValueError::new(problem, wanted))
}

/// Unicode NFC: one spelling for what looks and means the same.
pub(super) fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Unicode NFC in lower case. Folds sign by sign, so that the end of a word changes nothing.
pub(super) fn folded(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// The digits, letters and plus signs of a number as people write it: full-width signs made plain, and what only sets it apart
/// (space, dots, dashes, slashes, invisible marks that copying leaves behind) left out.
pub(super) fn compact(text: &str) -> String {
    text.nfkc()
        .filter(|sign| !sign.is_whitespace() && !is_dash(*sign) && !is_invisible(*sign) && !matches!(sign, '.' | '/'))
        .collect()
}

/// A control character other than those that text of several lines needs.
pub(super) fn is_unkept(sign: char) -> bool {
    sign.is_control() && !matches!(sign, '\n' | '\r' | '\t')
}

/// A letter, digit or combining mark of any script.
pub(super) fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || is_combining_mark(sign)
}

/// A sign that shows nothing, so that two values can look alike and differ.
pub(super) fn is_invisible(sign: char) -> bool {
    turns(sign)
        || matches!(sign, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// What is left out at both ends: space, and marks that copying leaves behind.
fn is_around(sign: char) -> bool {
    sign.is_whitespace()
        || turns(sign)
        || matches!(sign, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Embeddings, overrides and isolates of the bidirectional algorithm (UAX #9). The marks that people type, U+200E and U+200F, are not
/// among them.
fn turns(sign: char) -> bool {
    matches!(sign, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn breaks(sign: char) -> bool {
    matches!(sign, '\u{2028}' | '\u{2029}')
}
