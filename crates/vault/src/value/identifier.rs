use super::Problem;
use super::bsn::eleven_test;
use super::text::{compact, composed, is_invisible};

pub(super) const WANTED: &str = "a number or code, as one line of text of at most 1,000 bytes";

/// The normal form: capitals and digits for the numbers that are recognised, else the text itself.
///
/// Recognised are numbers of digits alone (of the trade register `KvK`, of an establishment, RSIN), btw-id, EORI and LEI. What is not recognised keeps its case
/// and its signs, since another organisation may tell `a1` from `A1`. Nothing is refused for its form: any code can be an identifier.
pub(super) fn normal(written: &str) -> Result<String, Problem> {
    if written.contains(is_invisible) {
        return Err(Problem::Character);
    }
    let bare = compact(written).to_ascii_uppercase();
    let bare = ["KVK", "RSIN", "EORI", "LEI"]
        .iter()
        .find_map(|label| bare.strip_prefix(label).map(|rest| rest.strip_prefix(':').unwrap_or(rest)))
        .filter(|rest| is_recognised(rest))
        .unwrap_or(&bare);
    Ok(if is_recognised(bare) { bare.to_owned() } else { composed(written) })
}

fn is_recognised(bare: &str) -> bool {
    is_register_number(bare) || is_btw_id(bare) || is_eori(bare) || is_lei(bare)
}

/// In the trade register (`KvK`) an entry has 8 digits, an establishment 12, an RSIN 9. The first two have no check digit, and their leading
/// zeros count.
fn is_register_number(bare: &str) -> bool {
    matches!(bare.len(), 8 | 9 | 12) && digits(bare)
}

/// A Dutch VAT identification number: `NL`, nine digits, `B`, two digits. The digits pass the eleven-test (an RSIN), or since 2020
/// the whole is 1 modulo 97 (a sole trader).
pub(super) fn is_btw_id(bare: &str) -> bool {
    let Some((number, suffix)) = bare.strip_prefix("NL").and_then(|rest| rest.split_once('B')) else { return false };
    number.len() == 9
        && suffix.len() == 2
        && digits(number)
        && digits(suffix)
        && (eleven_test(number) || modulo_97(bare) == Some(1))
}

/// An EORI number (Regulation 2015/2447 annex 12-01): a country of the Union or Northern Ireland and at most 15 signs. Only those
/// that are digits after the country are recognised, since any word would fit the rest; a Dutch one has nine.
pub(super) fn is_eori(bare: &str) -> bool {
    const COUNTRIES: &[&str] = &[
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
    ];
    let Some((country, number)) = bare.split_at_checked(2) else { return false };
    let length = if country == "NL" { 9..=9 } else { 6..=15 };
    COUNTRIES.contains(&country) && length.contains(&number.len()) && digits(number)
}

/// A legal entity identifier (ISO 17442): 18 signs and two check digits (ISO 7064 mod 97-10).
pub(super) fn is_lei(bare: &str) -> bool {
    bare.len() == 20 && bare.is_ascii() && digits(&bare[18..]) && modulo_97(bare) == Some(1)
}

/// The remainder of division by 97, with A = 10 … Z = 35. `None` when there is another sign.
fn modulo_97(bare: &str) -> Option<u32> {
    bare.chars().try_fold(0, |rest, sign| {
        let value = sign.to_digit(36)?;
        Some((rest * if value < 10 { 10 } else { 100 } + value) % 97)
    })
}

fn digits(text: &str) -> bool {
    text.bytes().all(|sign| sign.is_ascii_digit())
}
