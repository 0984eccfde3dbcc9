//! `waarborg apply`: make a protocol the version in force.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;
use waarborg_base::Ctx;
use waarborg_documents::version::{self, Applied, Notice, Version};
use waarborg_ledger::Ledger;
use waarborg_protocol::{Loaded, load_written};
use waarborg_store::{Store, Tx};

use crate::plan::{People, Plan};
use crate::{check, folder, installation, output};

pub(crate) fn run(path: &Path, config: Option<&Path>, json: bool) -> Result<ExitCode> {
    let loaded = folder::read(path);
    if json && loaded.protocol.is_none() {
        output::print(&check::report(&loaded)?)?;
    }
    let loaded = installation::running(path, loaded)?;
    let installed = installation::open_whole(&installation::settings(config)?)?;
    let store = &installed.store;
    let before = in_force(store)?;
    let plan = before.as_ref().and_then(|before| Plan::today(before, &loaded, &People(store)));
    let applied = put_in_force(store, &installed.ledger, loaded)?;
    let (version, notices) = read_back(store)?;
    installation::settle(&installed)?;
    store.close();
    let text = if json {
        let report = Report { applied: &applied, digest: version.digest.to_string(), notices: notices.len() };
        serde_json::to_string_pretty(&report)? + "\n"
    } else {
        output::plain(&said(&applied, plan.as_ref(), &version, &notices))
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The protocol that is in force in a store.
pub(crate) fn in_force(store: &Store) -> Result<Option<Loaded>> {
    let files = store.read_blocking(|tx: &mut Tx<'_>| -> Result<_, waarborg_documents::Error> {
        let number = version::number_in_force(tx)?;
        number.map_or(Ok(None), |number| version::source_of(tx, number))
    })?;
    Ok(files.map(|files| load_written(&files)))
}

/// Applies a protocol under one idempotency key, so a lost answer is found out and not done twice.
pub(crate) fn put_in_force(store: &Store, ledger: &Ledger, loaded: Loaded) -> Result<Applied> {
    let ledger = ledger.clone();
    let apply = move |ctx: &mut Ctx, tx: &mut Tx<'_>| version::apply(ctx, tx, &ledger, &loaded);
    Ok(store.write_blocking(installation::ctx(), apply)?)
}

fn read_back(store: &Store) -> Result<(Version, Vec<Notice>)> {
    let found = store.read_blocking(|tx: &mut Tx<'_>| -> Result<_, waarborg_documents::Error> {
        let Some(version) = version::in_force(tx)? else { return Ok(None) };
        let notices = version::list_notices(tx, version.id)?;
        Ok(Some((version, notices)))
    })?;
    found
        .ok_or_else(|| anyhow::anyhow!("no version is in force after applying one; the database was changed meanwhile"))
}

#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    applied: &'a Applied,
    digest: String,
    notices: usize,
}

fn said(applied: &Applied, plan: Option<&Plan>, version: &Version, notices: &[Notice]) -> String {
    let number = match applied {
        Applied::Unchanged { number } => return format!("Nothing to do: this text is version {number}, in force.\n"),
        Applied::InForce { number, .. } => number,
    };
    let mut text = plan.map(|plan| plan.text() + "\n").unwrap_or_default();
    text.push_str(&format!("Version {number} is in force. Digest {}.\n", version.digest));
    let open: Vec<String> = notices
        .iter()
        .filter(|notice| notice.audience != "subjects")
        .map(|notice| format!("{} ({})", notice.audience, notice.law))
        .collect();
    if !open.is_empty() {
        text.push_str(&format!("Still to be told by you: {}.\n", open.join(", ")));
    }
    text
}
