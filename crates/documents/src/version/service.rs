use serde_json::json;
use waarborg_base::{Ctx, Digest};
use waarborg_ledger::{Leaf, Ledger};
use waarborg_protocol::difference::difference;
use waarborg_protocol::model::AnnouncedBy;
use waarborg_protocol::{Loaded, Protocol, load_written};
use waarborg_store::{Tx, idempotency, outbox};

use super::model::{Applied, Notice, Version, VersionId, duties};
use super::store;
use crate::Error;

/// Outbox topic: people who read the site are told of a version. The body is the version's id.
pub const TOPIC_ANNOUNCE: &str = "documents.announce";

/// Ledger event: a version came in force. Its record is number and digest, and the digest of the version before.
pub const APPLIED: &str = "protocol.applied";

/// Makes a protocol the version in force, puts that into the ledger, and writes down who must be told of it (GDPR Art. 13(3), 14(4), 28(2)).
///
/// The same text again changes nothing. Errs when the protocol is invalid, or when exactly this text was in force earlier and
/// another is now: two versions of one text could not be told apart by their digest.
pub fn apply(ctx: &mut Ctx, tx: &mut Tx<'_>, ledger: &Ledger, loaded: &Loaded) -> Result<Applied, Error> {
    let protocol = loaded.protocol.as_ref().ok_or(Error::Invalid)?;
    let digest = loaded.digest();
    idempotency::once(ctx, tx, "documents.apply", &digest, |ctx, tx| {
        let in_force = store::find_in_force(tx)?;
        if let Some(version) = in_force.as_ref().filter(|version| version.digest == digest) {
            return Ok(Applied::Unchanged { number: version.number });
        }
        if let Some(earlier) = store::find_by_digest(tx, digest)? {
            return Err(Error::AppliedBefore { number: earlier.number });
        }
        let before = in_force.as_ref().map(|version| protocol_of(tx, version.number)).transpose()?.flatten();
        let number = in_force.as_ref().map_or(1, |version| version.number + 1);
        let applied = put_in_force(ctx, tx, loaded, protocol, digest, number, before.as_ref())?;
        let replaced = in_force.map(|version| version.digest.to_string());
        let record = json!({ "number": number, "digest": digest.to_string(), "replaced": replaced });
        ledger.append(ctx, tx, Leaf::open(APPLIED, &record))?;
        Ok(applied)
    })
}

fn put_in_force(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    loaded: &Loaded,
    protocol: &Protocol,
    digest: Digest,
    number: i64,
    before: Option<&Protocol>,
) -> Result<Applied, Error> {
    let statement = protocol.statement.as_ref();
    let difference = before.map(|before| difference(before, protocol));
    let version = Version {
        id: VersionId::random(ctx),
        number,
        declared: statement.and_then(|statement| statement.version.clone()),
        effective_on: statement.and_then(|statement| statement.effective_on),
        digest,
        applied_at: ctx.now,
        applied_by: ctx.actor.as_str().to_owned(),
        summary: difference.as_ref().map(waarborg_protocol::difference::Difference::text).unwrap_or_default(),
    };
    let source = serde_json::to_vec(&loaded.written()).expect("names and texts are JSON");
    store::insert_version(tx, &version, &source)?;
    let duties = difference.as_ref().map(duties).unwrap_or_default();
    for duty in &duties {
        store::insert_notice(ctx, tx, version.id, duty, version.effective_on)?;
    }
    let on_site = |statement: &waarborg_protocol::model::Statement| {
        statement.announced_by.iter().any(|way| matches!(way, AnnouncedBy::Site | AnnouncedBy::Feed))
    };
    if statement.is_some_and(on_site) {
        outbox::enqueue(ctx, tx, TOPIC_ANNOUNCE, version.id.to_string().as_bytes(), ctx.key)?;
    }
    Ok(Applied::InForce { number, notices: duties.len() })
}

/// Records that people who read the site or its feed have been told of a version: its page stands, with what changed.
pub fn announce(ctx: &mut Ctx, tx: &mut Tx<'_>, version: VersionId) -> Result<u64, Error> {
    Ok(store::update_announced(ctx, tx, version)?)
}

/// The version in force, if one was ever applied.
pub fn in_force(tx: &mut Tx<'_>) -> Result<Option<Version>, Error> {
    Ok(store::find_in_force(tx)?)
}

/// The number of the version in force.
pub fn number_in_force(tx: &mut Tx<'_>) -> Result<Option<i64>, Error> {
    Ok(store::find_number_in_force(tx)?)
}

/// Every version, the newest first.
pub fn list_versions(tx: &mut Tx<'_>) -> Result<Vec<Version>, Error> {
    Ok(store::list_versions(tx)?)
}

/// Who has to be told of a version.
pub fn list_notices(tx: &mut Tx<'_>, version: VersionId) -> Result<Vec<Notice>, Error> {
    Ok(store::list_notices(tx, version)?)
}

/// The files of one version as they were applied: name and text, the main file first.
pub fn source_of(tx: &mut Tx<'_>, number: i64) -> Result<Option<Vec<(String, String)>>, Error> {
    let Some(bytes) = store::find_source(tx, number)? else { return Ok(None) };
    serde_json::from_slice(&bytes).map(Some).map_err(|source| Error::Unreadable { number, source })
}

/// One version as a protocol. Errs when its text no longer has the digest it was applied with.
pub fn protocol_of(tx: &mut Tx<'_>, number: i64) -> Result<Option<Protocol>, Error> {
    let Some(version) = store::find_by_number(tx, number)? else { return Ok(None) };
    let Some(files) = source_of(tx, number)? else { return Ok(None) };
    let loaded = load_written(&files);
    if loaded.digest() != version.digest {
        return Err(Error::Altered { number });
    }
    loaded.protocol.map(Some).ok_or(Error::NoLongerRuns { number })
}
