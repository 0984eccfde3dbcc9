//! What the text formats share: decimal numbers, base64, and lines that know where they stand.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use waarborg_base::Digest;

use crate::MAX_SIZE;

/// A number written the one way: digits, no sign, no leading zero, at most [`MAX_SIZE`].
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !canonical || !digits {
        return None;
    }
    text.parse().ok().filter(|number| *number <= MAX_SIZE)
}

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Bytes written the one way: padded, and without bits that mean nothing.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

pub(crate) fn hash_from_base64(text: &str) -> Option<Digest> {
    from_base64(text)?.try_into().ok().map(Digest::from_bytes)
}

/// The lines of a text in which every line ends in a newline; `None` when the last does not, or there is none.
pub(crate) fn lines(text: &str) -> Option<impl Iterator<Item = (usize, &str)>> {
    text.strip_suffix('\n').map(|lines| (1..).zip(lines.split('\n')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_one_way() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("9223372036854775807"), Some(MAX_SIZE));
        for refused in
            ["", "00", "01", "+1", "-1", " 1", "1 ", "1_0", "0x1", "٣", "9223372036854775808", "99999999999999999999"]
        {
            assert_eq!(decimal(refused), None, "{refused:?}");
        }
    }

    #[test]
    fn bytes_are_written_in_one_way() {
        assert_eq!(from_base64("AA=="), Some(vec![0]));
        for refused in ["AA", "AA=", "AB==", "AA==\n", "A A=", "AA==AA==", "_-8="] {
            assert_eq!(from_base64(refused), None, "{refused:?}");
        }
    }
}
