use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::{Tally, kill, swaps, tampers};

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
