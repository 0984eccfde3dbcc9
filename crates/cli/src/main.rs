//! The one binary.

mod check;
mod explain;
mod folder;
mod output;
mod plan;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

/// Version, commit and schema: what to name when asking for help.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("WAARBORG_COMMIT"), ")");

/// A privacy protocol that runs: declared, enforced, proven.
#[derive(Debug, Parser)]
#[command(name = "waarborg", version = VERSION, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Examples:\n  waarborg demo                 see it work, with invented data\n  waarborg init privacy         write a first protocol\n  waarborg check privacy/protocol   what is missing")]
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
    /// Say what would change if one protocol took the place of another: what people read, who must be told, what becomes due
    Plan {
        /// Folder of the protocol as it is
        old: PathBuf,
        /// Folder of the protocol as it would be
        new: PathBuf,
        /// Print the plan as JSON
        #[arg(long)]
        json: bool,
    },
    /// Say what a code of `check` means
    Explain {
        /// The code, such as G04
        code: String,
    },
    /// Print the JSON Schema of the protocol language, for editors
    Schema,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

fn main() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    run(command).unwrap_or_else(|error| {
        output::error(&format!("waarborg: {error:#}"));
        ExitCode::from(2)
    })
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Check { path, json, strict } => check::run(&path, json, strict),
        Command::Plan { old, new, json } => plan::run(&old, &new, json),
        Command::Explain { code } => explain::run(&code),
        Command::Schema => {
            output::print(&(serde_json::to_string_pretty(&waarborg_protocol::schema::json_schema())? + "\n"));
            Ok(ExitCode::SUCCESS)
        }
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "waarborg", &mut text);
            output::print(&String::from_utf8(text)?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Man => {
            let mut text = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut text)?;
            output::print(&String::from_utf8(text)?);
            Ok(ExitCode::SUCCESS)
        }
    }
}
