use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::house::{PURPOSE, someone};

/// A change on its way, and what is to be sent again when it is unknown what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) key: String,
    pub(crate) path: &'static str,
    pub(crate) body: Value,
    pub(crate) what: What,
}

/// What a change does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Create,
    Correct { field: &'static str, value: String },
    AddPurpose,
    RemovePurpose,
    Restrict,
    Lift,
    Erase,
}

/// What a caller knows of one person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) number: u64,
    pub(crate) token: Option<String>,
    pub(crate) values: BTreeMap<&'static str, String>,
    /// The changes in the order in which they were acknowledged, as the ledger names them.
    pub(crate) events: Vec<&'static str>,
    /// Reads that were answered, and those of which nobody knows.
    pub(crate) reads: [u64; 2],
    pub(crate) restriction: Option<String>,
    pub(crate) newsletters: bool,
    /// The erasure, once it was acknowledged.
    pub(crate) erasure: Option<String>,
    pub(crate) pending: Option<Change>,
    /// Whether anything was tried since the last time it was checked.
    pub(crate) touched: bool,
}

impl Person {
    pub(crate) fn new(number: u64) -> Self {
        Self {
            number,
            token: None,
            values: someone(number).into_iter().collect(),
            events: Vec::new(),
            reads: [0; 2],
            restriction: None,
            newsletters: false,
            erasure: None,
            pending: None,
            touched: true,
        }
    }

    /// In the vault, as far as anybody was told.
    pub(crate) fn lives(&self) -> bool {
        self.token.is_some() && self.erasure.is_none()
    }

    pub(crate) fn change(&self, what: What, key: String) -> Change {
        let token = self.token.as_deref();
        let (path, body) = match &what {
            What::Create => {
                let fields: serde_json::Map<String, Value> =
                    self.values.iter().map(|(field, value)| ((*field).to_owned(), as_json(value))).collect();
                ("/subjects/create", json!({ "purposes": [PURPOSE], "source": "data-subject", "fields": fields }))
            }
            What::Correct { field, value } => (
                "/subjects/correct",
                json!({ "token": token, "source": "data-subject", "fields": { *field: as_json(value) } }),
            ),
            What::AddPurpose => ("/subjects/purposes/add", json!({ "token": token, "purpose": "newsletters" })),
            What::RemovePurpose => ("/subjects/purposes/remove", json!({ "token": token, "purpose": "newsletters" })),
            What::Restrict => ("/subjects/restrict", json!({ "token": token, "ground": "accuracy-contested" })),
            What::Lift => ("/subjects/lift", json!({ "token": token, "condition": self.restriction })),
            What::Erase => ("/subjects/erase", json!({ "token": token })),
        };
        Change { key, path, body, what }
    }

    /// Takes over what an acknowledged change came to.
    pub(crate) fn apply(&mut self, what: &What, answer: &Value) {
        let said = |member: &str| answer[member].as_str().map(str::to_owned);
        let event = match what {
            What::Create => {
                self.token = said("token");
                "vault.created"
            }
            What::Correct { field, value } => {
                self.values.insert(*field, value.clone());
                "vault.corrected"
            }
            What::AddPurpose => {
                self.newsletters = true;
                "vault.purpose_added"
            }
            What::RemovePurpose => {
                self.newsletters = false;
                "vault.purpose_removed"
            }
            What::Restrict => {
                self.restriction = said("condition");
                "vault.restricted"
            }
            What::Lift => {
                self.restriction = None;
                "vault.lifted"
            }
            What::Erase => {
                self.erasure = said("erasure");
                return;
            }
        };
        self.events.push(event);
    }
}

fn as_json(text: &str) -> Value {
    serde_json::from_str(text).expect("values are JSON")
}
