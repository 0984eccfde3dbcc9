//! Ciphertexts swapped between places, by the thousand. The tests run a slice of it on every change; the campaign runs it long.

use waarborg_base::Ctx;

use crate::{PersonKey, Place};

/// The coordinates of a sealed value, as bits of a mask.
const COORDINATES: [&str; 6] = ["table", "row", "field", "subject", "version", "key"];

/// A swap that opened, or a value that did not open where it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which pair, counted from 0: the same seed gives the same pair again.
    pub pair: u32,
    /// In which coordinates the two places differ. None: it did not open at its own place.
    pub differ: Vec<&'static str>,
}

/// Seals `pairs` pairs of values. The places and keys of a pair differ in some coordinates, each of the 63 choices in turn.
/// Gives back the pairs of which one opens as the other, as `open` sees it.
///
/// `open` is [`PersonKey::open`]; a trial of the trial gives one that opens too much or nothing.
pub fn swaps(ctx: &mut Ctx, pairs: u32, open: impl Fn(&PersonKey, &Place<'_>, &[u8]) -> bool) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for pair in 0..pairs {
        let mask = 1 + pair % 63;
        let differs = |at: usize| mask >> at & 1 == 1;
        let one = Cell::draw(ctx);
        let mut other = Cell::draw(ctx);
        other.keep_of(&one, differs);
        let (one_key, fresh_key) = (PersonKey::generate(ctx), PersonKey::generate(ctx));
        let other_key = if differs(5) { &fresh_key } else { &one_key };

        let sealed = one_key.seal(ctx, &one.place(), b"anna@example.org");
        let other_sealed = other_key.seal(ctx, &other.place(), b"bram@example.org");
        if !open(&one_key, &one.place(), &sealed) || !open(other_key, &other.place(), &other_sealed) {
            breaches.push(Breach { pair, differ: Vec::new() });
        }
        if open(other_key, &other.place(), &sealed) || open(&one_key, &one.place(), &other_sealed) {
            let differ = (0..COORDINATES.len()).filter(|at| differs(*at)).map(|at| COORDINATES[at]).collect();
            breaches.push(Breach { pair, differ });
        }
    }
    breaches
}

/// A place that owns its coordinates.
struct Cell {
    table: String,
    row: [u8; 8],
    field: String,
    subject: [u8; 16],
    version: u32,
}

impl Cell {
    fn draw(ctx: &mut Ctx) -> Self {
        Self {
            table: format!("vault_{:x}", u64::from_be_bytes(ctx.bytes())),
            row: ctx.bytes(),
            field: format!("contact.{:x}", u64::from_be_bytes(ctx.bytes())),
            subject: ctx.bytes(),
            version: u32::from_be_bytes(ctx.bytes()),
        }
    }

    /// Takes over the coordinates in which the two are to be the same.
    fn keep_of(&mut self, one: &Self, differs: impl Fn(usize) -> bool) {
        if !differs(0) {
            self.table.clone_from(&one.table);
        }
        if !differs(1) {
            self.row = one.row;
        }
        if !differs(2) {
            self.field.clone_from(&one.field);
        }
        if !differs(3) {
            self.subject = one.subject;
        }
        if !differs(4) {
            self.version = one.version;
        }
    }

    fn place(&self) -> Place<'_> {
        Place { table: &self.table, row: &self.row, field: &self.field, subject: &self.subject, version: self.version }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_at_its_own_place_only() {
        let breaches = swaps(&mut Ctx::for_test(1), 10_000, |key, place, sealed| key.open(place, sealed).is_ok());
        assert_eq!(breaches, []);
    }

    #[test]
    fn an_opener_that_opens_everything_or_nothing_is_found() {
        let breaches = swaps(&mut Ctx::for_test(1), 63, |_, _, _| true);
        assert_eq!(breaches.iter().filter(|breach| breach.differ == ["version"]).count(), 1);
        assert_eq!(breaches.len(), 63, "each of the 63 choices was tried");
        let closed = swaps(&mut Ctx::for_test(1), 63, |_, _, _| false);
        assert!(closed.len() == 63 && closed.iter().all(|breach| breach.differ.is_empty()));
    }
}
