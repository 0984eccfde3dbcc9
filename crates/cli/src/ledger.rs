//! `waarborg ledger`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

use crate::{installation, output, serve};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Go on after a loss: from a database that was rolled back, or without what was kept outside. The ledger says so for ever
    Recover {
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
    },
}

pub(crate) fn run(command: &Command) -> Result<ExitCode> {
    let Command::Recover { config } = command;
    let settings = installation::settings(config.as_deref())?;
    let (installed, attended) = installation::recover(&settings)?;
    let size = installed.ledger.size();
    installed.store.close();
    output::print(&format!(
        "{}The ledger goes on with {size} leaves and says what was lost.\n",
        serve::told(&attended)
    ))?;
    Ok(ExitCode::SUCCESS)
}
