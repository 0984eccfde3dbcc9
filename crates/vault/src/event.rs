//! What the vault writes to the ledger.
//!
//! An event about a person is sealed under the key of that person, its salt included: the leaf stays in the tree, and nobody reads it
//! after an erasure. An event about nobody is open. Keys and names are stable: certificates and people read them years later.

use serde_json::{Map, Value, json};
use waarborg_base::Ctx;
use waarborg_ledger::{Leaf, canonical, commitment, committed};
use waarborg_seal::{PersonKey, Place};
use waarborg_store::Tx;

use crate::{Error, Token, Vault};

/// An event in the making. Holds names of fields and purposes, never values.
pub(crate) struct Event {
    name: &'static str,
    record: Map<String, Value>,
}

impl Event {
    /// Something that happens now, by whoever acts, under the protocol in force.
    pub(crate) fn now(ctx: &Ctx, vault: &Vault, name: &'static str) -> Self {
        let mut record = Map::new();
        record.insert("v".to_owned(), json!(1));
        record.insert("event".to_owned(), json!(name));
        record.insert("at".to_owned(), json!(ctx.now.to_string()));
        record.insert("client".to_owned(), json!(ctx.actor.name()));
        if let Some(version) = vault.rules().version() {
            record.insert("protocol".to_owned(), json!(version.number));
        }
        Self { name, record }
    }

    /// The same with another fact.
    pub(crate) fn with(mut self, key: &str, fact: impl Into<Value>) -> Self {
        self.record.insert(key.to_owned(), fact.into());
        self
    }

    /// Appends it as an event about a person; its arrival. When this errs, nothing of the person may be given.
    pub(crate) fn about(
        self,
        ctx: &mut Ctx,
        tx: &mut Tx<'_>,
        vault: &Vault,
        person: Token,
        key: &PersonKey,
    ) -> Result<i64, Error> {
        let salt: [u8; 32] = ctx.bytes();
        let record = canonical(&Value::Object(self.record))?;
        let commitment = commitment(&salt, &record);
        let body = key.seal(ctx, &place(&person), &[&salt[..], &record].concat());
        let tag = key.trace_tag(vault.ledger().segment());
        Ok(vault.ledger().append(ctx, tx, Leaf::sealed(commitment, tag, body))?.arrival)
    }

    /// Appends it as an event that is about no person, for everybody to read; its arrival.
    pub(crate) fn open(self, ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault) -> Result<i64, Error> {
        let leaf = Leaf::open(self.name, &Value::Object(self.record));
        Ok(vault.ledger().append(ctx, tx, leaf)?.arrival)
    }
}

/// Opens the body of an event about a person: what happened. `None` when it was sealed under another key, or when it is not what the
/// entry in the tree commits to: two bodies of one person were changed round.
pub(crate) fn read(person: Token, key: &PersonKey, entry: &[u8], body: &[u8]) -> Option<Value> {
    let plain = key.open(&place(&person), body).ok()?;
    let (salt, record) = plain.split_first_chunk()?;
    if committed(entry)? != commitment(salt, record) {
        return None;
    }
    serde_json::from_slice(record).ok()
}

/// Where in the ledger an event comes to stand is not known when it is sealed: the commitment binds it there instead.
fn place(person: &Token) -> Place<'_> {
    Place { table: "ledger_leaf", row: b"", field: "event", subject: person.as_bytes(), version: 1 }
}
