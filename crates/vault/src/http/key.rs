use waarborg_base::{Digest, IdempotencyKey, Kind};
use waarborg_web::Problem;
use waarborg_web::http::request::Parts;

use crate::WORDS;
use crate::client::Client;

/// The header that names one intended change (draft-ietf-httpapi-idempotency-key-header).
pub(crate) const HEADER: &str = "idempotency-key";

/// Under which key a change is remembered, and what it asked for.
pub(super) struct Key {
    pub(super) key: IdempotencyKey,
    /// Holds the key as sent, which is stored nowhere: of what was sent, nobody who reads the database can test a guess.
    pub(super) input: Digest,
}

/// The key of a call: 16 to 64 printable signs, chosen by the client at random. Two clients never share one.
pub(super) fn of(parts: &Parts, client: &Client, path: &str, body: &[u8]) -> Result<Key, Problem> {
    let sent = sent(parts)?;
    let digest = Digest::of(&[client.id.as_bytes().as_slice(), sent.as_bytes()].concat());
    let (first, _) = digest.as_bytes().split_at(16);
    let key = IdempotencyKey::from_bytes(first.try_into().expect("split at 16"));
    let input = Digest::of(&[path.as_bytes(), &[0], sent.as_bytes(), &[0], body].concat());
    Ok(Key { key, input })
}

fn sent(parts: &Parts) -> Result<&str, Problem> {
    let mut values = parts.headers.get_all(HEADER).iter();
    let (first, second) = (values.next(), values.next());
    let told = |code| Problem::of(Kind::Invalid).told(&WORDS, code);
    let first = first.ok_or_else(|| told("idempotency-key-missing"))?;
    let sent = first.to_str().ok().filter(|sent| (16..=64).contains(&sent.len()) && second.is_none());
    sent.filter(|sent| sent.bytes().all(|sign| sign.is_ascii_graphic())).ok_or_else(|| told("idempotency-key-unfit"))
}
