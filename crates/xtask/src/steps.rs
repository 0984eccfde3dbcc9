//! The one test command: what it runs, in which order.

use std::time::Instant;

use anyhow::{Context as _, Result};
use clap::ValueEnum;

use crate::cargo::Metadata;
use crate::command::Visible;
use crate::tally::Tally;
use crate::{generated, needs, tidy};

/// A part of `cargo xtask test`, cheapest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// Layout of the code
    Format,
    /// What `cargo xtask check` checks
    Tidy,
    /// Lints of all rooms and their tests; a warning is an error
    Clippy,
    /// Every Rust test
    Test,
    /// Documentation without warnings
    Docs,
    /// Generated files are as they would be written
    Generated,
    /// The real program in a real browser
    Browser,
}

/// Runs these steps, or all of them, and stops at the first that fails. The last line counts the tests.
pub(crate) fn run(only: &[Step], may_install: bool) -> Result<()> {
    let steps = if only.is_empty() { Step::value_variants() } else { only };
    needs::provide(steps, may_install)?;
    let mut tally = Tally::default();
    let mut durations = Vec::new();
    for step in steps {
        println!("\n== {} ==", step.name());
        let started = Instant::now();
        let outcome = step.run(&mut tally);
        let took = format!("{:.1} s", started.elapsed().as_secs_f64());
        println!("-- {}: {took}", step.name());
        if outcome.is_err() && tally != Tally::default() {
            println!("\n{tally}");
        }
        outcome.with_context(|| format!("{0} (again: cargo xtask test --only {0})", step.name()))?;
        durations.push(format!("{} {took}", step.name()));
    }
    println!("\n{}", durations.join(", "));
    if tally != Tally::default() {
        println!("{tally}");
    }
    Ok(())
}

/// The documentation of every room, without warnings.
pub(crate) fn docs() -> Visible {
    Visible::new("cargo", &["doc", "--workspace", "--no-deps"]).with("RUSTDOCFLAGS", "-D warnings")
}

impl Step {
    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    fn run(self, tally: &mut Tally) -> Result<()> {
        match self {
            Self::Format => Visible::new("cargo", &["fmt", "--all", "--", "--check", "--files-with-diff"]).run(),
            Self::Tidy => {
                println!("$ cargo xtask check");
                tidy::check()
            }
            Self::Clippy => {
                Visible::new("cargo", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).run()
            }
            Self::Test => Visible::new("cargo", &["test", "--workspace", "--no-fail-fast"]).tallied(tally),
            Self::Docs => docs().run(),
            Self::Generated => {
                println!("$ cargo xtask generate --check");
                generated::check()
            }
            Self::Browser => browser(tally),
        }
    }
}

/// The whole, as a person meets it: the program that a developer builds, in the browser that is installed.
fn browser(tally: &mut Tally) -> Result<()> {
    // With `--workspace`, so that it is made of what the tests have built already.
    Visible::new("cargo", &["build", "--workspace", "--bin", "waarborg"]).run()?;
    let program = Metadata::read(None)?.target_directory.join("debug/waarborg");
    Visible::new("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).inside("e2e").run()?;
    Visible::new("npm", &["test"]).inside("e2e").with("WAARBORG", program.to_string_lossy()).tallied(tally)
}
