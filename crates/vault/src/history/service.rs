use waarborg_base::Ctx;
use waarborg_seal::PersonKey;
use waarborg_store::Tx;

use crate::event::{self, Event};
use crate::keys::Person;
use crate::person::merged;
use crate::{Error, Token, Vault};

/// One event about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Its place in the ledger.
    pub position: u64,
    /// What happened, as recorded: `event`, `at`, `client`, `purpose`, `given`, `withheld`, …
    pub record: serde_json::Value,
}

/// Every event about a person, the oldest first. Looking is itself an event.
///
/// What was recorded in the last second may not be in it yet.
pub fn history(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, token: &Token) -> Result<Vec<Use>, Error> {
    let person = Person::find(tx, vault, *token)?;
    let uses = uses(tx, vault, &person)?;
    Event::now(ctx, vault, "vault.history").about(ctx, tx, vault, person.row.id, &person.key)?;
    Ok(uses)
}

/// Every event about a person, and about those who were merged into them.
pub(crate) fn uses(tx: &mut Tx<'_>, vault: &Vault, person: &Person) -> Result<Vec<Use>, Error> {
    let mut found = Vec::new();
    trace(tx, vault, person.row.id, &person.key, &mut found)?;
    for merged in merged::list(person, &person.record()?)? {
        if let Some(key) = &merged.key {
            trace(tx, vault, merged.id, key, &mut found)?;
        }
    }
    found.sort_by_key(|found| found.position);
    Ok(found)
}

fn trace(tx: &mut Tx<'_>, vault: &Vault, id: Token, key: &PersonKey, found: &mut Vec<Use>) -> Result<(), Error> {
    // The newest segment is told approximately: another node may have begun the next one.
    let segments = 0..=vault.ledger().segment().saturating_add(1);
    for traced in vault.ledger().traced(tx, segments.map(|segment| key.trace_tag(segment)))? {
        let body = traced.body.ok_or(Error::DoesNotOpen { what: "an event" })?;
        let record = event::read(id, key, &traced.entry, &body).ok_or(Error::DoesNotOpen { what: "an event" })?;
        found.push(Use { position: traced.position, record });
    }
    Ok(())
}
