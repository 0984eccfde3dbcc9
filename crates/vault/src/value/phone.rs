use super::Problem;
use super::text::compact;

pub(super) const WANTED: &str = "a telephone number, as `+31 6 12345678` or, when it is Dutch, `06-12345678`";

/// The normal form: E.164, `+` and at most 15 digits.
///
/// A number without country code is Dutch when it starts with the trunk prefix 0, and refused when it does not: it may be of any
/// country. Dutch numbers are held to the numbering plan; of others only the length is known for sure.
pub(super) fn normal(written: &str) -> Result<String, Problem> {
    let compact = compact(written);
    let bare = compact.strip_prefix("tel:").unwrap_or(&compact);
    let after_plus = bare.strip_prefix('+').or_else(|| bare.strip_prefix("(+"));
    let (country_code, number) = match after_plus.or_else(|| bare.strip_prefix("00")) {
        Some(number) => (true, without_trunk(number)),
        None => (false, bare.to_owned()),
    };
    let digits: String = number.chars().filter(|sign| !matches!(sign, '(' | ')')).collect();
    if !digits.bytes().all(|sign| sign.is_ascii_digit()) {
        return Err(Problem::Form);
    }
    let dutch =
        if country_code { digits.strip_prefix("31") } else { Some(digits.strip_prefix('0').ok_or(Problem::Form)?) };
    match dutch {
        Some(national) => {
            // `+31 06 …` is written often, and can mean nothing else.
            let national = if country_code { national.strip_prefix('0').unwrap_or(national) } else { national };
            if is_dutch(national) { Ok(format!("+31{national}")) } else { Err(Problem::Form) }
        }
        None if (7..=15).contains(&digits.len()) && !digits.starts_with('0') => Ok(format!("+{digits}")),
        None => Err(Problem::Form),
    }
}

/// Drops the trunk prefix that people write as `(0)`. In Italy the zero belongs to the number.
fn without_trunk(number: &str) -> String {
    match number.split_once("(0)") {
        Some(("39", rest)) => format!("390{rest}"),
        Some((code, rest)) if code.bytes().all(|sign| sign.is_ascii_digit()) && (1..=3).contains(&code.len()) => {
            format!("{code}{rest}")
        }
        _ => number.to_owned(),
    }
}

/// Whether a national significant number fits the Dutch plan. Numbers that cannot be called from abroad, such as 14010 and 112, do not:
/// they are of nobody.
fn is_dutch(national: &str) -> bool {
    let digits = national.as_bytes();
    let all = digits.len();
    match digits {
        // Machines.
        [b'9', b'7', b'0', ..] => all == 11,
        // Free, and paid.
        [b'8', b'0', b'0', ..] | [b'9', b'0', b'0' | b'6' | b'9', ..] => (7..=10).contains(&all),
        // Mobile numbers and pagers; those not bound to a place; places.
        [b'6', b'1'..=b'6' | b'8', ..]
        | [b'8', b'4' | b'5' | b'7' | b'8', ..]
        | [b'9', b'1', ..]
        | [b'1'..=b'5' | b'7', ..] => all == 9,
        _ => false,
    }
}
