use serde::Serialize;
use waarborg_base::Kind;
use waarborg_web::http::StatusCode;
use waarborg_web::http::header::CONTENT_TYPE;
use waarborg_web::http::request::Parts;
use waarborg_web::{IntoResponse, Problem, Response};

use super::{Api, receipts};

/// An answer about something that is in the ledger.
pub(super) trait Leaf {
    /// Whether it tells the number of its leaf.
    const LEAF: bool = true;

    /// The number of its leaf.
    fn leaf(&self) -> Option<i64>;
}

/// An answer in JSON, and its leaf.
pub(super) struct Answer {
    body: Vec<u8>,
    leaf: Option<i64>,
}

impl Answer {
    /// Errs when it cannot be written as JSON.
    pub(super) fn of<O: Serialize + Leaf>(output: &O) -> Result<Self, Problem> {
        let body = serde_json::to_vec(output).map_err(|error| {
            tracing::error!(target: "waarborg::vault", %error, "an answer cannot be written as JSON");
            Problem::of(Kind::Internal)
        })?;
        Ok(Self { body, leaf: output.leaf() })
    }

    /// The answer. Whoever prefers so (`Prefer: receipt`) gets the receipt of the leaf as one more member, if there is one yet.
    pub(super) async fn send(self, api: &Api, parts: &Parts, status: StatusCode) -> Result<Response, Problem> {
        let mut body = self.body;
        if let Some(leaf) = self.leaf.filter(|_| wants_receipt(parts))
            && let Some(receipt) = receipts::find(api, leaf).await?
        {
            // The answer is an object with members: its last sign is the brace.
            body.pop();
            body.extend_from_slice(b",\"receipt\":");
            serde_json::to_writer(&mut body, &receipt).map_err(|_| Problem::of(Kind::Internal))?;
            body.push(b'}');
        }
        Ok((status, [(CONTENT_TYPE, "application/json")], body).into_response())
    }
}

fn wants_receipt(parts: &Parts) -> bool {
    let preferred = parts.headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    preferred.flat_map(|value| value.split(',')).any(|one| one.trim().eq_ignore_ascii_case("receipt"))
}
