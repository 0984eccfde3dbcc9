//! Random histories of an installation: people come, are corrected, backed up, erased, keys are rotated, old data is put back (S-12, S-13).
//! Afterwards nothing of the erased may be left that opens, and of nobody anything that can be read.

mod course;
mod traces;

use anyhow::Result;

use crate::run::Plan;
use crate::tally::Tally;
use course::Course;

/// What is wrong with the house in which a history takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Planted {
    Nothing,
    /// A log that tells what was entered.
    Log,
    /// A rotation that keeps the old key.
    OldKey,
}

pub(crate) fn points(plan: &Plan) -> Result<Tally> {
    let mut tally = Tally::default();
    for seed in plan.seed..plan.seed + plan.n {
        point(&mut tally, seed, Planted::Nothing);
    }
    Ok(tally)
}

pub(crate) fn canaries(seed: u64) -> Result<crate::run::Planted> {
    let (mut log, mut key) = (Tally::default(), Tally::default());
    point(&mut log, seed, Planted::Log);
    for seed in seed..seed + 20 {
        point(&mut key, seed, Planted::OldKey);
        if !key.is_good() {
            break;
        }
    }
    Ok(vec![("a log that tells an address in base64", log), ("a rotation that keeps the old key", key)])
}

fn point(tally: &mut Tally, seed: u64, planted: Planted) {
    tally.tried += 1;
    let came = Course::begin(seed).and_then(|course| course.run(tally, planted));
    match came {
        Ok(problems) => problems.into_iter().for_each(|problem| tally.bad(seed, problem)),
        Err(error) => tally.bad(seed, format!("{error:#}")),
    }
}
