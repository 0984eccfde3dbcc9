//! Erasing a person, and the proof of it.

use waarborg_base::{Actor, Ctx, Kind};
use waarborg_store::Tx;
use waarborg_web::{Audience, Problem, Request, Route, task};

use super::call::{CHANGES, Call, Called, Endpoint, Input, answered};
use super::{Api, key, problem, wire};
use crate::Error;
use crate::client::Operation;
use crate::erasure::{self, Erase, Erased, Erasure, ErasureId};

pub(super) fn endpoints(api: &Api) -> Vec<Endpoint> {
    vec![erase(api)]
}

/// The answer says that the erasure is done, so it waits for the journal outside. It does not wait for room on the disk.
fn erase(api: &Api) -> Endpoint {
    let call = Call::new("/subjects/erase", Operation::Erase, "Erase a person (GDPR Art. 17)").refuses(&[
        "nobody",
        "on-hold",
        "no-ground-to-keep",
        "files-not-kept",
        "field-unknown",
        "field-twice",
        "erasure-not-journaled",
    ]);
    let (api, status) = (api.clone(), call.status());
    let handler = move |request: Request| {
        let api = api.clone();
        async move {
            let called = Called::<wire::Erase>::read(request, Operation::Erase).await?;
            let ctx = api.ctx(&called.client).with_key(key::of(&called.parts, &called.client)?);
            let input = called.input.domain(&called.client);
            // On its own: when the client goes away, what was erased is in the journal as well.
            let erased = task::aside(carry_out(api.clone(), ctx, input)).await;
            let erased = erased.ok_or_else(|| Problem::of(Kind::Internal))??;
            answered(erased, |erased| Ok(wire::Erased::from(erased)))?.send(&api, &called.parts, status).await
        }
    };
    let route = Route::post(call.address(), Audience::Client, handler);
    call.described::<wire::Erase, wire::Erased>(true, route)
}

/// Erases, and writes that down outside.
async fn carry_out(api: Api, ctx: Ctx, input: Erase) -> Result<Result<Erased, Error>, Problem> {
    let vault = api.vault.clone();
    let erased = api.store.write_urgent(CHANGES, ctx, move |ctx, tx| erasure::erase(ctx, tx, &vault, &input)).await;
    if let Ok(erased) = &erased {
        journal(&api, erased.erasure).await?;
    }
    Ok(erased)
}

/// Writes an erasure down outside, unless that was done. That it was is noted afterwards: what is noted too late is written down twice at
/// the next start, and that does no harm.
async fn journal(api: &Api, id: ErasureId) -> Result<(), Problem> {
    let found = api.store.read(move |tx: &mut Tx<'_>| erasure::find_erasure(tx, id)).await;
    let mut open: Vec<Erasure> = found.map_err(|error| problem::of(&error))?;
    open.retain(|erasure| erasure.journaled_at.is_none());
    if open.is_empty() {
        return Ok(());
    }
    let (journal, ids) = (api.journal.clone(), open.iter().map(|erasure| erasure.id).collect::<Vec<_>>());
    let failed = match task::blocking(move || journal.record(&open)).await {
        Some(Ok(())) => None,
        Some(Err(error)) => Some(error.to_string()),
        None => Some("the journal panicked".to_owned()),
    };
    if let Some(error) = failed {
        tracing::error!(target: "waarborg::vault", erasure = %id, error, "an erasure is not in the journal outside");
        return Err(problem::told(Kind::Unavailable, "erasure-not-journaled"));
    }
    let ctx = Ctx::new(api.clock.now(), Actor::System, (api.entropy)());
    let store = api.store.clone();
    drop(task::aside(async move {
        let noted = store
            .write_urgent(CHANGES, ctx, move |ctx: &mut Ctx, tx: &mut Tx<'_>| erasure::mark_journaled(ctx, tx, &ids))
            .await;
        if let Err(error) = noted {
            tracing::warn!(target: "waarborg::vault", erasure = %id, %error, "an erasure is not noted as journaled yet");
        }
    }));
    Ok(())
}
