use std::collections::BTreeMap;

/// What a campaign came to.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many points were tried.
    pub tried: u64,
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
            println!("  BAD (again: cargo xtask campaign {name} --n 1 --seed {seed}): {what}");
        }
        println!("{name}: {} points, {} bad outcomes", self.tried, self.bad.len());
    }
}
