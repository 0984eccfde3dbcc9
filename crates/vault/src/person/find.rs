use waarborg_base::Ctx;
use waarborg_store::Tx;

use super::model::{Find, Found};
use super::store;
use crate::event::Event;
use crate::keys::Person;
use crate::record;
use crate::rules::Rules;
use crate::value::Value;
use crate::{Error, Vault, door};

/// So many people with one identifier are named; who shares an address with more has no identifier in it.
const MOST: u32 = 100;

/// Who has an identifier. Each of them can see that they were looked for.
pub fn find(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Find) -> Result<Found, Error> {
    let rules = vault.rules();
    let (field, value) = door::value(&rules, &input.field, &input.value)?;
    let name = &rules.field_rule(field).name;
    let term = door::term(vault, &rules, field, &value);
    let term = term.ok_or_else(|| Error::NotAnIdentifier { field: name.to_string() })?;
    let mut tokens = Vec::new();
    for row in store::list_by_term(tx, &term, MOST)? {
        let person = Person::open(vault, row)?;
        has_identifier(&rules, &person, name, &value)?;
        let event = Event::now(ctx, vault, "vault.found").with("field", &**name);
        event.about(ctx, tx, vault, person.row.id, &person.key)?;
        tokens.push(person.row.id);
    }
    Ok(Found { tokens })
}

/// Errs unless the record of a person has the identifier by which they were found: that the index says so is not enough.
pub(crate) fn has_identifier(rules: &Rules, person: &Person, name: &str, value: &Value) -> Result<(), Error> {
    let record = person.record()?;
    let held = record.find(name).map(|entry| record::open(&person.key, person.row.id, entry)).transpose()?;
    let same = held.is_some_and(|held| {
        door::value(rules, name, &held.value).is_ok_and(|(_, held)| held.normal_form() == value.normal_form())
    });
    if same { Ok(()) } else { Err(Error::DoesNotOpen { what: "a look-up term" }) }
}
