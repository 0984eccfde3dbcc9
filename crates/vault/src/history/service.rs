use std::ops::Range;

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

/// How many events fill a page. One segment of the ledger more may come with them.
const PAGE: usize = 1_000;

/// Most segments that are looked through at once.
const STRIDE: u32 = 256;

/// Whose history, and up to where.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Of whom.
    pub token: Token,
    /// Only what came before: the [`Page::earlier`] of the page before this one. The newest page when `None`.
    pub before: Option<u32>,
}

/// A part of a person's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The events, the oldest first.
    pub events: Vec<Use>,
    /// Where to go on for earlier ones; `None`: there are none.
    pub earlier: Option<u32>,
}

/// The newest events about a person, or those before. Looking is itself an event.
///
/// What was recorded in the last second may not be in it yet. A page is bounded, so that the history of somebody who is looked at all
/// the time holds up nobody else.
pub fn history(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, look: &Look) -> Result<Page, Error> {
    let person = Person::find(tx, vault, look.token)?;
    let page = uses(tx, vault, &person, look.before)?;
    Event::now(ctx, vault, "vault.history").about(ctx, tx, vault, person.row.id, &person.key)?;
    Ok(page)
}

/// A page of the events about a person, and about those who were merged into them.
pub(crate) fn uses(tx: &mut Tx<'_>, vault: &Vault, person: &Person, before: Option<u32>) -> Result<Page, Error> {
    let merged = merged::list(person, &person.record()?)?;
    let keys: Vec<(Token, &PersonKey)> = std::iter::once((person.row.id, &person.key))
        .chain(merged.iter().filter_map(|merged| Some((merged.id, merged.key.as_ref()?))))
        .collect();
    // The newest segment is told approximately: another node may have begun the next one.
    let newest = vault.ledger().segment().saturating_add(2);
    let (mut end, mut stride, mut events) = (before.map_or(newest, |before| before.min(newest)), 1, Vec::new());
    while end > 0 && events.len() < PAGE {
        let begin = end.saturating_sub(stride);
        let found = events.len();
        for (id, key) in &keys {
            trace(tx, vault, *id, key, begin..end, &mut events)?;
        }
        // Through segments without events in long strides; through full ones step by step.
        stride = if events.len() == found { (stride * 2).min(STRIDE) } else { 1 };
        end = begin;
    }
    events.sort_by_key(|event| event.position);
    Ok(Page { events, earlier: (end > 0).then_some(end) })
}

fn trace(
    tx: &mut Tx<'_>,
    vault: &Vault,
    id: Token,
    key: &PersonKey,
    segments: Range<u32>,
    found: &mut Vec<Use>,
) -> Result<(), Error> {
    for traced in vault.ledger().traced(tx, segments.map(|segment| key.trace_tag(segment)))? {
        let body = traced.body.ok_or(Error::DoesNotOpen { what: "an event" })?;
        let record = event::read(id, key, &traced.entry, &body).ok_or(Error::DoesNotOpen { what: "an event" })?;
        found.push(Use { position: traced.position, record });
    }
    Ok(())
}
