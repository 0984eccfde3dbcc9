use serde_json::Value as Json;

use super::text::is_unkept;
use super::{Problem, ValueError};

const WANTED: &str = "text, a number, true or false, or a list or object of these, of at most 64 KiB and 8 deep";
const MOST_BYTES: usize = 64 * 1024;
const MOST_DEEP: usize = 8;

/// Checks facts that have no form of their own: an invoice, a log line, a choice with its proof.
pub(super) fn check(json: &Json) -> Result<(), ValueError> {
    let empty = match json {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(items) => items.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    };
    let problem = if empty {
        Some(Problem::Empty)
    } else {
        look(json, MOST_DEEP).err().or_else(|| (json.to_string().len() > MOST_BYTES).then_some(Problem::TooLong))
    };
    problem.map_or(Ok(()), |problem| Err(ValueError::new(problem, WANTED)))
}

fn look(json: &Json, deep: usize) -> Result<(), Problem> {
    let text = |text: &str| if text.contains(is_unkept) { Err(Problem::Character) } else { Ok(()) };
    match json {
        Json::Array(_) | Json::Object(_) if deep == 0 => Err(Problem::TooLong),
        Json::Array(items) => items.iter().try_for_each(|item| look(item, deep - 1)),
        Json::Object(items) => items.iter().try_for_each(|(key, item)| text(key).and_then(|()| look(item, deep - 1))),
        Json::String(item) => text(item),
        Json::Null | Json::Bool(_) | Json::Number(_) => Ok(()),
    }
}

/// Checks a location: words, or an object with `latitude` and `longitude` in degrees (WGS 84) among its keys.
pub(super) fn location(json: &Json) -> Result<(), ValueError> {
    let wanted = "a location: text, or an object with `latitude` (−90 to 90) and `longitude` (−180 to 180)";
    check(json).map_err(|err| ValueError::new(err.problem, wanted))?;
    let within = |key: &str, most: f64| json[key].as_f64().is_some_and(|degrees| degrees.abs() <= most);
    match json {
        Json::String(_) => Ok(()),
        Json::Object(_) if within("latitude", 90.0) && within("longitude", 180.0) => Ok(()),
        Json::Object(_) => Err(ValueError::new(Problem::Form, wanted)),
        _ => Err(ValueError::new(Problem::Type, wanted)),
    }
}
