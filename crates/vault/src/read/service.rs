use serde_json::{Map, Value};
use waarborg_base::Ctx;
use waarborg_store::Tx;

use super::model::{Answer, Disclosed, Given, Read, Withheld};
use super::store::{self, Sight};
use crate::condition::store as conditions;
use crate::event::Event;
use crate::keys::Person;
use crate::person::has_identifier;
use crate::record::{self, Record};
use crate::rules::{self, Decision, PurposeState, Reason, Rules, Standing};
use crate::{Error, Vault, Who, door};

/// Reads fields of one person for a purpose: what the protocol allows for it, unless the person restricted, objected or withdrew.
///
/// The leaf is part of the same transaction: without it, nothing is given. Errs with [`Error::NotFound`] when nobody has the token
/// or identifier, and in the same way when they were erased.
pub fn read(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Read) -> Result<Answer, Error> {
    let rules = vault.rules();
    if rules.purpose(&input.purpose).is_none() {
        return Ok(Answer::UnknownPurpose);
    }
    if matches!(input.who, Who::Identifier { .. }) && !input.grant.allows(&input.purpose) {
        return Ok(Answer::NotGranted);
    }
    let wanted =
        input.fields.as_ref().map(|fields| rules.field_set(fields.iter().map(|field| &**field))).transpose()?;
    let Some((person, standing)) = look(tx, vault, &rules, input)? else {
        Event::now(ctx, vault, "vault.ambiguous").with("purpose", &*input.purpose).open(ctx, tx, vault)?;
        return Ok(Answer::Ambiguous);
    };
    let record = person.record()?;
    let present = rules.known_fields(record.entries().map(|entry| &*entry.field));
    match rules::decide(&rules, &input.purpose, wanted.as_ref(), &input.grant, &standing, &present) {
        Decision::UnknownPurpose => Ok(Answer::UnknownPurpose),
        Decision::Decided(decided) => disclose(ctx, tx, vault, &rules, &person, &record, &decided),
    }
}

/// The one person of a call and what binds the use of their data; `None` when there are several.
fn look(tx: &mut Tx<'_>, vault: &Vault, rules: &Rules, input: &Read) -> Result<Option<(Person, Standing)>, Error> {
    let (person, purpose) = match &input.who {
        Who::Token(token) => {
            let Sight { person, purpose } = store::find_by_token(tx, *token, &input.purpose)?.ok_or(Error::NotFound)?;
            let person = Person::open(vault, person)?;
            person.must_have(*token)?;
            (person, purpose)
        }
        Who::Identifier { field, value } => {
            let (field, value) = door::value(rules, field, value)?;
            let name = &rules.field_rule(field).name;
            let term = door::term(vault, rules, field, &value);
            let term = term.ok_or_else(|| Error::NotAnIdentifier { field: name.to_string() })?;
            let mut found = store::list_by_term(tx, &term, &input.purpose)?;
            let Sight { person, purpose } = found.pop().ok_or(Error::NotFound)?;
            if !found.is_empty() {
                return Ok(None);
            }
            let person = Person::open(vault, person)?;
            has_identifier(rules, &person, name, &value)?;
            (person, purpose)
        }
    };
    let mut standing = Standing::default();
    if let Some((added_at, removed_at)) = purpose {
        standing.purposes.push(PurposeState { purpose: input.purpose.as_str().into(), added_at, removed_at });
    }
    if person.row.conditions > 0 {
        let conditions = conditions::list_standing(tx, person.row.number)?;
        standing.conditions = conditions.iter().map(crate::condition::Condition::for_rules).collect();
    }
    Ok(Some((person, standing)))
}

/// Opens what is given, and only that, and writes the leaf.
fn disclose(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    rules: &Rules,
    person: &Person,
    record: &Record<'_>,
    decided: &rules::Given,
) -> Result<Answer, Error> {
    let given = decided.given.iter().filter_map(|field| record.find(&rules.field_rule(*field).name)).map(|entry| {
        let held = record::open(&person.key, person.row.id, entry)?;
        Ok(Given { field: entry.field.to_string(), value: held.value, source: held.source.as_str(), at: held.at })
    });
    let given: Vec<Given> = given.collect::<Result<_, Error>>()?;
    let withheld = decided
        .withheld
        .iter()
        .map(|withheld| Withheld { field: rules.field_rule(withheld.field).name.to_string(), reason: withheld.reason });
    let withheld: Vec<Withheld> = withheld.collect();

    let fields: Vec<&str> = given.iter().map(|given| &*given.field).collect();
    let event = Event::now(ctx, vault, "vault.read")
        .with("purpose", &*rules.purpose_rule(decided.purpose).name)
        .with("given", fields)
        .with("withheld", refused(&withheld));
    let arrival = event.about(ctx, tx, vault, person.row.id, &person.key)?;
    Ok(Answer::Disclosed(Disclosed { token: person.row.id, given, withheld, arrival }))
}

/// What was refused, as fields by reason. A field that the person does not have was not refused.
fn refused(withheld: &[Withheld]) -> Map<String, Value> {
    let mut refused: Map<String, Value> = Map::new();
    for Withheld { field, reason } in withheld.iter().filter(|withheld| withheld.reason != Reason::Absent) {
        let fields = refused.entry(reason.as_str()).or_insert_with(|| Value::Array(Vec::new()));
        fields.as_array_mut().expect("made so above").push(field.as_str().into());
    }
    refused
}
