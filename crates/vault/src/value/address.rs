use serde_json::{Map, Value as Json};

use super::text::{composed, line};
use super::{Problem, ValueError};

const WANTED: &str = "an address: an object with some of `street`, `number`, `addition`, `postcode`, `city`, `region`, `country` \
                      and `lines`";
const PARTS: &[&str] = &["street", "number", "addition", "postcode", "city", "region", "country"];
const PART: &str = "one line of text of at most 1,000 bytes";

/// Checks a postal address. `lines` (at most eight) are for addresses that do not come in parts. The country has two letters (ISO
/// 3166-1); an address without one is Dutch. Of a Dutch address the postcode is checked.
pub(super) fn check(json: &Json) -> Result<Json, ValueError> {
    let given = match json {
        Json::Object(given) if given.is_empty() => return Err(ValueError::new(Problem::Empty, WANTED)),
        Json::Object(given) => given,
        Json::Null => return Err(ValueError::new(Problem::Empty, WANTED)),
        _ => return Err(ValueError::new(Problem::Type, WANTED)),
    };
    let mut kept = Map::new();
    for (key, value) in given {
        let value = match PARTS.iter().find(|part| *part == key) {
            Some(part) => composed(&line(value, PART).map_err(|err| err.in_part(part))?).into(),
            None if key == "lines" => lines(value)?,
            None => return Err(ValueError::new(Problem::UnknownPart, WANTED)),
        };
        kept.insert(key.clone(), value);
    }
    let part = |name: &str| kept.get(name).and_then(Json::as_str);
    let country = part("country").unwrap_or("NL");
    if country.len() != 2 || !country.bytes().all(|sign| sign.is_ascii_uppercase()) {
        return Err(ValueError::new(Problem::Form, "two capital letters, as `NL`").in_part("country"));
    }
    if country == "NL" && part("postcode").is_some_and(|postcode| !is_postcode(postcode)) {
        return Err(ValueError::new(Problem::Form, "a Dutch postcode, as `1234 AB`").in_part("postcode"));
    }
    Ok(Json::Object(kept))
}

fn lines(json: &Json) -> Result<Json, ValueError> {
    let err = |problem| ValueError::new(problem, "a list of one to eight lines of text").in_part("lines");
    match json {
        Json::Array(lines) if lines.is_empty() => Err(err(Problem::Empty)),
        Json::Array(lines) if lines.len() > 8 => Err(err(Problem::TooLong)),
        Json::Array(lines) => lines
            .iter()
            .map(|one| line(one, PART).map(|one| Json::String(composed(&one))).map_err(|err| err.in_part("lines")))
            .collect(),
        _ => Err(err(Problem::Type)),
    }
}

/// Whether a text is a Dutch postcode: four digits of which the first is not zero, and two letters, but for SA, SD and SS.
pub(super) fn is_postcode(text: &str) -> bool {
    let Some((digits, letters)) = text.split_at_checked(4) else { return false };
    let letters = letters.strip_prefix(' ').unwrap_or(letters).to_ascii_uppercase();
    !digits.starts_with('0')
        && digits.bytes().all(|sign| sign.is_ascii_digit())
        && letters.len() == 2
        && letters.bytes().all(|sign| sign.is_ascii_uppercase())
        && !matches!(letters.as_str(), "SA" | "SD" | "SS")
}
