use waarborg_seal::Ring;

use crate::person::merged::is_field;
use crate::record::{self, Record};
use crate::{Error, Token};

/// Whether a record opens with the key that is stored for its person: not when it is older than an erasure that kept something, which sealed
/// that anew under another key. For a restore. Errs when the key itself does not open, which no erasure explains.
pub fn opens(ring: &Ring, person: Token, epoch: u32, wrapped: &[u8], sealed: &[u8]) -> Result<bool, Error> {
    let key = ring.unwrap(person.as_bytes(), epoch, wrapped);
    let key = key.map_err(|_| Error::DoesNotOpen { what: "a person key" })?;
    let record = Record::read(sealed)?;
    let first = record.entries().find(|entry| is_field(entry));
    Ok(first.is_none_or(|entry| record::open(&key, person, entry).is_ok()))
}
