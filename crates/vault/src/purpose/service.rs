use serde::{Deserialize, Serialize};
use waarborg_base::Ctx;
use waarborg_store::{Tx, idempotency};

use super::store;
use crate::condition::{Condition, bind_suppressed, store as conditions, suppressions};
use crate::event::Event;
use crate::keys::Person;
use crate::rules::{PurposeRule, State};
use crate::{Error, Token, Vault, door};

/// A purpose to add or remove.
#[derive(Clone, Debug)]
pub struct ChangePurpose {
    /// Whose data.
    pub token: Token,
    /// The purpose, as the protocol names it.
    pub purpose: String,
}

/// What adding or removing a purpose came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurposeChanged {
    /// Whether anything changed: it may have stood so already.
    pub changed: bool,
    /// The leaf in the ledger; the act is recorded either way.
    pub arrival: i64,
}

/// Lets a person's data be used for a purpose from now on. For a purpose that rests on consent this records consent given.
///
/// Errs with [`Error::Objected`] while an objection to this very purpose stands: whoever changes their mind has that lifted. An objection to
/// direct marketing that came with one of the person's identifiers before binds from now on, until it is lifted.
pub fn add_purpose(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    input: &ChangePurpose,
) -> Result<PurposeChanged, Error> {
    let digest = vault.fingerprint(ctx, [&input.token.as_bytes()[..], input.purpose.as_bytes()]);
    idempotency::once(ctx, tx, "vault.add_purpose", &digest, |ctx, tx| {
        let rules = vault.rules();
        let rule = rules.purpose_rule(door::purpose(&rules, &input.purpose)?);
        let person = Person::take(tx, vault, input.token)?;
        if person.row.conditions > 0 {
            let objects = |condition: &Condition| {
                matches!(condition.state, State::Objected(_)) && condition.purpose.as_deref() == Some(&*rule.name)
            };
            if conditions::list_standing(tx, person.row.number)?.iter().any(objects) {
                return Err(Error::Objected { purpose: rule.name.to_string() });
            }
        }
        let changed = store::insert_purpose(tx, person.row.number, &rule.name, ctx.now)?;
        if rule.direct_marketing && changed {
            bind_suppressed(ctx, tx, vault, &person, &suppressions(vault, &rules, &person)?)?;
        }
        record(ctx, tx, vault, &person, "vault.purpose_added", rule, changed)
    })
}

/// Ends the use of a person's data for a purpose, at once. For consent: withdrawn, as easy as given (GDPR Art. 7(3)).
pub fn remove_purpose(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    input: &ChangePurpose,
) -> Result<PurposeChanged, Error> {
    let digest = vault.fingerprint(ctx, [&input.token.as_bytes()[..], input.purpose.as_bytes()]);
    idempotency::once(ctx, tx, "vault.remove_purpose", &digest, |ctx, tx| {
        let rules = vault.rules();
        let rule = rules.purpose_rule(door::purpose(&rules, &input.purpose)?);
        let person = Person::take(tx, vault, input.token)?;
        let changed = store::update_removed(tx, person.row.number, &rule.name, ctx.now)?;
        record(ctx, tx, vault, &person, "vault.purpose_removed", rule, changed)
    })
}

fn record(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    person: &Person,
    event: &'static str,
    rule: &PurposeRule,
    changed: bool,
) -> Result<PurposeChanged, Error> {
    let event = Event::now(ctx, vault, event)
        .with("purpose", &*rule.name)
        .with("consent", rule.may_withdraw())
        .with("changed", changed);
    let arrival = event.about(ctx, tx, vault, person.row.id, &person.key)?;
    Ok(PurposeChanged { changed, arrival })
}
