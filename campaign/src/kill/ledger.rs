//! The database, read from end to end when nobody serves it: rows, leaves, journal.

use std::fs;

use anyhow::{Context, Result};
use waarborg_ledger::verify::Verifier;
use waarborg_store::{Error, Statement, Store, Tx};

use crate::people::Caller;
use crate::site::Site;

/// What is wrong.
pub(crate) fn look(site: &Site, vkey: &str, checkpoints: &[String], callers: &[Caller]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let store = site.open()?;
    let (living, erased): (Vec<_>, Vec<_>) = callers.iter().map(Caller::census).unzip();
    let (living, erased) = (living.concat().len() as u64, erased.concat());
    let mut equal = |what: &str, is: u64, should: u64| {
        if is != should {
            found.push(format!("{is} {what}, {should} were expected"));
        }
    };
    for (what, sql, per_person) in [
        ("people", "SELECT count(*) FROM vault_person", 1),
        ("keys", "SELECT count(*) FROM vault_key", 1),
        ("tokens", "SELECT count(*) FROM vault_token", 1),
        ("look-up terms", "SELECT count(*) FROM vault_term", 2),
    ] {
        equal(what, count(&store, sql)?, living * per_person);
    }
    equal("erasures", count(&store, "SELECT count(*) FROM vault_erasure")?, erased.len() as u64);
    equal("leaves without a place", count(&store, "SELECT count(*) FROM ledger_pending")?, 0);
    let leaves = count(&store, "SELECT count(*) FROM ledger_leaf")?;
    equal(
        "as the last place in the tree",
        count(&store, "SELECT coalesce(max(position), -1) + 1 FROM ledger_leaf")?,
        leaves,
    );
    let journal = fs::read_to_string(site.path("outside/erasures"))?;
    for person in erased {
        let erasure = person.erasure.as_deref().context("an erased person has an erasure")?;
        if !journal.contains(erasure) {
            found.push(format!("the erasure of {} is not in the journal", person.number));
        }
    }
    let origin = checkpoints.last().and_then(|note| note.lines().next()).context("a checkpoint was seen")?.to_owned();
    let mut verifier = Verifier::new(&origin, &vkey.parse().context("the key of the ledger")?);
    for note in checkpoints {
        verifier = verifier.knowing(note)?;
    }
    let outside = fs::read_to_string(site.path("outside/checkpoint"))?;
    verifier = verifier.knowing(&outside)?;
    let report =
        store.read_blocking(move |tx: &mut Tx<'_>| verifier.store(tx).map_err(|error| Unread(error.to_string())))?;
    if !report.is_good() {
        found.push(format!("the ledger: {:?}", report.findings));
    }
    store.close();
    Ok(found)
}

fn count(store: &Store, sql: &'static str) -> Result<u64> {
    let statement = Statement::new("count", sql);
    let counted = store.read_blocking(move |tx: &mut Tx<'_>| tx.query_one(&statement, &[])?.get::<i64>(0))?;
    Ok(counted.unsigned_abs())
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unread(String);

impl From<Error> for Unread {
    fn from(error: Error) -> Self {
        Self(error.to_string())
    }
}
