//! `waarborg witness`: cosign the ledgers of others.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Args;
use waarborg_base::SystemClock;
use waarborg_server::settings::{Log, LogFormat, LogLevel};
use waarborg_server::stop_signal;
use waarborg_server::witness::{Door, Witness};
use waarborg_tlog::VerifierKey;
use waarborg_tlog::witness::Log as Watched;

use crate::{installation, output, serve};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Name of this witness, for ever: a host and path without scheme, such as example.org/witness
    #[arg(long)]
    name: String,
    /// Address and port to listen on
    #[arg(long, default_value = "127.0.0.1:8430")]
    listen: SocketAddr,
    /// Folder of its key and of what it saw; made when it is not there. Never put it back from a copy
    #[arg(long)]
    state: PathBuf,
    /// A ledger to watch: its public key, from /ledger/key; after a space its origin, when that is another than the name of the key
    #[arg(long = "log", required = true, value_name = "VKEY", value_parser = watched)]
    logs: Vec<Watched>,
}

fn watched(text: &str) -> Result<Watched, String> {
    let (key, origin) = text.split_once(' ').map_or((text, None), |(key, origin)| (key, Some(origin)));
    let key: VerifierKey = key.parse().map_err(|error: waarborg_tlog::Error| error.to_string())?;
    Ok(Watched { origin: origin.unwrap_or(key.name()).to_owned(), keys: vec![key] })
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode> {
    waarborg_server::log::start(Log { format: LogFormat::Auto, level: LogLevel::Info });
    let Arguments { name, listen, state, logs } = arguments;
    let watched: Vec<String> = logs.iter().map(|log| log.origin.clone()).collect();
    let witness = Witness::open(&state, &name, logs, &mut installation::ctx())?;
    let key = witness.key().to_string();
    serve::runtime()?.block_on(async {
        let door = Door::bind(listen, witness, Arc::new(SystemClock)).await?;
        output::print(&format!(
            "Witness {key}\nAnswers at http://{} for {}. In server.toml of each:\n\n[[ledger.witness]]\nurl = \"http://{}\"\nkey = \"{key}\"\n",
            door.address(),
            watched.join(", "),
            door.address(),
        ))?;
        door.run(stop_signal().context("the system does not tell when to stop")?).await;
        Ok(ExitCode::SUCCESS)
    })
}
