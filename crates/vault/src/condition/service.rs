use waarborg_base::Ctx;
use waarborg_store::{Tx, idempotency};

use super::model::{
    Condition, ConditionId, ConditionLifted, ConditionSet, Exempt, Hold, Lift, Object, OverrideObjection, Restrict,
};
use super::store;
use crate::event::Event;
use crate::keys::Person;
use crate::rules::{Objection, PurposeRule, Rules, State};
use crate::{Error, Token, Vault, door};

/// Restricts the use of a person's data: it is only stored (GDPR Art. 18(1)), for one purpose or for all.
pub fn restrict(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Restrict) -> Result<ConditionSet, Error> {
    set(ctx, tx, vault, input.token, input.purpose.as_deref(), State::Restricted(input.ground))
}

/// Lets a purpose go on under restriction (GDPR Art. 18(2)).
pub fn exempt(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Exempt) -> Result<ConditionSet, Error> {
    set(ctx, tx, vault, input.token, Some(&input.purpose), State::Exempted(input.ground))
}

/// Records an objection (GDPR Art. 21). It binds at once; to direct marketing it also outlives the record.
///
/// Errs with [`Error::NotByObjection`] when the purpose is not one that can be objected to on this ground.
pub fn object(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Object) -> Result<ConditionSet, Error> {
    set(ctx, tx, vault, input.token, input.purpose.as_deref(), State::Objected(input.ground))
}

/// Lets a purpose go on in spite of an objection (GDPR Art. 21(1)); never direct marketing.
pub fn override_objection(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    input: &OverrideObjection,
) -> Result<ConditionSet, Error> {
    set(ctx, tx, vault, input.token, Some(&input.purpose), State::Overridden(input.ground))
}

/// Puts a person's data on legal hold: nothing of it is erased until released (GDPR Art. 17(3)).
pub fn hold(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Hold) -> Result<ConditionSet, Error> {
    set(ctx, tx, vault, input.token, None, State::Held(input.ground))
}

/// Lifts a restriction, an objection, or what answers one.
pub fn lift(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Lift) -> Result<ConditionLifted, Error> {
    end(ctx, tx, vault, input, "vault.lifted", |state| !matches!(state, State::Held(_)))
}

/// Releases a legal hold.
pub fn release(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Lift) -> Result<ConditionLifted, Error> {
    end(ctx, tx, vault, input, "vault.released", |state| matches!(state, State::Held(_)))
}

fn set(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    token: Token,
    purpose: Option<&str>,
    state: State,
) -> Result<ConditionSet, Error> {
    let words = [state.kind(), state.ground(), purpose.unwrap_or_default()].map(str::as_bytes);
    let digest = vault.fingerprint(ctx, [&token.as_bytes()[..]].into_iter().chain(words));
    idempotency::once(ctx, tx, "vault.condition", &digest, |ctx, tx| {
        let rules = vault.rules();
        if let Some(purpose) = purpose {
            must_allow(rules.purpose_rule(door::purpose(&rules, purpose)?), state)?;
        }
        let person = Person::take(tx, vault, token)?;
        let id = ConditionId::random(ctx);
        let purpose = purpose.map(str::to_owned);
        let condition = Condition { id, purpose, state, set_at: ctx.now, lifted_at: None };
        store::insert_condition(tx, person.row.number, &condition)?;
        crate::person::store::update_conditions(tx, person.row.number, 1, ctx.now)?;
        if against_marketing(&rules, &condition) {
            for term in suppressions(vault, &rules, &person)? {
                store::insert_suppression(tx, &term, ctx.now)?;
            }
        }
        let arrival = record(ctx, tx, vault, &person, set_event(state), &condition)?;
        Ok(ConditionSet { condition: id, arrival })
    })
}

fn end(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    input: &Lift,
    event: &'static str,
    may_end: fn(State) -> bool,
) -> Result<ConditionLifted, Error> {
    let digest = vault.fingerprint(ctx, [&input.token.as_bytes()[..], input.condition.as_bytes()]);
    idempotency::once(ctx, tx, event, &digest, |ctx, tx| {
        let person = Person::take(tx, vault, input.token)?;
        let condition = store::find_condition(tx, person.row.number, input.condition)?;
        let condition = condition.filter(|condition| may_end(condition.state)).ok_or(Error::UnknownCondition)?;
        let changed = store::update_lifted(tx, condition.id, ctx.now)?;
        if changed {
            crate::person::store::update_conditions(tx, person.row.number, -1, ctx.now)?;
            let rules = vault.rules();
            let standing = store::list_standing(tx, person.row.number)?;
            let still = standing.iter().any(|condition| against_marketing(&rules, condition));
            if against_marketing(&rules, &condition) && !still {
                for term in suppressions(vault, &rules, &person)? {
                    store::delete_suppression(tx, &term)?;
                }
            }
        }
        let arrival = record(ctx, tx, vault, &person, event, &condition)?;
        Ok(ConditionLifted { changed, arrival })
    })
}

fn record(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    person: &Person,
    event: &'static str,
    condition: &Condition,
) -> Result<i64, Error> {
    let event = Event::now(ctx, vault, event)
        .with("condition", condition.id.to_string())
        .with("kind", condition.state.kind())
        .with("ground", condition.state.ground())
        .with("purpose", condition.purpose.clone());
    event.about(ctx, tx, vault, person.row.id, &person.key)
}

fn set_event(state: State) -> &'static str {
    match state {
        State::Restricted(_) => "vault.restricted",
        State::Exempted(_) => "vault.exempted",
        State::Objected(_) => "vault.objected",
        State::Overridden(_) => "vault.overridden",
        State::Held(_) => "vault.held",
    }
}

/// Whether the law lets this be said of the purpose (GDPR Art. 21).
fn must_allow(purpose: &PurposeRule, state: State) -> Result<(), Error> {
    let allowed = match state {
        State::Objected(Objection::DirectMarketing) => purpose.direct_marketing,
        State::Objected(Objection::OwnSituation) => purpose.may_object(),
        State::Overridden(_) => purpose.may_override(),
        State::Restricted(_) | State::Exempted(_) | State::Held(_) => true,
    };
    if allowed { Ok(()) } else { Err(Error::NotByObjection { purpose: purpose.name.to_string() }) }
}

/// Whether a condition is an objection to direct marketing, in whatever words it came.
fn against_marketing(rules: &Rules, condition: &Condition) -> bool {
    let marketing =
        |name: &str| rules.purpose(name).is_some_and(|purpose| rules.purpose_rule(purpose).direct_marketing);
    match condition.state {
        State::Objected(Objection::DirectMarketing) => true,
        State::Objected(Objection::OwnSituation) => condition.purpose.as_deref().is_none_or(marketing),
        _ => false,
    }
}

/// Binds a person by the objection to direct marketing that came with one of these identifiers before (GDPR Art. 21(3)), unless an objection of
/// their own stands. It is lifted as any other.
pub(crate) fn bind_suppressed(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    person: &Person,
    terms: &[[u8; 16]],
) -> Result<(), Error> {
    if terms.is_empty() || !store::is_any_suppressed(tx, terms)? {
        return Ok(());
    }
    let state = State::Objected(Objection::DirectMarketing);
    let standing = store::list_standing(tx, person.row.number)?;
    if standing.iter().any(|condition| condition.state == state && condition.purpose.is_none()) {
        return Ok(());
    }
    let condition = Condition { id: ConditionId::random(ctx), purpose: None, state, set_at: ctx.now, lifted_at: None };
    store::insert_condition(tx, person.row.number, &condition)?;
    crate::person::store::update_conditions(tx, person.row.number, 1, ctx.now)?;
    record(ctx, tx, vault, person, set_event(state), &condition).map(drop)
}

/// What keeps a person's identifiers out of direct marketing.
pub(crate) fn suppressions(vault: &Vault, rules: &Rules, person: &Person) -> Result<Vec<[u8; 16]>, Error> {
    let mut terms = Vec::new();
    for entry in person.record()?.entries().filter(|entry| indexed(rules, &entry.field)) {
        let held = crate::record::open(&person.key, person.row.id, entry)?;
        if let Ok((field, value)) = door::value(rules, &entry.field, &held.value) {
            terms.extend(door::suppression(vault, rules, field, &value));
        }
    }
    Ok(terms)
}

fn indexed(rules: &Rules, field: &str) -> bool {
    rules.field(field).is_some_and(|field| rules.field_rule(field).indexed)
}
