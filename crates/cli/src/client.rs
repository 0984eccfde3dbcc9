//! `waarborg client`: the programs that may call the interface.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use serde_json::json;
use waarborg_base::Ctx;
use waarborg_store::Tx;
use waarborg_vault::client::{self, Client, NewClient, Operation};

use crate::{installation, output};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Let a program call the interface; prints its secret, once
    Add(Add),
    /// List the programs that may call, and what each may do
    List {
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// End what a program may do, for good; a server that runs knows within a second
    Disable {
        /// Name of the client
        name: String,
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
    },
}

/// A client to add.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Name of the client, as the ledger records it: a program, never a person
    name: String,
    /// Purposes it may name, as the protocol calls them
    #[arg(long = "purpose", value_delimiter = ',', required = true)]
    purposes: Vec<String>,
    /// What it may do: create, read, find, correct, purpose, condition, hold, merge, export, erase, history, file, bulk-request,
    /// bulk-approve
    #[arg(long, value_delimiter = ',', required = true)]
    may: Vec<Operation>,
    /// How many calls a minute, on average
    #[arg(long, default_value_t = 600)]
    calls_per_minute: u32,
    /// Settings of the installation [default: server.toml]
    #[arg(long)]
    config: Option<PathBuf>,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Add(new) => add(new),
        Command::List { config, json } => list(config.as_deref(), json),
        Command::Disable { name, config } => disable(&name, config.as_deref()),
    }
}

fn add(new: Add) -> Result<ExitCode> {
    let Add { name, purposes, may, calls_per_minute, config, json } = new;
    let operations = may.into_iter().collect();
    let client = NewClient { name, operations, purposes: purposes.into_iter().collect(), calls_per_minute };
    let installed = installation::open_whole(&installation::settings(config.as_deref())?)?;
    let vault = installed.vault()?;
    let name = client.name.clone();
    let added = installed.store.write_blocking(installation::ctx(), move |ctx: &mut Ctx, tx: &mut Tx<'_>| {
        client::add(ctx, tx, &vault, &client)
    });
    let (id, secret) = added?;
    installation::settle(&installed)?;
    installed.store.close();
    output::print(&if json {
        let report = json!({ "client": name, "id": id.to_string(), "secret": secret.reveal() });
        serde_json::to_string_pretty(&report)? + "\n"
    } else {
        format!("Client {name} may call from now on. Its secret, shown this once:\n  {}\n", secret.reveal())
    })?;
    Ok(ExitCode::SUCCESS)
}

fn list(config: Option<&Path>, json: bool) -> Result<ExitCode> {
    let settings = installation::settings(config)?;
    let Some(store) = installation::open_to_look(&settings)? else {
        bail!("there is no database yet; `waarborg serve` makes it");
    };
    let clients = store.read_blocking(client::list)?;
    store.close();
    let text = if json {
        serde_json::to_string_pretty(&clients.iter().map(report).collect::<Vec<_>>())? + "\n"
    } else if clients.is_empty() {
        "No program may call. `waarborg client add` lets one.\n".to_owned()
    } else {
        clients.iter().map(line).collect()
    };
    output::print(&output::plain(&text))?;
    Ok(ExitCode::SUCCESS)
}

fn operations(client: &Client) -> Vec<&'static str> {
    client.operations.iter().map(Operation::as_str).collect()
}

fn report(client: &Client) -> serde_json::Value {
    json!({
        "client": &*client.name,
        "id": client.id.to_string(),
        "may": operations(client),
        "purposes": client.purposes,
        "calls_per_minute": client.calls_per_minute,
        "added_at": client.added_at.to_string(),
        "disabled_at": client.disabled_at.map(|at| at.to_string()),
    })
}

fn line(client: &Client) -> String {
    let purposes: Vec<&str> = client.purposes.iter().map(String::as_str).collect();
    let disabled = client.disabled_at.map(|at| format!(", disabled {}", at.to_jiff().strftime("%Y-%m-%d %H:%M UTC")));
    format!(
        "{}{}\n    may {}\n    for {}\n    {} calls a minute\n",
        client.name,
        disabled.unwrap_or_default(),
        operations(client).join(", "),
        purposes.join(", "),
        client.calls_per_minute
    )
}

fn disable(name: &str, config: Option<&Path>) -> Result<ExitCode> {
    let installed = installation::open_whole(&installation::settings(config)?)?;
    let vault = installed.vault()?;
    let which = name.to_owned();
    installed.store.write_blocking(installation::ctx(), move |ctx: &mut Ctx, tx: &mut Tx<'_>| {
        client::disable(ctx, tx, &vault, &which)
    })?;
    installation::settle(&installed)?;
    installed.store.close();
    output::print(&format!("Client {name} may do nothing any more.\n"))?;
    Ok(ExitCode::SUCCESS)
}
