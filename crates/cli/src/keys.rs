//! `waarborg keys`: make, look at, rotate, and share out the keys of an installation.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use serde::Serialize;
use waarborg_base::SecretString;
use waarborg_seal::share::{self, Share};
use waarborg_seal::{Root, RootKey};
use waarborg_server::keys::{self, Edge, KeyFolder, root};
use waarborg_server::outside::Erasures;
use waarborg_server::settings::RootSource;
use waarborg_server::{Settings, outside};

use crate::doctor::Found;
use crate::{installation, output, terminal};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the keys of a new installation; refuses where there are any, and where a database needs others
    Init {
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
        /// Seal the root key under a passphrase, which every start then asks for
        #[arg(long)]
        passphrase: bool,
    },
    /// Show what keys there are and when they were rotated; opens none of them
    Status {
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
    /// Rotate now: after this, no copy of anybody erased before opens any more
    Rotate {
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Print shares of the root key, once, for as many people; so many of them together rebuild it
    Split {
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
        /// How many shares rebuild the root key
        #[arg(long)]
        needed: u8,
        /// How many shares to print
        #[arg(long = "of")]
        all: u8,
    },
    /// Rebuild a lost root key from shares, one a line on standard input
    Join {
        /// Settings of the installation [default: server.toml]
        #[arg(long)]
        config: Option<PathBuf>,
        /// Seal the root key under a passphrase, which every start then asks for
        #[arg(long)]
        passphrase: bool,
    },
    /// Print a new root key, to be made a credential of systemd
    NewRoot,
}

pub(crate) fn run(command: Command) -> Result<ExitCode> {
    let text = match command {
        Command::Init { config, passphrase } => init(&installation::settings(config.as_deref())?, passphrase)?,
        Command::Status { config, json } => status(&installation::settings(config.as_deref())?, json)?,
        Command::Rotate { config } => rotate(&installation::settings(config.as_deref())?)?,
        Command::Split { config, needed, all } => split(&installation::settings(config.as_deref())?, needed, all)?,
        Command::Join { config, passphrase } => join(&installation::settings(config.as_deref())?, passphrase)?,
        Command::NewRoot => RootKey::generate(&mut installation::ctx()).to_file().to_string(),
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn init(settings: &Settings, passphrase: bool) -> Result<String> {
    if installation::is_bound(settings)? {
        bail!(
            "this database was made with keys, and new ones could not open it: nothing was made. Put the newest copy of the key folder back \
             at {}",
            settings.keys.folder.display()
        );
    }
    make(settings, passphrase)
}

/// Makes the keys, and begins what is kept outside. What was made, as it is told.
pub(crate) fn make(settings: &Settings, passphrase: bool) -> Result<String> {
    let words = passphrase.then(new_passphrase).transpose()?;
    let made = installation::with_edge(|edge| {
        keys::make(&mut installation::ctx(), &settings.keys, edge, words.as_ref()).map_err(Into::into)
    })?;
    Erasures::make(&settings.outside.folders)?;
    let folder = settings.keys.folder.display();
    let root = match (&settings.keys.root, made.root) {
        (RootSource::File(path), true) => format!("{} (the root key, which opens them)", path.display()),
        (RootSource::File(path), false) => format!("{} opens them; it was there", path.display()),
        (RootSource::Credential(name), _) => format!("the credential {name} opens them"),
    };
    let outside: Vec<String> = settings.outside.folders.iter().map(|folder| folder.display().to_string()).collect();
    Ok(format!(
        "Keys made: {folder}; {root}.\nKept outside every backup: {}.\nWithout the keys nobody can read the data, you neither: \
         `waarborg keys split --needed 3 --of 5` prints shares of the root key for several people to keep.\n",
        outside.join(", ")
    ))
}

fn new_passphrase() -> Result<SecretString> {
    let first =
        terminal::ask("New passphrase for the root key").context("nobody can be asked for a passphrase here")?;
    let second = terminal::ask("The same once more")?;
    if first != second {
        bail!("the two differ; nothing was made");
    }
    Ok(first.trim_end_matches(['\r', '\n']).into())
}

#[derive(Serialize)]
struct Status {
    folder: PathBuf,
    files: Vec<String>,
    epoch: Option<u32>,
    rotated_at: Option<String>,
    under_way: bool,
    next_rotation: Option<String>,
    root: String,
}

fn status(settings: &Settings, json: bool) -> Result<String> {
    let folder = KeyFolder::at(&settings.keys.folder);
    if !folder.has_keys()? {
        return Err(keys::Error::None { folder: settings.keys.folder.clone() }.into());
    }
    folder.read()?;
    let state = folder.state()?;
    let every = jiff::SignedDuration::try_from(settings.keys.rotate_every)?;
    let status = Status {
        folder: settings.keys.folder.clone(),
        files: folder.names()?,
        epoch: state.map(|state| state.epoch),
        rotated_at: state.map(|state| state.begun_at.to_string()),
        under_way: state.is_some_and(|state| state.under_way),
        next_rotation: state.map(|state| (state.begun_at.to_jiff() + every).to_string()),
        root: match &settings.keys.root {
            RootSource::File(path) => path.display().to_string(),
            RootSource::Credential(name) => format!("credential {name}"),
        },
    };
    if json {
        return Ok(serde_json::to_string_pretty(&status)? + "\n");
    }
    let mut text = format!("Keys in {}, opened by {}:\n", status.folder.display(), status.root);
    for file in &status.files {
        text.push_str(&format!("  {file}\n"));
    }
    text.push_str(&match (&status.rotated_at, status.under_way) {
        (Some(at), true) => format!("A rotation is under way since {at}; the server goes on with it.\n"),
        (Some(at), false) => {
            let next = status.next_rotation.as_deref().unwrap_or_default();
            format!("Rotated {at}; the next is due {next}. What was erased before the last opens nowhere.\n")
        }
        (None, _) => "Nothing is known of a rotation; the server begins one when it starts.\n".to_owned(),
    });
    Ok(text)
}

/// How long to wait before looking again whether the server has rotated.
const LOOK: Duration = Duration::from_millis(200);

/// Has the server rotate when one runs, and rotates itself otherwise.
fn rotate(settings: &Settings) -> Result<String> {
    installation::must_have_keys(settings)?;
    let folder = KeyFolder::at(&settings.keys.folder);
    let before = folder.state()?.map(|state| state.epoch);
    let mut asked = false;
    loop {
        match Erasures::open(&settings.outside.folders) {
            // The journal is the server's: one runs.
            Err(outside::Error::InUse { .. }) if !asked => {
                folder.ask_for_rotation()?;
                asked = true;
                output::error("The server rotates; this waits until it has.");
            }
            Err(outside::Error::InUse { .. }) => {
                let state = folder.state()?.filter(|state| !state.under_way && Some(state.epoch) != before);
                if let Some(state) = state.filter(|_| !folder.is_rotation_asked()) {
                    return Ok(format!("Rotated to epoch {}. What was erased before opens nowhere.\n", state.epoch));
                }
                std::thread::sleep(LOOK);
            }
            opened => {
                drop(opened?);
                return rotate_here(settings);
            }
        }
    }
}

fn rotate_here(settings: &Settings) -> Result<String> {
    let installed = installation::open_whole(settings)?;
    let vault = installed.vault()?;
    let rotated = installed.rotation(&vault).rotate(&|_| {})?;
    let rotated = rotated.context("another process rotates at this moment")?;
    installation::settle(&installed)?;
    installed.store.close();
    Ok(format!(
        "Rotated to epoch {}: {} keys wrapped again, {} erasures final. What was erased before opens nowhere.\n",
        rotated.epoch, rotated.rewrapped, rotated.finals
    ))
}

fn split(settings: &Settings, needed: u8, all: u8) -> Result<String> {
    let root = installation::with_edge(|edge| root::open(&settings.keys, edge).map_err(Into::into))?;
    let shares = share::split(&mut installation::ctx(), &root, needed, all)?;
    let mut text = format!(
        "{all} shares of root key {}. Any {needed} of them rebuild it (`waarborg keys join`); fewer tell nothing.\nGive each to another person, on \
         paper. They are shown this once and kept nowhere.\n\n",
        root.id()
    );
    for share in &shares {
        text.push_str(&format!("{}\n\n", share.to_line().trim_end()));
    }
    Ok(text)
}

fn join(settings: &Settings, passphrase: bool) -> Result<String> {
    if std::io::stdin().is_terminal() {
        output::error("Type the shares, one a line; an empty line ends.");
    }
    let mut shares: Vec<Share> = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = zeroize::Zeroizing::new(line.context("cannot read the shares")?);
        match line.trim() {
            "" if shares.is_empty() => {}
            "" => {
                // Printed with an empty line between them: the last one given decides.
                if std::io::stdin().is_terminal() {
                    break;
                }
            }
            text => shares.push(Share::parse(text).with_context(|| format!("line {}", shares.len() + 1))?),
        }
    }
    if shares.is_empty() {
        bail!("no share was given; type or pipe them in, one a line");
    }
    let key = share::join(&shares)?;
    let words = passphrase.then(new_passphrase).transpose()?;
    let RootSource::File(path) = &settings.keys.root else {
        return Ok(key.to_file().to_string());
    };
    root::write(&settings.keys, &mut installation::ctx(), &key, words.as_ref())?;
    Ok(format!("{} holds root key {} again.\n{}", path.display(), key.id(), fits(settings, &key)))
}

/// Whether the key that was rebuilt opens the key files.
fn fits(settings: &Settings, key: &RootKey) -> String {
    let files = KeyFolder::at(&settings.keys.folder).read().ok().filter(|files| !files.is_empty());
    match files.map(|files| waarborg_seal::Ring::open(&files, key)) {
        Some(Ok(_)) => "It opens the key files.\n".to_owned(),
        Some(Err(error)) => format!("The key files do not open with it: {error}.\n"),
        None => String::new(),
    }
}

/// How well the keys are, for `doctor`: opens them, unless somebody would have to be asked.
pub(crate) fn found(settings: &Settings) -> Found {
    let folder = settings.keys.folder.display();
    let opened = installation::with_edge(|edge| {
        let nobody = Edge { credentials: edge.credentials, ask: &|| Err(std::io::ErrorKind::Unsupported.into()) };
        Ok(keys::open(&settings.keys, &nobody))
    });
    let state = KeyFolder::at(&settings.keys.folder).state();
    match opened {
        Ok(Ok(_)) => match state {
            Ok(Some(state)) if state.under_way => {
                let mend = "Start the server: it goes on with it.";
                Found::known("keys", format!("{folder}: a rotation is under way since {}", state.begun_at), mend)
            }
            Ok(Some(state)) => Found::well("keys", format!("{folder} opens; rotated {}", state.begun_at)),
            _ => Found::known(
                "keys",
                format!("{folder} opens; no rotation is known"),
                "The server begins one when it starts.",
            ),
        },
        Ok(Err(keys::Error::NobodyToAsk(_))) => Found::known(
            "keys",
            format!("{folder} is private; the root key is under a passphrase, and was not opened"),
            "Nothing, if you know the passphrase.",
        ),
        Ok(Err(keys::Error::None { .. })) if !installation::has_database(settings) => {
            Found::known("keys", format!("{folder} has none yet"), "`waarborg keys init` makes them.")
        }
        Ok(Err(keys::Error::None { .. })) => Found::mend(
            "keys",
            format!("there are no keys in {folder}, and there is a database"),
            "Put the newest copy of the key folder back. Only for a database that never had keys: `waarborg keys init`.",
        ),
        Ok(Err(error)) => Found::mend(
            "keys",
            format!("{:#}", anyhow::Error::from(error)),
            "Do what it says; nothing is made in its place.",
        ),
        Err(error) => Found::mend("keys", format!("{error:#}"), "Do what it says."),
    }
}
