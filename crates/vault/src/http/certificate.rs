//! The certificate of an erasure: what was destroyed, what was kept and why, and the proof that the ledger says so.

use schemars::JsonSchema;
use serde::Serialize;
use waarborg_base::{Digest, Kind};
use waarborg_store::Tx;
use waarborg_web::http::{Method, StatusCode};
use waarborg_web::{Audience, Path, Problem, Request, Route};

use super::answer::{Answer, Leaf};
use super::call::{About, BASE, Endpoint, Media, client};
use super::{Api, problem};
use crate::client::Operation;
use crate::erasure::{self, Erasure, ErasureId};
use crate::{Error, Vault};

/// The certificate of an erasure. Verifies offline: SHA-256 of salt and record is the `c` of the entry, and the proof leads from the entry
/// to a checkpoint that the ledger signed.
#[derive(Serialize, JsonSchema)]
struct Certificate {
    /// Version of this certificate: 1.
    v: u32,
    /// When the last key under which a copy could open was destroyed; null until then. The record says when that is at the latest.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    final_at: Option<String>,
    /// What the ledger says, as it was written: which keys were destroyed, what was kept on which ground, and by when no copy opens.
    record: String,
    /// The salt of the commitment, 64 hexadecimal digits.
    salt: String,
    /// The place in the tree.
    index: u64,
    /// What is in the tree: a commitment to the record, and when.
    entry: String,
    /// The proof (c2sp.org/tlog-proof@v1), with the signed checkpoint that it leads to.
    proof: String,
    /// The key of the ledger, as a verifier key of signed notes.
    key: String,
    /// What the keeper says beside the ledger, `record` by its digest and `final_at`, signed with that key.
    signature: String,
}

impl Leaf for Certificate {
    const LEAF: bool = false;

    fn leaf(&self) -> Option<i64> {
        None
    }
}

/// What there is of a certificate.
enum Found {
    /// Nothing: there is no such erasure.
    Unknown,
    /// The erasure; its leaf has no place in the tree yet. On PostgreSQL it has one within a second.
    Waiting,
    /// All of it.
    Whole(Box<Certificate>),
}

/// The certificate, when there is such an erasure and it is in the tree.
fn find(tx: &mut Tx<'_>, vault: &Vault, id: ErasureId) -> Result<Found, Error> {
    let erasures: Vec<Erasure> = erasure::find_erasure(tx, id)?;
    let Some(first) = erasures.first() else { return Ok(Found::Unknown) };
    let ledger = vault.ledger();
    let Some(receipt) = ledger.receipt(tx, first.arrival)? else { return Ok(Found::Waiting) };
    let Some(body) = ledger.body_at(tx, receipt.index)? else { return Ok(Found::Waiting) };
    let (salt, record) =
        body.split_first_chunk::<32>().ok_or(Error::DoesNotOpen { what: "the record of an erasure" })?;
    let record = String::from_utf8_lossy(record).into_owned();
    let last = erasures.iter().map(|erasure| erasure.final_at).collect::<Option<Vec<_>>>();
    let final_at = last.and_then(|all| all.into_iter().max()).map(|at| at.to_string());
    Ok(Found::Whole(Box::new(Certificate {
        v: 1,
        signature: ledger.attest(&erasure::attested(&record, final_at.as_deref()))?,
        final_at,
        record,
        // A digest is written as such bytes are.
        salt: Digest::from_bytes(*salt).to_string(),
        index: receipt.index,
        entry: String::from_utf8_lossy(&receipt.entry).into_owned(),
        proof: receipt.proof,
        key: ledger.key().to_string(),
    })))
}

pub(super) fn endpoint(api: &Api) -> Endpoint {
    let path = "/erasures/{erasure}";
    let own = api.clone();
    let handler = move |Path(id): Path<String>, request: Request| {
        let api = own.clone();
        async move {
            let (parts, _) = request.into_parts();
            if !client(&parts.extensions)?.may(Operation::Erase) {
                return Err(problem::told(Kind::Forbidden, "operation-not-allowed"));
            }
            let unknown = || problem::told(Kind::NotFound, "erasure-unknown");
            let id: ErasureId = id.parse().map_err(|_| unknown())?;
            let vault = api.vault.clone();
            let found = api.store.read(move |tx: &mut Tx<'_>| find(tx, &vault, id)).await;
            let certificate = match found.map_err(|error| problem::of(&error))? {
                Found::Whole(certificate) => certificate,
                Found::Waiting => return Err(Problem::of(Kind::Unavailable).retry_after(1)),
                Found::Unknown => return Err(unknown()),
            };
            Answer::of(&*certificate)?.send(&api, &parts, StatusCode::OK).await
        }
    };
    let about = About {
        method: Method::GET,
        path,
        open: false,
        operation: Some(Operation::Erase),
        summary: "Prove an erasure",
        keyed: false,
        receipted: false,
        input: None,
        status: StatusCode::OK,
        answers: "The certificate.",
        output: Media::json::<Certificate>(),
        problems: vec!["erasure-unknown"],
    };
    Endpoint::new(Route::get(format!("{BASE}{path}"), Audience::Client, handler), about)
}
