//! The static interface of the log (C2SP tlog-tiles): what any client or witness of such logs reads. It holds commitments only, so it is for
//! everybody.

use std::sync::Arc;

use waarborg_base::{Fault, Kind};
use waarborg_store::{Store, Tx};
use waarborg_tlog::TilePath;
use waarborg_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use waarborg_web::{Audience, IntoResponse, Problem, Request, Response, Route, Routes};

use crate::published::{CHECKPOINT, KEY};
use crate::{Error, Ledger};

const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";

/// A tile and an entry bundle never change; what is partial has another address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A checkpoint is the newest for about a second.
const SHORTLY: &str = "public, max-age=1";

/// The routes of this room.
pub fn routes(ledger: &Ledger, store: &Store) -> Routes {
    let shared = Arc::new(Shared { ledger: ledger.clone(), store: store.clone() });
    let newest = |tx: &mut Tx<'_>, ledger: &Ledger| ledger.checkpoint_with_witnesses(tx).map(Some);
    let cosigned = |tx: &mut Tx<'_>, ledger: &Ledger| ledger.cosigned(tx);
    let key = format!("{}\n", ledger.key());
    Routes::new()
        .with(Route::get(format!("/ledger/{CHECKPOINT}"), Audience::Public, note(&shared, newest)))
        .with(Route::get(format!("/ledger/{CHECKPOINT}/cosigned"), Audience::Public, note(&shared, cosigned)))
        .with(Route::get(format!("/ledger/{KEY}"), Audience::Public, move || {
            std::future::ready(answer(TEXT, SHORTLY, key.clone().into_bytes()))
        }))
        .with(Route::get("/ledger/tile/{*path}", Audience::Public, move |request: Request| {
            let shared = Arc::clone(&shared);
            async move { shared.tile(request.uri().path()).await }
        }))
}

struct Shared {
    ledger: Ledger,
    store: Store,
}

type Answer = Result<Response, Problem>;

/// A handler that answers a checkpoint.
fn note(
    shared: &Arc<Shared>,
    find: impl Fn(&mut Tx<'_>, &Ledger) -> Result<Option<String>, Error> + Copy + Send + Sync + 'static,
) -> impl Fn() -> std::pin::Pin<Box<dyn Future<Output = Answer> + Send>> + Clone + Send + Sync + 'static {
    let shared = Arc::clone(shared);
    move || {
        let shared = Arc::clone(&shared);
        Box::pin(async move {
            let ledger = shared.ledger.clone();
            let found = shared.store.read(move |tx| find(tx, &ledger)).await.map_err(failed)?;
            let note = found.ok_or_else(|| Problem::of(Kind::NotFound))?;
            Ok(answer(TEXT, SHORTLY, note.into_bytes()))
        })
    }
}

impl Shared {
    async fn tile(&self, path: &str) -> Answer {
        let parsed = path.strip_prefix("/ledger/").and_then(|path| path.parse::<TilePath>().ok());
        let path = parsed.ok_or_else(|| Problem::of(Kind::NotFound))?;
        let ledger = self.ledger.clone();
        let found = self.store.read(move |tx| ledger.resource(tx, path)).await.map_err(failed)?;
        Ok(answer(BYTES, FOR_EVER, found.ok_or_else(|| Problem::of(Kind::NotFound))?))
    }
}

fn answer(media_type: &'static str, kept: &'static str, body: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, media_type), (CACHE_CONTROL, kept)], body).into_response()
}

/// The outside hears what kind of failure it was; the log hears which.
#[expect(clippy::needless_pass_by_value, reason = "stands in map_err")]
fn failed(error: Error) -> Problem {
    tracing::error!(%error, source = std::error::Error::source(&error), "the ledger cannot be read");
    Problem::from_fault(&error as &dyn Fault)
}
