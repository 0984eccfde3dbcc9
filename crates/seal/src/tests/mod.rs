//! What the keys of this room promise together. Files and shares have their tests beside them.

mod format;
mod key_files;
mod values;

use waarborg_base::Ctx;

use crate::{PersonKey, Place, Ring};

const ANNA: &[u8; 16] = b"anna's number 16";
const BRAM: &[u8; 16] = b"bram's number 16";

fn email(subject: &[u8; 16]) -> Place<'_> {
    Place { table: "vault_person", row: b"7", field: "contact.email", subject, version: 1 }
}

fn ring_and_key() -> (Ctx, Ring, PersonKey) {
    let mut ctx = Ctx::for_test(1);
    let ring = Ring::create(&mut ctx);
    let key = PersonKey::generate(&mut ctx);
    (ctx, ring, key)
}

/// Every way to change one bit of `bytes`.
fn flips(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> + '_ {
    (0..bytes.len() * 8).map(|bit| {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        (bit / 8, changed)
    })
}
