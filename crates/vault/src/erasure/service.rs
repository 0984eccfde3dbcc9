use std::collections::BTreeSet;

use waarborg_base::{Ctx, Digest};
use waarborg_protocol::model::FieldKind;
use waarborg_seal::{PersonKey, Wrapped};
use waarborg_store::{Tx, idempotency};

use super::model::{Erase, Erased, Erasure, ErasureId, Keep};
use super::store;
use crate::condition::{store as conditions, suppressions};
use crate::event::Event;
use crate::keys::{self, Person};
use crate::person::merged::{self, Merged};
use crate::person::store as people;
use crate::purpose::store as purposes;
use crate::record::{self, Record};
use crate::rules::{Basis, HoldGround, Rules, State, UnknownField};
use crate::{Error, Vault};

/// So many erasures are written to the journal at a time.
const BATCH: u32 = 1_000;

/// Erases a person. In one transaction the key, the record, its tokens, look-up terms, history, files, purposes and conditions go,
/// and the leaf comes. Errs with [`Error::OnHold`] while a legal hold stands.
///
/// Fields to keep are sealed anew under another key, and only the purposes that oblige to keep them stay: the old key is destroyed either
/// way, so that no older copy opens. On the ground of a legal obligation, a purpose that rests on one must use the field.
///
/// Before the caller is answered, the erasure must be in the journal outside: [`list_unjournaled`], then [`mark_journaled`].
pub fn erase(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Erase) -> Result<Erased, Error> {
    let keep = input.keep.iter().flat_map(|keep| [keep.field.as_bytes(), keep.ground.as_str().as_bytes()]);
    let suppress: &[u8] = if input.suppress { b"suppress" } else { b"forget" };
    let digest = vault.fingerprint(ctx, [&input.token.as_bytes()[..], suppress].into_iter().chain(keep));
    idempotency::once(ctx, tx, "vault.erase", &digest, |ctx, tx| {
        let person = Person::take(tx, vault, input.token)?;
        must_not_be_held(tx, &person)?;
        let rules = vault.rules();
        let kept = to_keep(tx, &rules, &person, &input.keep)?;
        if input.suppress {
            for term in suppressions(vault, &rules, &person)? {
                conditions::insert_suppression(tx, &term, ctx.now)?;
            }
        }
        let erasure = ErasureId::random(ctx);
        let merged = merged::list(&person, &person.record()?)?;
        if kept.is_empty() {
            store::delete_all(tx, person.row.number)?;
        } else {
            keep_the_rest(ctx, tx, vault, &person, &kept, erasure, &merged)?;
        }
        let keys = [&person.key].into_iter().chain(merged.iter().filter_map(|merged| merged.key.as_ref()));
        let keys: Vec<[u8; 16]> = keys.map(|key| *key.id().as_bytes()).collect();
        let copies_gone_by = vault.copies_gone_by(ctx.now);
        let event = Event::now(ctx, vault, "vault.erased")
            .with("erasure", erasure.to_string())
            .with("keys", keys.iter().map(|key| Digest::of(key).to_string()).collect::<Vec<_>>())
            .with("kept", serde_json::to_value(&kept).expect("names of fields and grounds are JSON"))
            .with("copies_gone_by", copies_gone_by.to_string());
        let arrival = event.open(ctx, tx, vault)?;
        for (key, id) in keys.into_iter().zip(std::iter::once(Some(erasure)).chain(std::iter::repeat(None))) {
            let id = id.unwrap_or_else(|| ErasureId::random(ctx));
            let epoch = person.row.epoch;
            let (erased_at, kept) = (ctx.now, kept.clone());
            let row = Erasure { id, key, epoch, erased_at, kept, arrival, journaled_at: None, final_at: None };
            store::insert_erasure(tx, &row)?;
        }
        Ok(Erased { erasure, kept, copies_gone_by, arrival })
    })
}

fn must_not_be_held(tx: &mut Tx<'_>, person: &Person) -> Result<(), Error> {
    if person.row.conditions == 0 {
        return Ok(());
    }
    let standing = conditions::list_standing(tx, person.row.number)?;
    let held = standing.iter().find_map(|condition| match condition.state {
        State::Held(ground) => Some(ground),
        _ => None,
    });
    held.map_or(Ok(()), |ground| Err(Error::OnHold { ground }))
}

/// What may be kept of what was asked. A field that the person does not have is nothing to keep.
fn to_keep(tx: &mut Tx<'_>, rules: &Rules, person: &Person, keep: &[Keep]) -> Result<Vec<Keep>, Error> {
    if keep.is_empty() {
        return Ok(Vec::new());
    }
    let standing = purposes::list_purposes(tx, person.row.number)?;
    let record = person.record()?;
    let mut kept: Vec<Keep> = Vec::new();
    for (position, wanted) in keep.iter().enumerate() {
        let field = rules.field(&wanted.field).ok_or(UnknownField { position })?;
        if matches!(rules.field_rule(field).kind, FieldKind::File | FieldKind::Image | FieldKind::IdCopy) {
            return Err(Error::FilesNotKept { field: wanted.field.clone() });
        }
        let obliged = || standing.iter().any(|row| row.stands() && obliges(rules, &row.purpose, &wanted.field));
        if wanted.ground == HoldGround::LegalObligation && !obliged() {
            return Err(Error::NoGroundToKeep { field: wanted.field.clone(), ground: wanted.ground });
        }
        let new = kept.iter().all(|other| other.field != wanted.field);
        if new && record.find(&wanted.field).is_some() {
            kept.push(wanted.clone());
        }
    }
    Ok(kept)
}

/// Whether a purpose rests on a legal obligation or public task and uses the field (GDPR Art. 17(3)(b)).
fn obliges(rules: &Rules, purpose: &str, field: &str) -> bool {
    let (Some(purpose), Some(field)) = (rules.purpose(purpose), rules.field(field)) else { return false };
    let rule = rules.purpose_rule(purpose);
    matches!(rule.basis, Some(Basis::LegalObligation | Basis::PublicTask)) && rule.fields.contains(field)
}

/// Seals what is kept under a new key, and takes everything else away.
fn keep_the_rest(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    person: &Person,
    kept: &[Keep],
    erasure: ErasureId,
    merged: &[Merged],
) -> Result<(), Error> {
    let (number, id) = (person.row.number, person.row.id);
    let before = person.record()?;
    let key = PersonKey::generate(ctx);
    let mut record = Record::default();
    for entry in kept.iter().filter_map(|kept| before.find(&kept.field)) {
        let held = record::open(&person.key, id, entry)?;
        record.put(record::seal(ctx, &key, id, &entry.field, entry.version + 1, &held));
    }
    for merged in merged {
        record.put(merged::seal(ctx, &key, id, merged.id, None));
    }
    store::delete_beside_the_record(tx, number)?;
    let rules = vault.rules();
    let obliged: Vec<&str> =
        kept.iter().filter(|kept| kept.ground == HoldGround::LegalObligation).map(|kept| kept.field.as_str()).collect();
    for row in purposes::list_purposes(tx, number)? {
        if !row.stands() || !obliged.iter().any(|field| obliges(&rules, &row.purpose, field)) {
            purposes::delete_purpose(tx, number, &row.purpose)?;
        }
    }
    people::update_record(tx, number, &record.to_bytes(), ctx.now)?;
    people::update_conditions(tx, number, -person.row.conditions, ctx.now)?;
    let Wrapped { epoch, bytes } = vault.ring().wrap(ctx, id.as_bytes(), &key);
    if !store::update_key(tx, number, epoch, key.id().as_bytes(), &bytes)? {
        return Err(keys::behind(tx, epoch)?);
    }
    let event = Event::now(ctx, vault, "vault.kept")
        .with("erasure", erasure.to_string())
        .with("kept", serde_json::to_value(kept).expect("names of fields and grounds are JSON"));
    event.about(ctx, tx, vault, id, &key)?;
    Ok(())
}

/// The erasure by its id, first; with it, when a merged person had several keys, those of the others.
pub fn find_erasure(tx: &mut Tx<'_>, id: ErasureId) -> Result<Vec<Erasure>, Error> {
    let mut found = store::list_together(tx, id)?;
    found.sort_by_key(|erasure| erasure.id != id);
    Ok(found)
}

/// Erasures that are not in the journal outside yet, the oldest first; so many at a time.
pub fn list_unjournaled(tx: &mut Tx<'_>) -> Result<Vec<Erasure>, Error> {
    Ok(store::list_unjournaled(tx, BATCH)?)
}

/// Records that erasures are in the journal outside, and durable there.
pub fn mark_journaled(ctx: &mut Ctx, tx: &mut Tx<'_>, ids: &[ErasureId]) -> Result<(), Error> {
    ids.iter().try_for_each(|id| Ok(store::update_journaled(tx, *id, ctx.now)?))
}

/// Has every erasure written down again, when the journal outside was lost; how many.
pub fn journal_again(tx: &mut Tx<'_>) -> Result<u64, Error> {
    Ok(store::update_all_unjournaled(tx)?)
}

/// What a batch of [`replay`] came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// The last person looked at: go on after them. `None`: that was everybody.
    pub last: Option<i64>,
    /// How many were erased again.
    pub erased: u64,
}

/// Erases again, after a restore, whom the journal names, and whoever has no key: a batch of `limit` people from after person number
/// `after`, which is 0 at first.
pub fn replay(tx: &mut Tx<'_>, keys: &BTreeSet<[u8; 16]>, after: i64, limit: u32) -> Result<Replayed, Error> {
    let people = store::list_people(tx, after, limit)?;
    let mut erased = 0;
    for holder in &people {
        if holder.key.is_none_or(|key| keys.contains(&key)) {
            store::delete_all(tx, holder.person)?;
            erased += 1;
        }
    }
    Ok(Replayed { last: people.last().map(|holder| holder.person), erased })
}
