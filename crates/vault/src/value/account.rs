use super::text::{folded, is_invisible};
use super::{Problem, email};

pub(super) const WANTED: &str = "an account name or number, as one line of text of at most 1,000 bytes";

/// The normal form: that of an e-mail address if it is one, else composed and in lower case (RFC 8265 §3.3). Signs that show nothing are
/// refused: with them one account name looks like another.
pub(super) fn normal(written: &str) -> Result<String, Problem> {
    if written.contains(is_invisible) {
        return Err(Problem::Character);
    }
    Ok(email::normal(written).unwrap_or_else(|_| folded(written)))
}
