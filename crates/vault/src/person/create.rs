use std::sync::Arc;

use waarborg_base::{Ctx, Digest};
use waarborg_protocol::model::Source;
use waarborg_seal::PersonKey;
use waarborg_store::{Tx, idempotency};

use super::model::{Create, Created, IfKnown};
use super::store;
use crate::condition::{Condition, ConditionId, store as conditions};
use crate::event::Event;
use crate::record::{self, Held, Record};
use crate::rules::{FieldId, FieldSet, Objection, PurposeId, Rules, State};
use crate::value::Value;
use crate::{Error, Token, Vault, door, keys};

/// Takes up a person. A possible duplicate is reported as such, and nothing of the other person is.
///
/// Errs when a value is not of its field's kind, when no purpose named uses a field, or when the protocol does not know a name.
pub fn create(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Create) -> Result<Created, Error> {
    let prepared = prepare(ctx, vault, input.clone());
    take_up(ctx, tx, vault, &prepared)
}

/// A [`Create`] with all done that needs no transaction, so that the one writer of SQLite is not kept from others by it.
pub(crate) struct Prepared {
    input: Create,
    digest: Digest,
    /// None when nobody can be taken up like this: reading it again says why.
    newcomer: Option<Newcomer>,
}

/// The part of [`create`] that needs no transaction.
pub(crate) fn prepare(ctx: &mut Ctx, vault: &Vault, input: Create) -> Prepared {
    let refuse: &[u8] = if input.if_known == IfKnown::Refuse { b"refuse" } else { b"create" };
    let fields = input.fields.len().to_be_bytes();
    let mut parts = vec![&fields[..], input.source.as_bytes(), refuse];
    parts.extend(input.fields.iter().flat_map(|(field, value)| [field.as_bytes(), value.reveal().as_bytes()]));
    parts.extend(input.purposes.iter().map(String::as_bytes));
    let digest = vault.fingerprint(ctx, parts);
    let newcomer = Newcomer::read(ctx, vault, vault.rules(), &input).ok();
    Prepared { input, digest, newcomer }
}

/// The part of [`create`] that stores, under the protocol that is in force by now.
pub(crate) fn take_up(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    vault: &Vault,
    Prepared { input, digest, newcomer }: &Prepared,
) -> Result<Created, Error> {
    idempotency::once(ctx, tx, "vault.create", digest, |ctx, tx| {
        let rules = vault.rules();
        let read;
        let newcomer = match newcomer {
            Some(newcomer) if Arc::ptr_eq(&newcomer.rules, &rules) => newcomer,
            _ => {
                read = Newcomer::read(ctx, vault, rules, input)?;
                &read
            }
        };
        let known = newcomer.known(tx)?;
        if input.if_known == IfKnown::Refuse && !known.is_empty() {
            return Ok(Created::Known { known });
        }
        newcomer.take_up(ctx, tx, vault, known)
    })
}

/// A person as they were read at the door under one version of the protocol, sealed under a key of their own; nothing is stored.
struct Newcomer {
    rules: Arc<Rules>,
    fields: Vec<(FieldId, Value)>,
    purposes: Vec<PurposeId>,
    source: Source,
    terms: Vec<(FieldId, [u8; 16])>,
    id: Token,
    key: PersonKey,
    record: Vec<u8>,
}

impl Newcomer {
    fn read(ctx: &mut Ctx, vault: &Vault, rules: Arc<Rules>, input: &Create) -> Result<Self, Error> {
        let source = door::source(&input.source)?;
        let purposes = input.purposes.iter().map(|name| door::purpose(&rules, name));
        let mut purposes: Vec<PurposeId> = purposes.collect::<Result<_, _>>()?;
        purposes.sort_unstable();
        purposes.dedup();
        if purposes.is_empty() {
            return Err(Error::NoPurpose);
        }
        door::once_each(input.fields.iter().map(|(field, _)| &**field))?;
        let fields = input.fields.iter().map(|(field, value)| door::value(&rules, field, value));
        let fields: Vec<(FieldId, Value)> = fields.collect::<Result<_, _>>()?;
        for (field, _) in &fields {
            if !purposes.iter().any(|purpose| rules.purpose_rule(*purpose).fields.contains(*field)) {
                return Err(Error::FieldWithoutPurpose { field: rules.field_rule(*field).name.to_string() });
            }
        }
        let term = |(field, value): &(FieldId, Value)| Some((*field, door::term(vault, &rules, *field, value)?));
        let terms = fields.iter().filter_map(term).collect();
        let (id, key) = (Token::random(ctx), PersonKey::generate(ctx));
        let mut record = Record::default();
        for (field, value) in &fields {
            let held = Held { value: door::as_json(value), source, at: ctx.now };
            record.put(record::seal(ctx, &key, id, &rules.field_rule(*field).name, 1, &held));
        }
        let record = record.to_bytes();
        Ok(Self { rules, fields, purposes, source, terms, id, key, record })
    }

    /// Fields of which the value is somebody's already.
    fn known(&self, tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
        let (fields, terms): (Vec<FieldId>, Vec<[u8; 16]>) = self.terms.iter().copied().unzip();
        let known = store::lock_and_find_known(tx, &terms, 0)?;
        let known = fields.into_iter().zip(known).filter(|(_, known)| *known);
        Ok(known.map(|(field, _)| self.rules.field_rule(field).name.to_string()).collect())
    }

    /// The purposes of direct marketing that somebody with one of these identifiers objected to before (GDPR Art. 21(3)).
    fn objected(&self, tx: &mut Tx<'_>, vault: &Vault) -> Result<Vec<PurposeId>, Error> {
        let marketing = |purpose: &PurposeId| self.rules.purpose_rule(*purpose).direct_marketing;
        let marketing: Vec<PurposeId> = self.purposes.iter().copied().filter(marketing).collect();
        if marketing.is_empty() {
            return Ok(marketing);
        }
        let terms =
            self.fields.iter().filter_map(|(field, value)| door::suppression(vault, &self.rules, *field, value));
        let suppressed = conditions::is_any_suppressed(tx, &terms.collect::<Vec<_>>())?;
        Ok(if suppressed { marketing } else { Vec::new() })
    }

    fn take_up(&self, ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, known: Vec<String>) -> Result<Created, Error> {
        let Self { id, key, record, .. } = self;
        let objected = self.objected(tx, vault)?;
        let conditions = i64::try_from(objected.len()).expect("no more than there are purposes");
        let wrapped = &vault.ring().wrap(ctx, id.as_bytes(), key);
        let terms: Vec<[u8; 16]> = self.terms.iter().map(|(_, term)| *term).collect();
        let purposes = self.names(&self.purposes);
        let person = store::NewPerson { id: *id, record, conditions, key, wrapped, terms: &terms, purposes: &purposes };
        if !store::insert_person(tx, &person, ctx.now)? {
            return Err(keys::behind(tx, wrapped.epoch)?);
        }
        let objected = self.names(&objected);
        if !objected.is_empty() {
            stay_objected(ctx, tx, *id, &objected)?;
        }
        let fields: FieldSet = self.fields.iter().map(|(field, _)| *field).collect();
        let fields: Vec<&str> = fields.iter().map(|field| &*self.rules.field_rule(field).name).collect();
        let event = Event::now(ctx, vault, "vault.created")
            .with("fields", fields)
            .with("purposes", purposes)
            .with("source", self.source.as_str())
            .with("objected", objected.clone());
        let arrival = event.about(ctx, tx, vault, *id, key)?;
        Ok(Created::Created { token: *id, known, objected, arrival })
    }

    fn names(&self, purposes: &[PurposeId]) -> Vec<String> {
        purposes.iter().map(|purpose| self.rules.purpose_rule(*purpose).name.to_string()).collect()
    }
}

/// An objection from before binds the new record too.
fn stay_objected(ctx: &mut Ctx, tx: &mut Tx<'_>, id: Token, objected: &[String]) -> Result<(), Error> {
    let person = store::find_by_token(tx, id)?.ok_or(Error::NotFound)?;
    for purpose in objected {
        let condition = Condition {
            id: ConditionId::random(ctx),
            purpose: Some(purpose.clone()),
            state: State::Objected(Objection::DirectMarketing),
            set_at: ctx.now,
            lifted_at: None,
        };
        conditions::insert_condition(tx, person.number, &condition)?;
    }
    Ok(())
}
