//! What a developer and a build server run: `cargo xtask check`, `test`, `generate`, `bench`, `campaign`, `docs`.
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

mod cargo;
mod command;
mod generated;
mod house;
mod needs;
mod steps;
mod tally;
mod tidy;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};

use command::Visible;

#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    about = "Checks, tests and generated files of this repository",
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run every check and every test, after installing what they need
    Test {
        /// Run this step alone; may be given more than once
        #[arg(long, value_enum)]
        only: Vec<steps::Step>,
        /// Name what is missing instead of installing it
        #[arg(long)]
        no_install: bool,
    },
    /// Tidy: arrows between rooms, SQL, migrations, licences, papers
    Check,
    /// Write the generated files
    Generate {
        /// Compare only, and fail when a file is not what would be written
        #[arg(long)]
        check: bool,
    },
    /// Run the benchmarks; what follows is handed to them
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Break things on purpose, and check what was promised; what follows is handed on
    Campaign {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Build the documentation of every room; a warning is an error
    Docs,
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\nFailed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    // Everything below names files from the root, wherever it was started.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("this crate stands in crates/xtask")?;
    std::env::set_current_dir(root).with_context(|| format!("cannot enter {}", root.display()))?;
    match task {
        Task::Test { only, no_install } => steps::run(&only, !no_install),
        Task::Check => tidy::check(),
        Task::Generate { check: true } => generated::check(),
        Task::Generate { check: false } => generated::write(),
        Task::Bench { arguments } => {
            Visible::new("cargo", &["build", "--release", "--package", "waarborg-cli"]).run()?;
            Visible::new("cargo", &["run", "--release", "--package", "waarborg-bench", "--"]).and(arguments).run()
        }
        Task::Campaign { arguments } => {
            Visible::new("cargo", &["build", "--release", "--package", "waarborg-cli"]).run()?;
            Visible::new("cargo", &["run", "--release", "--package", "waarborg-campaign", "--"]).and(arguments).run()
        }
        Task::Docs => steps::docs().run(),
    }
}
