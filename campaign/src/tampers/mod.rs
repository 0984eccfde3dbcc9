//! Somebody who may write every table changes the ledger. Whatever they do must be found, and the place named.

mod hand;
mod log;
mod ways;

use anyhow::Result;
use waarborg_ledger::verify::{Finding, Report};

use crate::draw::Draw;
use crate::run::{Plan, Planted};
use crate::tally::Tally;
use log::Log;
use ways::Way;

/// Sizes around full tiles, and some larger.
const SIZES: [u64; 7] = [1, 3, 255, 256, 257, 700, 1_500];

/// What the verifier under test says, given what the real one says.
type Verify = fn(Report) -> Report;

pub(crate) fn points(plan: &Plan) -> Result<Tally> {
    run(plan, &SIZES, None, |report| report)
}

/// A verifier that takes the stored hashes on trust, and one that names another place.
pub(crate) fn canaries(seed: u64) -> Result<Planted> {
    let trusting: Verify = |mut report| {
        report.findings.retain(|finding| !matches!(finding, Finding::Rewritten { .. }));
        report
    };
    let off_by_one: Verify = |mut report| {
        for finding in &mut report.findings {
            if let Finding::Changed { position } = finding {
                *position += 1;
            }
        }
        report
    };
    let plan = Plan { n: 10, seed };
    Ok(vec![
        (
            "a leaf edited together with its hashes, and a verifier that trusts stored hashes",
            run(&plan, &[300], Some(Way::LeafAndHashes), trusting)?,
        ),
        ("a verifier that names the place beside", run(&plan, &[300], Some(Way::Entry), off_by_one)?),
    ])
}

fn run(plan: &Plan, sizes: &[u64], only: Option<Way>, verify: Verify) -> Result<Tally> {
    let logs = sizes.iter().map(|&size| Log::build(size)).collect::<Result<Vec<_>>>()?;
    let mut tally = Tally::default();
    for log in &logs {
        let untouched = log.tampered(None, &Draw::new(plan.seed))?;
        if !untouched.report.is_good() {
            tally.bad(plan.seed, format!("an untouched log of {} leaves: {:?}", log.size, untouched.report.findings));
        }
    }
    for seed in plan.seed..plan.seed + plan.n {
        let mut draw = Draw::new(seed);
        let log = draw.pick(&logs);
        let way = only.unwrap_or_else(|| *draw.pick(Way::ALL));
        let seen = log.tampered(Some(way), &draw)?;
        let report = verify(seen.report);
        tally.tried += 1;
        tally.count(format!("{way:?}"));
        if let Err(problem) = seen.expected.judge(&report) {
            tally.bad(seed, format!("{way:?} in a log of {} leaves: {problem}; found {:?}", log.size, report.findings));
        }
    }
    Ok(tally)
}
