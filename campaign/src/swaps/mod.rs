//! Sealed values in other places: between any two places that differ, and between the rows of a real vault. None may open.

mod rows;

use anyhow::Result;
use waarborg_base::Ctx;
use waarborg_seal::trial;

use crate::house::House;
use crate::run::{Plan, Planted};
use crate::tally::Tally;
use rows::Swap;

/// People whose rows are swapped.
const PEOPLE: u64 = 40;

/// Pairs of one seed.
const PAIRS: u64 = 100;

pub(crate) fn points(plan: &Plan) -> Result<Tally> {
    let mut tally = Tally::default();
    // Half of them are pairs of any two places, the other half rows of a vault.
    for seed in (plan.seed..).take(usize::try_from(plan.n.div_ceil(2 * PAIRS))?) {
        pairs(&mut tally, seed, |key, place, sealed| key.open(place, sealed).is_ok());
    }
    let house = House::of(PEOPLE)?;
    for seed in plan.seed..plan.seed + plan.n - plan.n / 2 {
        rows::point(&mut tally, &house, seed, None)?;
    }
    Ok(tally)
}

/// An opener that binds nothing, and somebody with the keys who seals another's value anew.
pub(crate) fn canaries(seed: u64) -> Result<Planted> {
    let (mut unbound, mut insider) = (Tally::default(), Tally::default());
    pairs(&mut unbound, seed, |_, _, _| true);
    let house = House::of(3)?;
    rows::point(&mut insider, &house, seed, Some(Swap::SealedAnew))?;
    Ok(vec![
        ("an opener that binds no place", unbound),
        ("the value of another, sealed anew with stolen keys", insider),
    ])
}

fn pairs(
    tally: &mut Tally,
    seed: u64,
    open: impl Fn(&waarborg_seal::PersonKey, &waarborg_seal::Place<'_>, &[u8]) -> bool,
) {
    let pairs = u32::try_from(PAIRS).expect("few");
    for breach in trial::swaps(&mut Ctx::for_test(seed), pairs, open) {
        tally.bad(seed, format!("places that differ in {:?}, pair {}", breach.differ, breach.pair));
    }
    tally.tried += PAIRS;
    tally.add("pairs of two places", PAIRS);
}
