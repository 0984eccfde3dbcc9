use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::{Tally, api, clock, disk, errors, histories, kill, links, rotations, swaps, tampers};

/// How long and from where.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many points.
    pub n: u64,
    /// The seed of the first point; the next one has the next number.
    pub seed: u64,
}

/// Bugs that were planted, and what a run with each came to.
pub(crate) type Planted = Vec<(&'static str, Tally)>;

/// One way of breaking things.
pub struct Campaign {
    /// What it is called.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// How many points it usually tries.
    pub usual: u64,
    /// Runs with a planted bug, and must come to bad outcomes: one tally for each bug that was planted.
    canaries: fn(u64) -> Result<Planted>,
    points: fn(&Plan) -> Result<Tally>,
}

/// Every campaign.
pub const CAMPAIGNS: &[Campaign] = &[
    Campaign {
        name: "kill",
        about: "the server is killed while programs call it, on SQLite and on PostgreSQL",
        usual: 2_000,
        canaries: kill::canaries,
        points: kill::points,
    },
    Campaign {
        name: "errors",
        about: "the disk refuses, at every system call on a file",
        usual: 2_000,
        canaries: errors::canaries,
        points: errors::points,
    },
    Campaign {
        name: "commit",
        about: "the wire to PostgreSQL is cut at COMMIT",
        usual: 1_000,
        canaries: links::canaries_of_commits,
        points: links::cut_commits,
    },
    Campaign {
        name: "restarts",
        about: "PostgreSQL is ended at once and started again under load",
        usual: 50,
        canaries: links::canaries_of_restarts,
        points: links::restarts,
    },
    Campaign {
        name: "rotations",
        about: "keys are rotated under load, and the server is killed midway, on SQLite and on PostgreSQL",
        usual: 200,
        canaries: rotations::canaries,
        points: rotations::points,
    },
    Campaign {
        name: "disk",
        about: "the disk is full, and has room again",
        usual: 20,
        canaries: disk::canaries,
        points: disk::points,
    },
    Campaign {
        name: "histories",
        about: "people come and are erased, keys are rotated, old data is put back; then everything is searched",
        usual: 1_000,
        canaries: histories::canaries,
        points: histories::points,
    },
    Campaign {
        name: "clock",
        about: "the clock jumps by years, hours and minutes",
        usual: 120,
        canaries: clock::canaries,
        points: clock::points,
    },
    Campaign {
        name: "api",
        about: "calls made up from the description of the interface",
        usual: 50_000,
        canaries: api::canaries,
        points: api::points,
    },
    Campaign {
        name: "tampers",
        about: "somebody with the whole database in hand changes the ledger",
        usual: 10_000,
        canaries: tampers::canaries,
        points: tampers::points,
    },
    Campaign {
        name: "swaps",
        about: "sealed values are put in other places",
        usual: 100_000,
        canaries: swaps::canaries,
        points: swaps::points,
    },
];

impl Campaign {
    /// Proves that planted bugs are found, then runs.
    ///
    /// # Errors
    /// When a planted bug is not found, or the campaign itself cannot be run. What it finds is in the tally.
    pub fn run(&self, plan: &Plan) -> Result<Tally> {
        println!("{}: {}; {} points, seed {}", self.name, self.about, plan.n, plan.seed);
        let begun = Instant::now();
        for (bug, tally) in (self.canaries)(plan.seed).context("the planted bugs could not be tried")? {
            ensure!(!tally.is_good(), "a planted bug was not found ({bug}): this campaign proves nothing");
            println!("  planted and found: {bug}");
        }
        let tally = self.slice(plan)?;
        println!("  took {:.0} s", begun.elapsed().as_secs_f64());
        Ok(tally)
    }

    /// Runs without planting anything first: for the tests, where there is no time for it.
    ///
    /// # Errors
    /// When the campaign itself cannot be run.
    pub fn slice(&self, plan: &Plan) -> Result<Tally> {
        let tally = (self.points)(plan)?;
        tally.print(self.name);
        Ok(tally)
    }
}
