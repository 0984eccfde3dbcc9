use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use waarborg_base::{Digest, Hasher, Timestamp};

/// How many letters a commitment has in base64.
const COMMITMENT: usize = 43;

/// What a record is committed to with: SHA-256 of the salt and the record. Without the salt, which is random and dies with the
/// record, it tells nothing about the record.
pub fn commitment(salt: &[u8; 32], record: &[u8]) -> Digest {
    let mut hasher = Hasher::new();
    hasher.update(salt);
    hasher.update(record);
    hasher.finish()
}

/// The moment of a leaf as its entry has it: RFC 3339, in whole seconds.
pub(crate) fn moment(now: Timestamp) -> String {
    now.to_jiff().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The entry of a leaf: all that enters the tree, and all that is public of an event. It holds no personal data and no kind of
/// event, so it can stay when the record is erased.
pub(crate) fn encode(moment: &str, commitment: &Digest) -> Vec<u8> {
    let mut text = [0; COMMITMENT];
    let written = URL_SAFE_NO_PAD.encode_slice(commitment.as_bytes(), &mut text);
    debug_assert_eq!(written, Ok(COMMITMENT), "a digest has one length");
    let parts: [&[u8]; 5] = [br#"{"c":""#, &text, br#"","t":""#, moment.as_bytes(), br#"","v":1}"#];
    parts.concat()
}

/// The commitment in an entry, if it is an entry of this version.
pub fn committed(entry: &[u8]) -> Option<Digest> {
    let rest = entry.strip_prefix(br#"{"c":""#)?;
    let (text, rest) = rest.split_at_checked(COMMITMENT)?;
    if !rest.starts_with(br#"","t":""#) || !rest.ends_with(br#"","v":1}"#) {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    Some(Digest::from_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use waarborg_base::Ctx;

    use super::*;

    #[test]
    fn an_entry_is_canonical_json_of_whole_seconds_and_a_commitment() {
        let committed_to = commitment(&[7; 32], br#"{"v":1}"#);
        let now = Timestamp::from_micros(Ctx::for_test(1).now.as_micros() + 999_999).expect("in range");
        let entry = encode(&moment(now), &committed_to);
        let value: serde_json::Value = serde_json::from_slice(&entry).expect("JSON");
        assert_eq!(crate::canonical(&value).expect("canonical"), entry);
        assert_eq!(value["t"], "2026-11-22T11:00:00Z");
        assert_eq!(committed(&entry), Some(committed_to));
        assert_eq!(commitment(&[7; 32], b"x"), Digest::of(&[&[7; 32][..], b"x"].concat()));
    }

    #[test]
    fn another_shape_has_no_commitment() {
        let entry = encode(&moment(Ctx::for_test(1).now), &Digest::of(b""));
        for cut in 0..entry.len() {
            assert_eq!(committed(&entry[..cut]), None, "{cut}");
        }
        assert_eq!(committed(br#"{"c":"====","t":"","v":1}"#), None);
    }
}
