use std::collections::BTreeMap;

use anyhow::Result;

use crate::run::Plan;

/// What a campaign came to.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many points were tried.
    pub tried: u64,
    /// How many points one seed makes.
    per_seed: u64,
    counts: BTreeMap<String, u64>,
    bad: Vec<Bad>,
}

/// An outcome that must not be.
#[derive(Debug)]
struct Bad {
    seed: u64,
    what: String,
}

/// So many bad outcomes are told in full.
const TOLD: usize = 20;

impl Tally {
    /// Of a campaign in which a seed makes several points.
    pub(crate) fn per_seed(points: u64) -> Self {
        Self { per_seed: points, ..Self::default() }
    }

    /// Lives one life after the other, each from a seed of its own and of as many points as one seed makes, until the plan is done. A life
    /// that breaks off is a bad outcome.
    pub(crate) fn live(&mut self, plan: &Plan, mut live: impl FnMut(&mut Self, u64, u64) -> Result<()>) {
        let mut left = plan.n;
        for seed in plan.seed.. {
            if left == 0 {
                break;
            }
            let points = left.min(self.per_seed.max(1));
            left -= points;
            if let Err(error) = live(self, seed, points) {
                self.bad(seed, format!("{error:#}"));
            }
        }
    }

    /// One more of a kind.
    pub(crate) fn count(&mut self, kind: impl Into<String>) {
        self.add(kind, 1);
    }

    /// So many more of a kind.
    pub(crate) fn add(&mut self, kind: impl Into<String>, more: u64) {
        *self.counts.entry(kind.into()).or_default() += more;
    }

    /// An outcome that must not be, and the seed that brings it back.
    pub(crate) fn bad(&mut self, seed: u64, what: impl Into<String>) {
        self.bad.push(Bad { seed, what: what.into() });
    }

    /// Whether nothing bad came out.
    pub fn is_good(&self) -> bool {
        self.bad.is_empty()
    }

    /// How many bad outcomes there were.
    pub fn bad_outcomes(&self) -> usize {
        self.bad.len()
    }

    pub(crate) fn print(&self, name: &str) {
        for (kind, count) in &self.counts {
            println!("  {count:>9} {kind}");
        }
        for Bad { seed, what } in self.bad.iter().take(TOLD) {
            println!("  BAD (again: cargo xtask campaign {name} --n {} --seed {seed}): {what}", self.per_seed.max(1));
        }
        println!("{name}: {} points, {} bad outcomes", self.tried, self.bad.len());
    }
}
