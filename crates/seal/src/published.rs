//! The vectors of Wycheproof, through the functions that the rest of this room calls.

use aws_lc_rs::aead::Algorithm;
use serde::Deserialize;
use serde_json::Value;

use crate::aead::{self, CHUNK, NONCE_BYTES, TAG_BYTES, VALUE};
use crate::secret::{Secret, try_expand};
use crate::term::Mac;

#[derive(Deserialize)]
struct File {
    #[serde(rename = "testGroups")]
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(rename = "tagSize")]
    tag_bits: Option<usize>,
    tests: Vec<Value>,
}

/// One vector: its fields are hexadecimal.
struct Vector<'a> {
    tag_bits: usize,
    fields: &'a Value,
}

impl Vector<'_> {
    fn bytes(&self, name: &str) -> Vec<u8> {
        let digits = self.fields[name].as_str().unwrap();
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
    }

    fn valid(&self) -> bool {
        self.fields["result"] == "valid"
    }

    fn name(&self) -> String {
        format!("vector {}: {}", self.fields["tcId"], self.fields["comment"])
    }
}

/// Runs `check` on each vector. It says whether the vector is of a size that the house uses; `expected` is how many are.
fn each(file: &str, expected: usize, check: impl Fn(&Vector<'_>) -> bool) {
    let file: File = serde_json::from_str(file).unwrap();
    let vectors = file.groups.iter().flat_map(|group| {
        let tag_bits = group.tag_bits.unwrap_or_default();
        group.tests.iter().map(move |fields| Vector { tag_bits, fields })
    });
    assert_eq!(vectors.filter(check).count(), expected);
}

fn check_cipher(cipher: &'static Algorithm, vector: &Vector<'_>) -> bool {
    let (key, nonce) = (Secret::from_slice(&vector.bytes("key")), <[u8; NONCE_BYTES]>::try_from(vector.bytes("iv")));
    let (Some(key), Ok(nonce)) = (key, nonce) else { return false };
    let (bound, plain) = (vector.bytes("aad"), vector.bytes("msg"));
    let sealed = [vector.bytes("ct"), vector.bytes("tag")].concat();
    assert_eq!(vector.tag_bits, TAG_BYTES * 8);

    let opened = aead::open(cipher, &key, nonce, &bound, &sealed);
    assert_eq!(opened.is_some(), vector.valid(), "{}", vector.name());
    if vector.valid() {
        assert_eq!(*opened.unwrap(), plain, "{}", vector.name());
        let mut ours = Vec::new();
        aead::seal(cipher, &key, nonce, &bound, &plain, &mut ours);
        assert_eq!(ours, sealed, "{}", vector.name());
    }
    true
}

#[test]
fn values_are_sealed_as_the_published_vectors_say() {
    let file = include_str!("../../../conformance/wycheproof/aes_gcm_siv_test.json");
    each(file, 103, |vector| check_cipher(VALUE, vector));
}

#[test]
fn chunks_are_sealed_as_the_published_vectors_say() {
    let file = include_str!("../../../conformance/wycheproof/aes_gcm_test.json");
    each(file, 66, |vector| check_cipher(CHUNK, vector));
}

/// Extract is HMAC (RFC 5869 §2.2), and what we leave out; so the vectors go through our HMAC and then through our expand.
#[test]
fn keys_are_derived_as_the_published_vectors_say() {
    let file = include_str!("../../../conformance/wycheproof/hkdf_sha256_test.json");
    each(file, 86, |vector| {
        let extracted = Mac::of(&vector.bytes("salt")).tag(&vector.bytes("ikm"));
        let size = usize::try_from(vector.fields["size"].as_u64().unwrap()).unwrap();
        let mut derived = vec![0; size];
        let outcome = try_expand(&extracted, &vector.bytes("info"), &mut derived);
        assert_eq!(outcome.is_ok(), vector.valid(), "{}", vector.name());
        assert!(!vector.valid() || derived == vector.bytes("okm"), "{}", vector.name());
        true
    });
}

#[test]
fn terms_are_hashed_as_the_published_vectors_say() {
    let file = include_str!("../../../conformance/wycheproof/hmac_sha256_test.json");
    each(file, 174, |vector| {
        let tag = Mac::of(&vector.bytes("key")).tag(&vector.bytes("msg"));
        let same = tag[..vector.tag_bits / 8] == vector.bytes("tag");
        assert_eq!(same, vector.valid(), "{}", vector.name());
        true
    });
}
