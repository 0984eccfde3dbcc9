//! `waarborg ledger`.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use waarborg_ledger::Sink;
use waarborg_store::Tx;

use crate::{installation, output, serve};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Go on after a loss: from a database that was rolled back, or without what was kept outside. The ledger says so for ever
    Recover {
        /// Those who agree to it, two at least; their names stand in the ledger
        #[arg(long, num_args = 1.., required = true, value_name = "NAME")]
        by: Vec<String>,
        /// Do not ask for confirmation
        #[arg(long)]
        yes_recover: bool,
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Write the log as files that anybody can serve and verify (C2SP tlog-tiles). Holds no personal data
    Export {
        /// Folder to write into; new or empty
        folder: PathBuf,
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
    },
}

pub(crate) fn run(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Recover { by, yes_recover, config } => recover(by, *yes_recover, config.as_deref()),
        Command::Export { folder, config } => export(folder, config.as_deref()),
    }
}

/// What has to be typed.
const WORD: &str = "recover";

fn recover(by: &[String], yes: bool, config: Option<&Path>) -> Result<ExitCode> {
    let settings = installation::settings(config)?;
    let mut names: Vec<&str> = by.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 {
        bail!("a recovery needs two who agree to it: --by NAME NAME");
    }
    if !yes && !confirmed()? {
        bail!("nothing was done; type {WORD} when it is meant, or give --yes-recover");
    }
    let (installed, attended) = installation::recover(&settings, by)?;
    let size = installed.ledger.size();
    installed.store.close();
    output::print(&format!(
        "{}The ledger goes on with {size} leaves and says what was lost.\n",
        serve::told(&attended)
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn confirmed() -> Result<bool> {
    if !io::stdin().is_terminal() {
        return Ok(false);
    }
    output::error(&format!(
        "What was signed after this database's copy was made is lost for good, and the ledger says so for ever. Is the newer database really \
         gone? Type {WORD}:"
    ));
    io::stderr().flush().ok();
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("cannot read what is typed")?;
    Ok(line.trim() == WORD)
}

/// The files of an exported log, in a folder.
struct Files(PathBuf);

impl Sink for Files {
    fn file(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let file = self.0.join(path);
        fs::create_dir_all(file.parent().unwrap_or(&self.0))?;
        fs::write(file, bytes)
    }
}

fn export(folder: &Path, config: Option<&Path>) -> Result<ExitCode> {
    let settings = installation::settings(config)?;
    if fs::read_dir(folder).is_ok_and(|mut names| names.next().is_some()) {
        bail!("{} is not empty; a log is exported into a folder of its own", folder.display());
    }
    let installed = installation::open_whole(&settings)?;
    let (ledger, mut files) = (installed.ledger.clone(), Files(folder.to_owned()));
    let size = installed.store.read_blocking(move |tx: &mut Tx<'_>| ledger.export(tx, &mut files))?;
    installed.store.close();
    output::print(&format!("{size} leaves in {0}; `waarborg verify {0}` verifies them.\n", folder.display()))?;
    Ok(ExitCode::SUCCESS)
}
