use serde_json::Value;

use crate::Error;

/// Integers beyond this do not survive every reader of JSON (RFC 7493 §2.2).
const SAFE: u64 = (1 << 53) - 1;

/// JSON in the one form that everybody computes alike: members sorted, no white space (JCS, RFC 8785).
///
/// Errs on numbers that are not whole or lie beyond 2^53: a record has no use for them, and their text differs by program.
pub fn canonical(value: &Value) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(256);
    write(value, &mut out)?;
    Ok(out)
}

fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => {
            let whole = number.as_i64().is_some_and(|n| n.unsigned_abs() <= SAFE);
            if !whole {
                return Err(Error::NotCanonical { number: number.to_string() });
            }
            out.extend_from_slice(number.to_string().as_bytes());
        }
        Value::String(text) => string(text, out),
        Value::Array(values) => {
            out.push(b'[');
            for (place, value) in values.iter().enumerate() {
                separate(place, out);
                write(value, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            // By UTF-16 code units (RFC 8785 §3.2.3), which differs from the order of bytes beyond the basic plane.
            members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
            out.push(b'{');
            for (place, (name, value)) in members.into_iter().enumerate() {
                separate(place, out);
                string(name, out);
                out.push(b':');
                write(value, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn separate(place: usize, out: &mut Vec<u8>) {
    if place > 0 {
        out.push(b',');
    }
}

/// `serde_json` escapes what RFC 8785 §3.2.2.2 escapes, in the same way, and nothing else.
fn string(text: &str, out: &mut Vec<u8>) {
    serde_json::to_writer(out, text).expect("text can always be written to memory");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: &Value, expected: &str) {
        let found = canonical(value).map(|bytes| String::from_utf8(bytes).expect("JSON is UTF-8"));
        assert_eq!(found.ok().as_deref(), Some(expected));
    }

    #[test]
    fn equal_json_has_equal_bytes() {
        check(
            &json!({ "b": [1, -2, null, true, false], "a": { "z": "", "y": "é" } }),
            r#"{"a":{"y":"é","z":""},"b":[1,-2,null,true,false]}"#,
        );
        check(&json!("\u{8}\u{c}\n\r\t\"\\/\u{1f}\u{7f}"), "\"\\b\\f\\n\\r\\t\\\"\\\\/\\u001f\u{7f}\"");
        // The vector of RFC 8785 §3.2.3: U+1F600 sorts by its surrogate, before U+FB33.
        check(
            &json!({ "\u{fb33}": 1, "\u{1f600}": 2, "\u{20ac}": 3, "\r": 4, "1": 5 }),
            "{\"\\r\":4,\"1\":5,\"\u{20ac}\":3,\"\u{1f600}\":2,\"\u{fb33}\":1}",
        );
    }

    #[test]
    fn a_number_that_programs_write_differently_is_refused() {
        for number in [
            json!(1.5),
            json!(1e30),
            json!(9_007_199_254_740_992_u64),
            json!(u64::MAX),
            json!(-9_007_199_254_740_992_i64),
        ] {
            assert!(matches!(canonical(&json!([number])), Err(Error::NotCanonical { .. })), "{number}");
        }
        check(&json!(9_007_199_254_740_991_i64), "9007199254740991");
    }
}
