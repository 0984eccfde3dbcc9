use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Ground, Hex};
use crate::client::Client;
use crate::erasure::{self, ErasureId};
use crate::history::{self, Page, Use};
use crate::http::answer::Leaf;
use crate::http::call::Input;
use crate::rules::HoldGround;
use crate::{Token, export};

/// Whose history, and up to where.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Look {
    /// Who.
    #[schemars(with = "Hex")]
    token: Token,
    /// Only what came before: the `earlier` of the page before this one. The newest events when left out.
    #[serde(default)]
    before: Option<u32>,
}

impl Input for Look {
    type Domain = history::Look;

    fn domain(self, _: &Client) -> history::Look {
        history::Look { token: self.token, before: self.before }
    }
}

/// A person to export.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Export {
    /// Who.
    #[schemars(with = "Hex")]
    token: Token,
}

impl Input for Export {
    type Domain = Token;

    fn domain(self, _: &Client) -> Token {
        self.token
    }
}

/// Everything about one person.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Exported {
    /// Fields with source and time, earlier values, purposes, conditions, files, and who used them.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    json: Box<serde_json::value::RawValue>,
    /// The fields and earlier values as CSV, one row each.
    csv: String,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

impl Exported {
    /// Errs when the export is not JSON.
    pub(crate) fn of(exported: &export::Exported) -> Result<Self, serde_json::Error> {
        // The client may export: it is let in by the operation, and the ledger says so.
        let json = serde_json::value::RawValue::from_string(exported.export.json().reveal().clone())?;
        Ok(Self { json, csv: exported.export.csv().reveal().clone(), leaf: exported.arrival })
    }
}

impl Leaf for Exported {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}

/// A person to erase.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Erase {
    /// Who.
    #[schemars(with = "Hex")]
    token: Token,
    /// Fields that the law obliges to keep, each on its ground. Everything goes when left out.
    #[serde(default)]
    keep: Vec<Keep>,
    /// Whether keyed hashes of the person's identifiers are remembered, so that marketing cannot start again with them.
    #[serde(default)]
    suppress: bool,
}

/// A field to keep.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keep {
    /// The field.
    field: String,
    /// The ground (GDPR Art. 17(3)).
    ground: Ground<HoldGround>,
}

/// A field that was kept.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Kept {
    /// The field.
    field: String,
    /// The ground (GDPR Art. 17(3)).
    #[schemars(with = "Ground<HoldGround>")]
    ground: &'static str,
}

impl Input for Erase {
    type Domain = erasure::Erase;

    fn domain(self, _: &Client) -> erasure::Erase {
        let keep =
            self.keep.into_iter().map(|Keep { field, ground }| erasure::Keep { field, ground: ground.0 }).collect();
        erasure::Erase { token: self.token, keep, suppress: self.suppress }
    }
}

/// What an erasure came to.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Erased {
    /// Names it; the certificate is asked for with it.
    #[schemars(with = "Hex")]
    erasure: ErasureId,
    /// What was kept and why.
    kept: Vec<Kept>,
    /// When no copy anywhere opens any more, at the latest.
    #[schemars(extend("format" = "date-time"))]
    copies_gone_by: String,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

impl From<erasure::Erased> for Erased {
    fn from(erased: erasure::Erased) -> Self {
        let erasure::Erased { erasure, kept, copies_gone_by, arrival } = erased;
        let kept =
            kept.into_iter().map(|erasure::Keep { field, ground }| Kept { field, ground: ground.as_str() }).collect();
        Self { erasure, kept, copies_gone_by: copies_gone_by.to_string(), leaf: arrival }
    }
}

impl Leaf for Erased {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}

/// Events about a person, about a thousand at most: the newest, or those before.
#[derive(Serialize, JsonSchema)]
pub(crate) struct History {
    /// The events, the oldest first.
    events: Vec<Event>,
    /// Where to go on for earlier ones; null when there are none.
    earlier: Option<u32>,
}

/// One event about a person.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Event {
    /// Its place in the ledger.
    position: u64,
    /// What happened: event, at, client, purpose, given, withheld and what else there is to it.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    record: serde_json::Value,
}

impl From<Page> for History {
    fn from(Page { events, earlier }: Page) -> Self {
        let events = events.into_iter().map(|Use { position, record }| Event { position, record }).collect();
        Self { events, earlier }
    }
}

impl Leaf for History {
    const LEAF: bool = false;

    fn leaf(&self) -> Option<i64> {
        None
    }
}
