//! Proof that something is in the ledger.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use waarborg_base::Kind;
use waarborg_store::Tx;
use waarborg_web::http::{Method, StatusCode};
use waarborg_web::{Audience, Problem, Request, Route, Sent};

use super::answer::{Answer, Leaf};
use super::call::{About, BASE, BODY_BYTES, Endpoint, Media};
use super::{Api, problem};
use crate::Error;

/// A leaf of the ledger.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// The number that an answer gave.
    leaf: i64,
}

/// The proof that an event is in the ledger. Verifies offline, with the key of the ledger only.
#[derive(Serialize, JsonSchema)]
pub(super) struct Receipt {
    /// The place in the tree.
    index: u64,
    /// What is in the tree: a commitment to the record, and when.
    entry: String,
    /// The proof (c2sp.org/tlog-proof@v1), with the signed checkpoint that it leads to.
    proof: String,
}

impl Leaf for Receipt {
    const LEAF: bool = false;

    fn leaf(&self) -> Option<i64> {
        None
    }
}

/// The receipt of a leaf, when it is in the tree already.
pub(super) async fn find(api: &Api, leaf: i64) -> Result<Option<Receipt>, Problem> {
    let vault = api.vault.clone();
    let found = api.store.read(move |tx: &mut Tx<'_>| Ok::<_, Error>(vault.ledger().receipt(tx, leaf)?)).await;
    let receipt = found.map_err(|error| problem::of(&error))?;
    Ok(receipt.map(|receipt| Receipt {
        index: receipt.index,
        entry: String::from_utf8_lossy(&receipt.entry).into_owned(),
        proof: receipt.proof,
    }))
}

pub(super) fn endpoints(api: &Api) -> Vec<Endpoint> {
    let path = "/receipts";
    let api = api.clone();
    let handler = move |request: Request| {
        let api = api.clone();
        async move {
            let sent = Sent::read(request).await?;
            let wanted: Wanted = sent.json()?;
            let receipt = find(&api, wanted.leaf).await?;
            let receipt = receipt.ok_or_else(|| problem::told(Kind::NotFound, "leaf-unknown"))?;
            Answer::of(&receipt)?.send(&api, &sent.parts, StatusCode::OK).await
        }
    };
    let route = Route::post(format!("{BASE}{path}"), Audience::Client, handler).with_body_limit(BODY_BYTES);
    let about = About {
        method: Method::POST,
        path,
        open: false,
        operation: None,
        summary: "Prove that something is in the ledger",
        keyed: false,
        receipted: false,
        input: Some(Media::json::<Wanted>()),
        status: StatusCode::OK,
        answers: "The receipt.",
        output: Media::json::<Receipt>(),
        problems: vec!["leaf-unknown"],
    };
    vec![Endpoint::new(route, about)]
}
