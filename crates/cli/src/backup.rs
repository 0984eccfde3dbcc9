//! `waarborg backup` and `waarborg restore`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use waarborg_server::Settings;
use waarborg_server::backup::{self, Against, Data, KeyArchives, Keys, Restore, Restored, Verified, Written};
use waarborg_server::keys::KeyFolder;
use waarborg_server::outside;
use waarborg_store::Settings as StoreSettings;
use waarborg_tlog::VerifierKey;

use crate::{installation, output};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Backup {
    #[command(subcommand)]
    verify: Option<Verify>,
    /// Folder to write into
    #[arg(required_unless_present = "data")]
    to: Option<PathBuf>,
    /// Folder for the data instead
    #[arg(long)]
    data: Option<PathBuf>,
    /// Folder for the keys instead, best on another disk than the data [default: those of [backup] keys in the settings]
    #[arg(long)]
    keys: Option<PathBuf>,
    /// Settings of the installation [default: server.toml]
    #[arg(long)]
    config: Option<PathBuf>,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Verify {
    /// Read archives to their end: digests, structure, and the ledger against its signed checkpoint
    Verify {
        /// The archives
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Public key of the ledger; otherwise the one that the archive names
        #[arg(long)]
        key: Option<VerifierKey>,
        /// Print the outcome as JSON
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(command: Backup) -> Result<ExitCode> {
    if let Some(Verify::Verify { files, key, json }) = command.verify {
        return verify(&files, key.as_ref(), json);
    }
    let settings = installation::settings(command.config.as_deref())?;
    if !installation::has_database(&settings) {
        bail!("there is nothing to back up yet: {} has no database", settings.data.folder.display());
    }
    let store = StoreSettings::new(settings.data.address());
    let folder = command.data.as_ref().or(command.to.as_ref()).context("name a folder to write into")?;
    let now = installation::ctx().now;
    let key = outside::ledger_key(&settings.outside.folders)?;
    let data = backup::write_data(&store, folder, now, key.as_ref())?;
    // After the data, so that everybody in it who is not erased by then has a key.
    let keys = KeyFolder::at(&settings.keys.folder);
    let (kept, archives) = match (command.keys, KeyArchives::of(&settings, &keys), command.to) {
        (Some(place), ..) => (settings.backup.keys.contains(&place), one(store, keys, place)),
        (None, Some(archives), _) => (true, archives),
        (None, None, Some(to)) => (false, one(store, keys, to)),
        (None, None, None) => bail!("name a folder for the keys: --keys FOLDER"),
    };
    let keys = archives.write(installation::ctx().now)?;
    output::print(&if command.json { told_json(&data, &keys) } else { told(&data, &keys, kept) })?;
    Ok(ExitCode::SUCCESS)
}

fn one(store: StoreSettings, keys: KeyFolder, place: PathBuf) -> KeyArchives {
    KeyArchives { store, keys, places: vec![place] }
}

fn told(data: &Written<Data>, keys: &[Written<Keys>], kept: bool) -> String {
    let mut text = format!("{}: {}\n", data.path.display(), of_data(&data.found));
    for keys in keys {
        text.push_str(&format!("{}: {}\n", keys.path.display(), of_keys(&keys.found)));
    }
    if !kept {
        text.push_str(
            "This key archive is as old as it is: with it and the root key, who is erased from now on can still be read from older data. Name its \
             folder under [backup] keys in server.toml, and each rotation replaces it; until then replace it yourself, daily.\n",
        );
    }
    text.push_str("The root key is in neither. Keep its shares, and the folders of [outside], apart from both.\n");
    text
}

fn of_data(data: &Data) -> String {
    let signed = match (&data.ledger.checkpoint, &data.key) {
        (Some(_), Some(key)) => format!(", signed by {}", key.name()),
        (Some(_), None) => ", signature not checked: name the key of the ledger with --key".to_owned(),
        (None, _) => String::new(),
    };
    let rows: u64 = data.contents.tables.iter().map(|table| table.rows).sum();
    format!(
        "the data of {}, {} people, {rows} rows in {} tables, no keys; {} leaves{signed}",
        data.made_at,
        data.people(),
        data.contents.tables.len(),
        data.ledger.leaves(),
    )
}

fn of_keys(keys: &Keys) -> String {
    format!(
        "the keys of {}, generation {}: {} people, {} key files up to epoch {}, sealed under root key {}",
        keys.made_at,
        keys.generation,
        keys.people(),
        keys.files().count(),
        keys.epoch,
        keys.root,
    )
}

fn data_json(path: &Path, data: &Data) -> Value {
    json!({
        "file": path, "kind": "data", "made_at": data.made_at.to_string(), "schema": data.contents.schema,
        "digest": data.contents.digest.to_string(), "people": data.people(), "leaves": data.ledger.leaves(),
        "signed_by": data.key.as_ref().filter(|_| data.ledger.checkpoint.is_some()).map(ToString::to_string),
        "tables": data.contents.tables.iter().map(|table| (table.table.clone(), table.rows)).collect::<std::collections::BTreeMap<_, _>>(),
    })
}

fn keys_json(path: &Path, keys: &Keys) -> Value {
    json!({
        "file": path, "kind": "keys", "made_at": keys.made_at.to_string(), "generation": keys.generation,
        "people": keys.people(), "epoch": keys.epoch, "ring": keys.ring.to_string(), "root": keys.root.to_string(),
        "key_files": keys.files().collect::<Vec<_>>(),
    })
}

fn told_json(data: &Written<Data>, keys: &[Written<Keys>]) -> String {
    let keys: Vec<Value> = keys.iter().map(|keys| keys_json(&keys.path, &keys.found)).collect();
    pretty(&json!({ "data": data_json(&data.path, &data.found), "keys": keys }))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Every file is read, also after one that does not hold: 1 when any does not.
fn verify(files: &[PathBuf], key: Option<&VerifierKey>, json: bool) -> Result<ExitCode> {
    let (mut all, mut good) = (Vec::new(), true);
    for path in files {
        let found = backup::verify(path, key);
        good &= found.is_ok();
        let (text, value) = match &found {
            Ok(Verified::Data(data)) => (of_data(data), data_json(path, data)),
            Ok(Verified::Keys(keys)) => (of_keys(keys), keys_json(path, keys)),
            Err(error) => {
                let said = format!("{:#}", anyhow::Error::msg(chain(error)));
                (format!("does not hold: {said}"), json!({ "file": path, "problem": said }))
            }
        };
        if !json {
            output::print(&format!("{}: {text}\n", path.display()))?;
        }
        all.push(value);
    }
    if json {
        output::print(&pretty(&Value::Array(all)))?;
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct RestoreArguments {
    /// The archive of the data
    #[arg(long)]
    data: PathBuf,
    /// The archive of the keys
    #[arg(long)]
    keys: PathBuf,
    /// Say what it comes to and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Take keys that are older than the data: who was added in between is lost
    #[arg(long)]
    older_keys: bool,
    /// Go on although the journal of erasures is lost: who was erased after the key archive was made comes back
    #[arg(long)]
    without_journal: bool,
    /// Settings of the installation to restore into, which must be empty [default: server.toml]
    #[arg(long)]
    config: Option<PathBuf>,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn restore(arguments: RestoreArguments) -> Result<ExitCode> {
    let RestoreArguments { data, keys, dry_run, older_keys, without_journal, config, json } = arguments;
    let settings = installation::settings(config.as_deref())?;
    let store = StoreSettings::new(settings.data.address());
    let restore = Restore { data, keys, older_keys, without_journal };
    let plan = installation::with_edge(|edge| Ok(restore.plan(&settings, &store, edge)?))?;
    let restored = if dry_run { plan.told().clone() } else { carry_out(plan, &settings, &store)? };
    output::print(&if json { restored_json(&restored, dry_run) } else { restored_text(&restored, dry_run) })?;
    Ok(ExitCode::SUCCESS)
}

fn carry_out(plan: backup::Plan, settings: &Settings, store: &StoreSettings) -> Result<Restored> {
    let hint = "the restore broke off, and what there is of it does not serve; take the database away and begin again";
    plan.carry_out(settings, store, &installation::means()).context(hint)
}

fn restored_text(restored: &Restored, dry_run: bool) -> String {
    let Restored { data_of, keys_of, people, without_key, erased_again, outdated, unknown_keys, leaves, against } =
        restored;
    let mut text = format!(
        "{}: the data of {data_of} with the keys of {keys_of}.\n\
         People: {people} can be read.\n\
         Erased since: {without_key} had no key any more and are gone; {erased_again} were in the journal outside and were erased again.\n",
        if dry_run { "Would be restored; nothing was changed" } else { "Restored" },
    );
    if *outdated > 0 {
        text.push_str(&format!(
            "Lost: of {outdated} something was kept when they were erased, after this data was made; what is in it of them opens no more, and went.\n"
        ));
    }
    if *unknown_keys > 0 {
        text.push_str(&format!(
            "Lost: {unknown_keys} keys are of people whom the data does not know, added after it was made.\n"
        ));
    }
    text.push_str(&format!("Ledger: {leaves} leaves, "));
    text.push_str(&match against {
        Against::Whole => "the one that was signed last.\nNext: `waarborg serve`.\n".to_owned(),
        Against::Unknown => "and no checkpoint is kept outside that would tell whether that is all: nothing is served until `waarborg ledger recover`.\n"
            .to_owned(),
        Against::Behind(lost) => format!(
            "behind by {lost} that were signed: nothing is served until `waarborg ledger recover` says so in the ledger, for ever.\n"
        ),
        Against::Forked(size) => format!(
            "another history than the {size} leaves that were signed: see first whether this is the right backup; nothing is served until \
             `waarborg ledger recover`.\n"
        ),
    });
    text
}

fn restored_json(restored: &Restored, dry_run: bool) -> String {
    let (state, lost) = match restored.against {
        Against::Whole => ("whole", None),
        Against::Unknown => ("unknown", None),
        Against::Behind(lost) => ("behind", Some(lost)),
        Against::Forked(_) => ("forked", None),
    };
    pretty(&json!({
        "dry_run": dry_run, "data_of": restored.data_of.to_string(), "keys_of": restored.keys_of.to_string(),
        "people": restored.people, "without_key": restored.without_key, "erased_again": restored.erased_again,
        "outdated": restored.outdated, "unknown_keys": restored.unknown_keys, "leaves": restored.leaves, "ledger": state, "behind": lost,
    }))
}
