use waarborg_base::{Digest, IdempotencyKey, Kind};
use waarborg_web::Problem;
use waarborg_web::http::request::Parts;

use super::problem;
use crate::client::Client;

/// The header that names one intended change (draft-ietf-httpapi-idempotency-key-header).
const HEADER: &str = "idempotency-key";

/// The key of a call: 16 to 64 printable signs, chosen by the client at random. Two clients never share one.
pub(super) fn of(parts: &Parts, client: &Client) -> Result<IdempotencyKey, Problem> {
    let mut values = parts.headers.get_all(HEADER).iter();
    let (first, second) = (values.next(), values.next());
    let told = |code| problem::told(Kind::Invalid, code);
    let first = first.ok_or_else(|| told("idempotency-key-missing"))?.as_bytes();
    let fits = (16..=64).contains(&first.len()) && first.iter().all(u8::is_ascii_graphic) && second.is_none();
    if !fits {
        return Err(told("idempotency-key-unfit"));
    }
    let digest = Digest::of(&[client.id.as_bytes().as_slice(), first].concat());
    let (key, _) = digest.as_bytes().split_first_chunk().expect("a digest is longer than a key");
    Ok(IdempotencyKey::from_bytes(*key))
}
