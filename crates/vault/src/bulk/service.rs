use waarborg_base::Ctx;
use waarborg_store::{Tx, idempotency};

use super::model::{Approval, ApprovalId, Approved, BulkRequest, GOOD_MICROS, Requested, WAITS_MICROS, after, within};
use super::store;
use crate::event::Event;
use crate::read::{self, Answer, Disclosed, Read};
use crate::rules::Grant;
use crate::{Error, Vault, Who, door};

/// How many people are read in one transaction.
const PEOPLE: i64 = 100;

/// Asks for a bulk read. The reason is for whoever approves; the ledger does not hold it, because people write names in reasons.
///
/// # Errors
/// When the protocol in force has no such purpose.
pub fn request(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &BulkRequest) -> Result<Requested, Error> {
    let digest = vault.fingerprint(ctx, [input.purpose.as_bytes(), input.reason.as_bytes()]);
    idempotency::once(ctx, tx, "vault.request_bulk", &digest, |ctx, tx| {
        door::purpose(&vault.rules(), &input.purpose)?;
        let (approval, good_until) = (ApprovalId::random(ctx), after(ctx.now, WAITS_MICROS));
        store::insert_approval(tx, approval, input, ctx.actor.name(), ctx.now, good_until)?;
        let event = Event::now(ctx, vault, "vault.bulk_requested").with("approval", approval.to_string());
        let arrival = event.with("purpose", input.purpose.as_str()).open(ctx, tx, vault)?;
        Ok(Requested { approval, good_until, arrival })
    })
}

/// A bulk read that was asked for, for whoever is about to approve it.
///
/// # Errors
/// When there is none.
pub fn find_approval(tx: &mut Tx<'_>, id: ApprovalId) -> Result<Approval, Error> {
    store::find_approval(tx, id)?.ok_or(Error::UnknownApproval)
}

/// Approves a bulk read that another client asked for.
///
/// # Errors
/// When there is none, when the same client asked for it, or when it waited too long.
pub fn approve(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, id: &ApprovalId) -> Result<Approved, Error> {
    let digest = vault.fingerprint(ctx, [&id.as_bytes()[..]]);
    idempotency::once(ctx, tx, "vault.approve_bulk", &digest, |ctx, tx| {
        let approval = find_approval(tx, *id)?;
        if approval.requested_by == ctx.actor.name() {
            return Err(Error::SameClient);
        }
        let good_until = after(ctx.now, GOOD_MICROS);
        let in_time = within(ctx.now, approval.good_until, WAITS_MICROS);
        if !in_time || !store::update_approved(tx, *id, ctx.actor.name(), ctx.now, good_until)? {
            return Err(Error::ApprovalNotUsable);
        }
        let arrival = Event::now(ctx, vault, "vault.bulk_approved")
            .with("approval", id.to_string())
            .with("purpose", approval.purpose.as_str())
            .open(ctx, tx, vault)?;
        Ok(Approved { purpose: approval.purpose, good_until, arrival })
    })
}

/// Uses an approval: its purpose, for [`read_on`]. Good once, for the client that asked.
///
/// # Errors
/// When there is none for this client, or when it is not approved, used already, or too old.
pub fn begin(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, id: &ApprovalId) -> Result<String, Error> {
    let approval = find_approval(tx, *id)?;
    if approval.requested_by != ctx.actor.name() {
        return Err(Error::UnknownApproval);
    }
    if !within(ctx.now, approval.good_until, GOOD_MICROS) || !store::update_used(tx, *id, ctx.now)? {
        return Err(Error::ApprovalNotUsable);
    }
    Event::now(ctx, vault, "vault.bulk_begun")
        .with("approval", id.to_string())
        .with("purpose", approval.purpose.as_str())
        .open(ctx, tx, vault)?;
    Ok(approval.purpose)
}

/// Reads the next people whose data is held for a purpose: what is given of each, and the number to go on after. Nobody is left when the
/// number is `None`.
///
/// # Errors
/// When the protocol in force no longer has the purpose, or somebody's data does not open: then nobody of these is given.
pub fn read_on(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    purpose: &str,
    after: i64,
) -> Result<(Vec<Disclosed>, Option<i64>), Error> {
    let people = store::list_people(tx, purpose, after, PEOPLE)?;
    let mut given = Vec::with_capacity(people.len());
    for (_, token) in &people {
        let input = Read { who: Who::Token(*token), purpose: purpose.to_owned(), grant: Grant::any(), fields: None };
        match read::read(ctx, tx, vault, &input)? {
            Answer::Disclosed(disclosed) => given.push(disclosed),
            Answer::UnknownPurpose => return Err(Error::UnknownPurpose),
            Answer::Ambiguous | Answer::NotGranted => {}
        }
    }
    Ok((given, people.last().map(|(number, _)| *number)))
}
