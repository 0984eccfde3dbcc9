use super::Problem;
use super::text::compact;

pub(super) const WANTED: &str = "a citizen service number (BSN) of 9 digits, as text";

/// The normal form: nine digits. Numbers of eight digits had a zero in front that was not written.
pub(super) fn normal(written: &str) -> Result<String, Problem> {
    let digits = compact(written);
    if !matches!(digits.len(), 8 | 9) || !digits.bytes().all(|sign| sign.is_ascii_digit()) {
        return Err(Problem::Form);
    }
    let number = format!("{digits:0>9}");
    if eleven_test(&number) { Ok(number) } else { Err(Problem::CheckDigit) }
}

/// The eleven-test of BSN and RSIN: Σ d₁×9 + d₂×8 + … + d₈×2 − d₉ is a multiple of 11, and not all digits are zero.
pub(super) fn eleven_test(nine: &str) -> bool {
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i32 = nine.bytes().zip(weights).map(|(sign, weight)| i32::from(sign - b'0') * weight).sum();
    sum % 11 == 0 && nine.bytes().any(|sign| sign != b'0')
}
