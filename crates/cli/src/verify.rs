//! `waarborg verify`: offline, and without trust in who keeps the log.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};
use waarborg_base::from_hex;
use waarborg_ledger::verify::{Report, Source, Verifier, commits_to};
use waarborg_server::Settings;
use waarborg_server::outside::{self, Checkpoints};
use waarborg_store::{MIGRATIONS, Settings as StoreSettings, Store, Tx};
use waarborg_tlog::{Checkpoint, TlogProof, VerifierKey};
use waarborg_vault::erasure;

use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A data folder (also while it is served), a server.toml, an exported log, or a receipt or certificate as JSON; `-` reads one from
    /// standard input
    path: PathBuf,
    /// A checkpoint that is known from elsewhere: kept outside, in a receipt, from a witness. May be given more than once
    #[arg(long = "checkpoint", value_name = "FILE")]
    checkpoints: Vec<PathBuf>,
    /// Public key of the ledger [default: as it is kept outside, else the one that the log, receipt or certificate names]
    #[arg(long)]
    key: Option<VerifierKey>,
    /// Settings of the installation, whose checkpoint and key outside are used as known [default: the server.toml beside it]
    #[arg(long)]
    config: Option<PathBuf>,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

/// What was verified.
struct Verified {
    text: String,
    json: Value,
    good: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let verified = verify(arguments)?;
    let Verified { text, mut json, good } = verified;
    json["verified"] = good.into();
    output::print(&if arguments.json { format!("{json:#}\n") } else { text })?;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn verify(arguments: &Arguments) -> Result<Verified> {
    let path = &arguments.path;
    if path.as_os_str() == "-" {
        let mut text = Vec::new();
        io::stdin().take(LONGEST).read_to_end(&mut text).context("cannot read standard input")?;
        return proof(arguments, &text);
    }
    let found = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !found.is_dir() {
        if path.extension().is_some_and(|end| end == "toml") {
            let settings = Settings::load(path)?;
            return database(arguments, &settings.data.address(), Some(&settings));
        }
        let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        return proof(arguments, &text);
    }
    let file = path.join("waarborg.db");
    if file.is_file() {
        let settings = settings_of(arguments)?;
        return database(arguments, &format!("sqlite:{}", file.display()), settings.as_ref());
    }
    if path.join("checkpoint").is_file() {
        return exported(arguments);
    }
    bail!("{} is neither a data folder (no waarborg.db) nor an exported log (no checkpoint)", path.display())
}

/// The longest receipt or certificate.
const LONGEST: u64 = 16 << 20;

/// The settings of the installation that a data folder belongs to: those named, else `server.toml` beside the folder or here, if it names
/// that folder.
fn settings_of(arguments: &Arguments) -> Result<Option<Settings>> {
    if let Some(config) = &arguments.config {
        return Ok(Some(Settings::load(config)?));
    }
    let whole = fs::canonicalize(&arguments.path).unwrap_or_else(|_| arguments.path.clone());
    let beside = whole.parent().map(|folder| folder.join("server.toml"));
    for file in [beside, Some(PathBuf::from("server.toml"))].into_iter().flatten().filter(|file| file.is_file()) {
        let settings = Settings::load(&file)?;
        if fs::canonicalize(&settings.data.folder).is_ok_and(|folder| folder == whole) {
            return Ok(Some(settings));
        }
    }
    // As `serve` would without settings: everything beside the data.
    let usual = whole.parent().map(Settings::usual).filter(|usual| usual.data.folder == whole);
    Ok(usual)
}

/// The key to verify with, and whether it is only the word of what is verified.
fn key(arguments: &Arguments, settings: Option<&Settings>, said: Option<&str>) -> Result<(VerifierKey, bool)> {
    if let Some(key) = &arguments.key {
        return Ok((key.clone(), false));
    }
    let kept = settings.map(|settings| outside::ledger_key(&settings.outside.folders)).transpose()?;
    if let Some(key) = kept.flatten() {
        return Ok((key, false));
    }
    let said = said.context("name the public key of the ledger with --key; it is published at /ledger/key")?;
    Ok((said.trim().parse().context("the key of the ledger that it names is none")?, true))
}

fn verifier(arguments: &Arguments, key: &VerifierKey, known: Option<String>) -> Result<Verifier> {
    let mut verifier = Verifier::new(key.name(), key);
    for file in &arguments.checkpoints {
        let note = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        verifier = verifier.knowing(&note).with_context(|| file.display().to_string())?;
    }
    Ok(match known {
        Some(note) => verifier.knowing(&note)?,
        None => verifier,
    })
}

fn database(arguments: &Arguments, address: &str, settings: Option<&Settings>) -> Result<Verified> {
    let (key, _) = key(arguments, settings, None)?;
    // Before the database is read: what is outside is never ahead of it.
    let known = settings.map(|settings| Checkpoints::of(&settings.outside.folders).newest()).transpose()?.flatten();
    let outside = known.is_some();
    let verifier = verifier(arguments, &key, known)?;
    let store = StoreSettings { readers: 1, connections: 1, ..StoreSettings::new(address) };
    let (schema, newest) = (waarborg_store::inspect(&store)?, waarborg_store::newest_schema());
    if schema != newest {
        bail!(
            "the database has schema {schema} and this program verifies schema {newest}; use the program that serves it"
        );
    }
    let store = Store::open(&store, MIGRATIONS)?;
    let report = store.read_blocking(move |tx: &mut Tx<'_>| verifier.store(tx));
    store.close();
    let against = if outside { "; the checkpoint outside is known" } else { "" };
    Ok(told(&report?, "database", &key, against))
}

/// The files of an exported log.
struct Files<'a>(&'a Path);

impl Source for Files<'_> {
    fn file(&mut self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::File::open(self.0.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => {
                let mut bytes = Vec::new();
                opened?.take(LONGEST + 1).read_to_end(&mut bytes)?;
                Ok(Some(bytes))
            }
        }
    }
}

fn exported(arguments: &Arguments) -> Result<Verified> {
    let beside = arguments.path.join("key");
    let said = match fs::read_to_string(&beside) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        read => Some(read.with_context(|| format!("cannot read {}", beside.display()))?),
    };
    let settings = arguments.config.as_deref().map(Settings::load).transpose()?;
    let (key, own_word) = key(arguments, settings.as_ref(), said.as_deref())?;
    let known = settings.map(|settings| Checkpoints::of(&settings.outside.folders).newest()).transpose()?.flatten();
    let verifier = verifier(arguments, &key, known)?;
    let report = verifier.exported(&mut Files(&arguments.path))?;
    Ok(told(&report, "exported log", &key, if own_word { OWN_WORD } else { "" }))
}

/// What a key is worth that comes with what it verifies.
const OWN_WORD: &str = "; the key is the one that came with it: compare it with /ledger/key";

fn told(report: &Report, what: &str, key: &VerifierKey, also: &str) -> Verified {
    let good = report.is_good();
    let mut text = if good {
        format!("Verified: {what}, {} leaves, root {}, signed by {key}{also}.\n", report.leaves, report.root)
    } else {
        format!("Not as it was signed: {what}, {} leaves{also}.\n", report.leaves)
    };
    if report.good_until > 0 {
        text.push_str(&format!("As known from elsewhere up to leaf {}.\n", report.good_until));
    }
    for recovery in &report.recoveries {
        text.push_str(&format!(
            "Leaf {} tells of a recovery: a tree of {} leaves was signed before and lost.\n",
            recovery.position, recovery.lost_size
        ));
    }
    for position in &report.unwatched {
        text.push_str(&format!(
            "Leaf {position} tells that the checkpoint outside was lost: nothing from before vouches for the database being the newest then.\n"
        ));
    }
    report.findings.iter().for_each(|finding| text.push_str(&format!("  {finding}\n")));
    let first = report.findings.iter().filter_map(waarborg_ledger::verify::Finding::position).min();
    let json = json!({
        "what": what, "key": key.to_string(), "leaves": report.leaves, "root": report.root.to_string(),
        "good_until": report.good_until, "first_bad": first,
        "findings": report.findings.iter()
            .map(|finding| json!({ "position": finding.position(), "says": finding.to_string() })).collect::<Vec<_>>(),
        "recoveries": report.recoveries.iter()
            .map(|one| json!({ "position": one.position, "lost_size": one.lost_size, "lost_root": one.lost_root.to_string() }))
            .collect::<Vec<_>>(),
        "unwatched": report.unwatched,
    });
    Verified { text, json, good }
}

/// A receipt, or the certificate of an erasure: a receipt that opens the record, too.
#[derive(Deserialize)]
struct Proof {
    index: u64,
    entry: String,
    #[serde(rename = "proof")]
    path: String,
    #[serde(default)]
    key: Option<String>,
    #[serde(default)]
    salt: Option<String>,
    #[serde(default)]
    record: Option<String>,
    #[serde(default)]
    final_at: Option<String>,
    #[serde(default)]
    signature: Option<String>,
}

fn proof(arguments: &Arguments, text: &[u8]) -> Result<Verified> {
    let value: Value =
        serde_json::from_slice(text).context("this is neither a receipt nor a certificate: it is not JSON")?;
    // The answer of a call can carry its receipt with it.
    let value = value.get("receipt").cloned().unwrap_or(value);
    let proof: Proof = serde_json::from_value(value).context("this is neither a receipt nor a certificate")?;
    let usual = PathBuf::from("server.toml");
    let config = arguments.config.clone().or(usual.is_file().then_some(usual));
    let settings = config.as_deref().map(Settings::load).transpose()?;
    let (key, own_word) = key(arguments, settings.as_ref(), proof.key.as_deref())?;
    let verifier = verifier(arguments, &key, None)?;
    let what = if proof.record.is_some() { "certificate" } else { "receipt" };
    let checked = verifier.receipt(proof.entry.as_bytes(), &proof.path).map_err(anyhow::Error::from);
    let checked = checked.and_then(|checkpoint| {
        must_be_of_its_place(&proof)?;
        no_other(arguments, &checkpoint)?;
        Ok((record(&proof, &verifier)?, checkpoint))
    });
    let Proof { index, final_at, .. } = &proof;
    match checked {
        Err(error) => Ok(Verified {
            text: format!("Not verified: leaf {index}: {error:#}.\n"),
            json: json!({ "what": what, "key": key.to_string(), "first_bad": index, "findings": [{ "position": index, "says": format!("{error:#}") }] }),
            good: false,
        }),
        Ok((record, checkpoint)) => {
            let mut text = format!(
                "Verified: {what}, leaf {index} of {}, signed by {key}{}.\n",
                checkpoint.size,
                if own_word { OWN_WORD } else { "" }
            );
            text.push_str(&record.as_ref().map(|record| certified(record, final_at.as_deref())).unwrap_or_default());
            let json = json!({ "what": what, "key": key.to_string(), "leaf": index, "size": checkpoint.size,
                "root": checkpoint.root.to_string(), "record": record, "final_at": final_at });
            Ok(Verified { text, json, good: true })
        }
    }
}

/// The place that it names is the one that is proven.
fn must_be_of_its_place(proof: &Proof) -> Result<()> {
    let proven = TlogProof::parse(proof.path.as_bytes())?.index;
    if proven != proof.index {
        bail!("it names leaf {}, and proves leaf {proven}", proof.index);
    }
    Ok(())
}

/// A known checkpoint of the same size says the same.
fn no_other(arguments: &Arguments, checkpoint: &Checkpoint) -> Result<()> {
    for file in &arguments.checkpoints {
        let note = waarborg_tlog::Note::parse(&fs::read(file)?)?;
        let known: Checkpoint = note.text().parse()?;
        if known.size == checkpoint.size && known.root != checkpoint.root {
            bail!("two histories were signed: {} is of another tree of {} leaves", file.display(), known.size);
        }
    }
    Ok(())
}

/// The record that a certificate opens.
fn record(proof: &Proof, verifier: &Verifier) -> Result<Option<Value>> {
    let Some(record) = &proof.record else { return Ok(None) };
    let salt: [u8; 32] = proof.salt.as_deref().and_then(from_hex).context("the certificate has no salt")?;
    if !commits_to(proof.entry.as_bytes(), &salt, record.as_bytes()) {
        bail!("the record is not what the leaf commits to");
    }
    let signature = proof.signature.as_deref().context("the certificate is not signed")?;
    let said = erasure::attested(record, proof.final_at.as_deref());
    verifier.attested(&said, signature).context("what it says beside the ledger is not what was signed")?;
    let record: Value = serde_json::from_str(record).context("the record is not JSON")?;
    if record["event"] != "vault.erased" {
        bail!("the record is of {}, not of an erasure", record["event"]);
    }
    Ok(Some(record))
}

fn certified(record: &Value, final_at: Option<&str>) -> String {
    let said = |key: &str| record[key].as_str().unwrap_or("?").to_owned();
    let mut text = format!("Erasure {} of {}.\n", said("erasure"), said("at"));
    let list = |key: &str| record[key].as_array().cloned().unwrap_or_default();
    for key in list("keys") {
        text.push_str(&format!("  destroyed: the key with digest {}\n", key.as_str().unwrap_or("?")));
    }
    for kept in list("kept") {
        let said = |key: &str| kept[key].as_str().unwrap_or("?").to_owned();
        text.push_str(&format!("  kept: {} ({})\n", said("field"), said("ground")));
    }
    text.push_str(&format!("  no copy opens from {} at the latest", said("copies_gone_by")));
    text.push_str(&final_at.map_or_else(|| ".\n".to_owned(), |at| format!(", and none has since {at}.\n")));
    text
}
