use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::{Tally, disk, errors, histories, kill, links, rotations, swaps, tampers};

/// How long and from where.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many points.
    pub n: u64,
    /// The seed of the first point; the next one has the next number.
    pub seed: u64,
}

/// One way of breaking things.
pub struct Campaign {
    /// What it is called.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// How many points it usually tries.
    pub usual: u64,
    /// Runs with a planted bug, and must come to bad outcomes: one tally for each bug that was planted.
    canaries: fn(u64) -> Result<Vec<(&'static str, Tally)>>,
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
        let Plan { n, seed } = *plan;
        println!("{}: {}; {n} points, seed {seed}", self.name, self.about);
        let begun = Instant::now();
        for (bug, tally) in (self.canaries)(seed).context("the planted bugs could not be tried")? {
            ensure!(!tally.is_good(), "a planted bug was not found ({bug}): this campaign proves nothing");
            println!("  planted and found: {bug}");
        }
        let tally = (self.points)(plan)?;
        tally.print(self.name);
        println!("  took {:.0} s", begun.elapsed().as_secs_f64());
        Ok(tally)
    }
}
