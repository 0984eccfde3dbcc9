//! The one binary.

mod check;
mod folder;
mod output;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A privacy protocol that runs.
#[derive(Debug, Parser)]
#[command(name = "waarborg", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check a protocol: what cannot run (exit 2), and which duties of law it does not meet (with --strict: exit 1)
    Check {
        /// Folder of the protocol, or its main file
        #[arg(default_value = ".")]
        path: PathBuf,
        /// Print findings as JSON
        #[arg(long)]
        json: bool,
        /// Exit with 1 when there are gaps
        #[arg(long)]
        strict: bool,
    },
}

fn main() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    let outcome = match command {
        Command::Check { path, json, strict } => check::run(&path, json, strict),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            output::error(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}
