use iban::{Iban, ParseBaseIbanError, ParseIbanError};

use super::Problem;
use super::text::compact;

pub(super) const WANTED: &str = "a bank account number (IBAN), as `NL91 ABNA 0417 1643 00`";

/// The normal form: the electronic format of ISO 13616, capitals without spaces. Length and structure are those of the country.
pub(super) fn normal(written: &str) -> Result<String, Problem> {
    let compact = compact(written).to_ascii_uppercase();
    match compact.parse::<Iban>() {
        Ok(_) => Ok(compact),
        Err(ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidChecksum }) => {
            Err(Problem::CheckDigit)
        }
        Err(_) => Err(Problem::Form),
    }
}
