//! The one binary.

mod apply;
mod backup;
mod check;
mod client;
mod demo;
mod doctor;
mod explain;
mod folder;
mod init;
mod installation;
mod keys;
mod ledger;
mod man;
mod output;
mod plan;
mod serve;
mod terminal;
mod verify;
mod witness;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

/// Version, commit and schema: what to name when asking for help.
fn version() -> String {
    let schema = waarborg_store::newest_schema();
    format!("{} (commit {}, schema {schema})", env!("CARGO_PKG_VERSION"), env!("WAARBORG_COMMIT"))
}

/// A privacy protocol that runs: declared, enforced, proven.
#[derive(Debug, Parser)]
#[command(name = "waarborg", version = version(), arg_required_else_help = true, max_term_width = 100)]
#[command(
    after_help = "Examples:\n  waarborg demo                    see it work, with invented data\n  waarborg init privacy            write a first protocol\n  waarborg check privacy/protocol  what is missing"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show everything with invented data, on this machine only; prints one link
    Demo {
        /// Folder of another protocol than the invented one
        #[arg(long)]
        protocol: Option<PathBuf>,
        /// Port to listen on; a free one is taken when it is in use
        #[arg(long, default_value_t = 8420)]
        port: u16,
    },
    /// Write a first protocol and server file, with comments
    Init {
        /// Folder to write into
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Name of the organisation
        #[arg(long, default_value = "Voorbeeld B.V.")]
        name: String,
    },
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
    #[command(override_usage = "waarborg plan [OPTIONS] [OLD] <NEW>")]
    Plan {
        /// Folder of the protocol as it is, and of the one that would take its place. One folder alone is compared with the
        /// version in force of this installation
        #[arg(value_name = "FOLDER", num_args = 1..=2, required = true)]
        folders: Vec<PathBuf>,
        /// Settings of the installation whose version in force is compared [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
        /// Print the plan as JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a protocol the version in force, and write down who must be told
    Apply {
        /// Folder of the protocol
        path: PathBuf,
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
        /// Print the outcome as JSON
        #[arg(long)]
        json: bool,
    },
    /// Serve an installation
    Serve {
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Make, rotate and share out the keys of an installation
    #[command(subcommand)]
    Keys(keys::Command),
    /// Say which programs may call the interface, and what each may do
    #[command(subcommand)]
    Client(client::Command),
    /// Export the ledger, or go on with it after a loss
    #[command(subcommand)]
    Ledger(ledger::Command),
    /// Back up a running installation: data and keys apart, and neither opens without the other and the root key
    Backup(backup::Backup),
    /// Restore into an empty installation; nobody who was erased comes back
    Restore(backup::RestoreArguments),
    /// Verify a ledger, a receipt or the certificate of an erasure, offline: 0 all holds, 1 it does not and where first, 2 it cannot be read
    Verify(verify::Arguments),
    /// Witness the ledgers of others: sign that they only grew (C2SP tlog-witness)
    Witness(witness::Arguments),
    /// Look whether an installation is well: 0 it is, 1 something to know, 2 something to mend. Changes nothing
    Doctor {
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
        /// Print what was found as JSON
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
    if let Err(error) = waarborg_server::keep_memory_private() {
        output::error(&format!(
            "waarborg: the system may write this program's memory to a disk when it fails ({error})"
        ));
    }
    run(command).unwrap_or_else(|error| {
        output::error(&format!("waarborg: {error:#}"));
        ExitCode::from(2)
    })
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Check { path, json, strict } => check::run(&path, json, strict),
        Command::Demo { protocol, port } => demo::run(protocol.as_deref(), port),
        Command::Init { folder, name } => init::run(&folder, &name),
        Command::Plan { folders, config, json } => match folders.as_slice() {
            [new] => plan::run(None, new, config.as_deref(), json),
            [old, new, ..] => plan::run(Some(old), new, config.as_deref(), json),
            [] => unreachable!("one folder is required"),
        },
        Command::Apply { path, config, json } => apply::run(&path, config.as_deref(), json),
        Command::Serve { config } => serve::run(config.as_deref()),
        Command::Keys(command) => keys::run(command),
        Command::Client(command) => client::run(command),
        Command::Ledger(command) => ledger::run(&command),
        Command::Witness(arguments) => witness::run(arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Backup(command) => backup::run(command),
        Command::Restore(arguments) => backup::restore(arguments),
        Command::Doctor { config, json } => doctor::run(config.as_deref(), json),
        Command::Explain { code } => explain::run(&code),
        Command::Schema => {
            output::print(&(serde_json::to_string_pretty(&waarborg_protocol::schema::json_schema())? + "\n"))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "waarborg", &mut text);
            output::print(&String::from_utf8(text)?)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Man => {
            output::print(&String::from_utf8(man::page(Arguments::command())?)?)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
