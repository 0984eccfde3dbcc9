//! Reading everybody of one purpose, by four eyes.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use waarborg_base::Kind;
use waarborg_web::http::header::CONTENT_TYPE;
use waarborg_web::{Audience, Body, IntoResponse, Request, Response, Route, Streaming, task};

use super::answer::Leaf;
use super::call::{Call, Called, Endpoint, Input, LOOKS, Media};
use super::wire::{Hex, ReadAnswer};
use super::{Api, problem};
use crate::bulk::{self, ApprovalId};
use crate::client::{Client, Operation};
use crate::{Error, Vault};

pub(super) fn endpoints(api: &Api) -> Vec<Endpoint> {
    vec![
        Call::new("/bulk/request", Operation::BulkRequest, "Ask to read everybody of a purpose")
            .refuses(&["purpose-unknown", "purpose-not-allowed"])
            .changes::<Ask, _, _>(api, bulk::request, |asked| Ok(Asked::from(asked))),
        Call::new("/bulk/approve", Operation::BulkApprove, "Approve what another client asked for")
            .refuses(&["approval-unknown", "approval-not-usable", "same-client"])
            .changes::<One, _, _>(api, bulk::approve, |approved| Ok(Approved::from(approved))),
        read(api),
    ]
}

/// A bulk read to ask for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Ask {
    /// What for, as the protocol names it.
    purpose: String,
    /// Why, for whoever approves.
    reason: String,
}

impl Input for Ask {
    type Domain = bulk::BulkRequest;

    fn domain(self, _: &Client) -> bulk::BulkRequest {
        bulk::BulkRequest { purpose: self.purpose, reason: self.reason }
    }

    fn is_for(&self, passes: impl Fn(&str) -> bool) -> bool {
        passes(&self.purpose)
    }
}

/// A bulk read that waits for its approval.
#[derive(Serialize, JsonSchema)]
struct Asked {
    /// Names it, for whoever approves.
    #[schemars(with = "Hex")]
    approval: ApprovalId,
    /// Until when it can be approved.
    #[schemars(extend("format" = "date-time"))]
    good_until: String,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

impl From<bulk::Requested> for Asked {
    fn from(bulk::Requested { approval, good_until, arrival }: bulk::Requested) -> Self {
        Self { approval, good_until: good_until.to_string(), leaf: arrival }
    }
}

impl Leaf for Asked {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}

/// A bulk read that was asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct One {
    /// Which.
    #[schemars(with = "Hex")]
    approval: ApprovalId,
}

impl Input for One {
    type Domain = ApprovalId;

    fn domain(self, _: &Client) -> ApprovalId {
        self.approval
    }
}

/// A bulk read that can be done now.
#[derive(Serialize, JsonSchema)]
struct Approved {
    /// What for.
    purpose: String,
    /// Until when it can be done.
    #[schemars(extend("format" = "date-time"))]
    good_until: String,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

impl From<bulk::Approved> for Approved {
    fn from(bulk::Approved { purpose, good_until, arrival }: bulk::Approved) -> Self {
        Self { purpose, good_until: good_until.to_string(), leaf: arrival }
    }
}

impl Leaf for Approved {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}

/// One line for each person, for the description.
struct Lines;

impl JsonSchema for Lines {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Lines".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let line = generator.subschema_for::<ReadAnswer>();
        json_schema!({
            "type": "string",
            "description": "A line of JSON for each person, as a read answers, and a last line {\"end\":true,\"people\":N}. Without that line the answer is not whole.",
            "contentMediaType": "application/x-ndjson",
            "contentSchema": line,
        })
    }
}

fn read(api: &Api) -> Endpoint {
    let own = api.clone();
    let call = Call::new("/bulk/read", Operation::BulkRequest, "Read everybody of the purpose, once, after approval")
        .refuses(&["approval-unknown", "approval-not-usable", "purpose-not-allowed"]);
    let handler = move |request: Request| {
        let api = own.clone();
        async move {
            let called = Called::<One>::read(request, Operation::BulkRequest).await?;
            let (ctx, vault, id) = (api.ctx(&called.client), api.vault.clone(), called.input.approval);
            let purpose = api.store.write(ctx, move |ctx, tx| bulk::begin(ctx, tx, &vault, &id)).await;
            let purpose = purpose.map_err(|error| problem::of(&error))?;
            if !called.client.may_for(&purpose) {
                return Err(problem::told(Kind::Forbidden, "purpose-not-allowed"));
            }
            let (streaming, body) = Streaming::new(None);
            drop(task::aside(give(api, called.client, purpose, streaming)));
            Ok::<Response, waarborg_web::Problem>(
                ([(CONTENT_TYPE, "application/x-ndjson")], Body::new(body)).into_response(),
            )
        }
    };
    let route = Route::post(call.address(), Audience::Client, handler);
    let media = Media { kind: "application/x-ndjson", schema: SchemaGenerator::subschema_for::<Lines> };
    call.described_as::<One>(route, media)
}

/// Sends everybody, a hundred at a time. Stops where something fails: the connection then breaks off, without the last line.
async fn give(api: Api, client: std::sync::Arc<Client>, purpose: String, streaming: Streaming) {
    let (mut after, mut people) = (0, 0_u64);
    loop {
        let (vault, name): (Vault, _) = (api.vault.clone(), purpose.clone());
        let page = api
            .store
            .write_at(LOOKS, api.ctx(&client), move |ctx, tx| bulk::read_on(ctx, tx, &vault, &name, after))
            .await;
        let (given, last) = match page {
            Ok(page) => page,
            Err(error) => return broke_off(&error),
        };
        let Some(last) = last else { break };
        after = last;
        let mut lines = Vec::new();
        for one in given {
            if let Err(error) = serde_json::to_writer(&mut lines, &ReadAnswer::from(one)) {
                tracing::error!(target: "waarborg::vault", %error, "a bulk read broke off");
                return;
            }
            lines.push(b'\n');
            people += 1;
        }
        if !streaming.send(lines).await {
            return;
        }
    }
    streaming.send(format!("{{\"end\":true,\"people\":{people}}}\n")).await;
    streaming.end().await;
}

fn broke_off(error: &Error) {
    tracing::error!(target: "waarborg::vault", %error, "a bulk read broke off");
}
