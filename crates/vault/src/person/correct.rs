use std::borrow::Cow;

use waarborg_base::{Ctx, Personal};
use waarborg_protocol::model::Source;
use waarborg_store::{Tx, idempotency};

use super::merge::must_not_be_held;
use super::model::{Change, Correct, Corrected};
use super::store;
use crate::condition::bind_suppressed;
use crate::event::Event;
use crate::keys::Person;
use crate::purpose::store as purposes;
use crate::record::{self, Entry, Held, Record};
use crate::rules::{FieldId, Rules};
use crate::{Error, Vault, door};

/// Corrects, completes or takes out values (GDPR Art. 16). An earlier value is kept only where the protocol wants the history.
///
/// A field that the person did not have yet must be used by one of their purposes. Errs with [`Error::OnHold`] when a value is to be taken out
/// of which the protocol keeps no history, while a legal hold stands: that would be erasing.
pub fn correct(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Correct) -> Result<Corrected, Error> {
    let fields = input.fields.iter().flat_map(|(field, change)| match change {
        Change::Set(value) => [field.as_bytes(), b"set", value.reveal().as_bytes()],
        Change::Remove => [field.as_bytes(), b"remove", b""],
    });
    let parts = [&input.token.as_bytes()[..], input.source.as_bytes()].into_iter().chain(fields);
    let digest = vault.fingerprint(ctx, parts);
    idempotency::once(ctx, tx, "vault.correct", &digest, |ctx, tx| {
        let rules = vault.rules();
        let source = door::source(&input.source)?;
        door::once_each(input.fields.iter().map(|(field, _)| &**field))?;
        let person = Person::take(tx, vault, input.token)?;
        let record = person.record()?.into_owned();
        let mut correction = Correction {
            vault,
            rules: &rules,
            person: &person,
            source,
            record,
            changed: Vec::new(),
            unchanged: Vec::new(),
            terms: Vec::new(),
            suppressions: Vec::new(),
        };
        for (field, change) in &input.fields {
            match change {
                Change::Set(value) => correction.set(ctx, tx, field, value)?,
                Change::Remove => correction.remove(ctx, tx, field)?,
            }
        }
        correction.save(ctx, tx)
    })
}

/// A correction under way.
struct Correction<'c> {
    vault: &'c Vault,
    rules: &'c Rules,
    person: &'c Person,
    source: Source,
    record: Record<'static>,
    changed: Vec<String>,
    unchanged: Vec<String>,
    /// By what the person is found from now on.
    terms: Vec<(String, [u8; 16])>,
    /// By what an earlier objection to direct marketing is recognised.
    suppressions: Vec<[u8; 16]>,
}

impl Correction<'_> {
    fn set(&mut self, ctx: &mut Ctx, tx: &mut Tx<'_>, name: &str, value: &Personal<String>) -> Result<(), Error> {
        let (field, value) = door::value(self.rules, name, value)?;
        let before = self.held(name)?;
        let after = door::as_json(&value);
        match &before {
            Some(before) if before.value == after => {
                self.unchanged.push(name.to_owned());
                return Ok(());
            }
            Some(before) => self.unindex(tx, name, before)?,
            None => self.must_have_purpose(tx, field)?,
        }
        self.keep_earlier(ctx, tx, name)?;
        let held = Held { value: after, source: self.source, at: ctx.now };
        let version = self.record.version(name) + 1;
        let entry = record::seal(ctx, &self.person.key, self.person.row.id, name, version, &held);
        self.record.put(entry.into_owned());
        self.suppressions.extend(door::suppression(self.vault, self.rules, field, &value));
        let term = door::term(self.vault, self.rules, field, &value);
        self.terms.extend(term.map(|term| (name.to_owned(), term)));
        self.changed.push(name.to_owned());
        Ok(())
    }

    fn remove(&mut self, ctx: &Ctx, tx: &mut Tx<'_>, name: &str) -> Result<(), Error> {
        let Some(before) = self.held(name)? else {
            self.unchanged.push(name.to_owned());
            return Ok(());
        };
        if !self.has_history(name) {
            must_not_be_held(tx, self.person)?;
        }
        self.unindex(tx, name, &before)?;
        self.keep_earlier(ctx, tx, name)?;
        let version = self.record.version(name);
        self.record.put(Entry { field: Cow::Owned(name.to_owned()), version, sealed: Cow::Borrowed(&[]) });
        self.changed.push(name.to_owned());
        Ok(())
    }

    fn held(&self, name: &str) -> Result<Option<Held>, Error> {
        let open = |entry| record::open(&self.person.key, self.person.row.id, entry);
        self.record.find(name).map(open).transpose()
    }

    /// The person is no longer found by an earlier value.
    fn unindex(&self, tx: &mut Tx<'_>, name: &str, before: &Held) -> Result<(), Error> {
        match door::stored_term(self.vault, self.rules, name, &before.value) {
            Some(term) => Ok(store::delete_term(tx, &term, self.person.row.number)?),
            None => Ok(()),
        }
    }

    /// The value that is about to go, as it is sealed, if the protocol wants the history.
    fn keep_earlier(&self, ctx: &Ctx, tx: &mut Tx<'_>, name: &str) -> Result<(), Error> {
        match self.record.find(name) {
            Some(entry) if self.has_history(name) => {
                let number = self.person.row.number;
                Ok(store::insert_history(tx, number, name, entry.version, &entry.sealed, ctx.now)?)
            }
            _ => Ok(()),
        }
    }

    fn has_history(&self, name: &str) -> bool {
        self.rules.field(name).is_some_and(|field| self.rules.field_rule(field).history)
    }

    fn must_have_purpose(&self, tx: &mut Tx<'_>, field: FieldId) -> Result<(), Error> {
        let uses = |row: &purposes::PurposeRow| {
            let purpose = self.rules.purpose(&row.purpose);
            row.stands() && purpose.is_some_and(|purpose| self.rules.purpose_rule(purpose).fields.contains(field))
        };
        if purposes::list_purposes(tx, self.person.row.number)?.iter().any(uses) {
            return Ok(());
        }
        Err(Error::FieldWithoutPurpose { field: self.rules.field_rule(field).name.to_string() })
    }

    fn save(self, ctx: &mut Ctx, tx: &mut Tx<'_>) -> Result<Corrected, Error> {
        let Self { vault, person, changed, unchanged, terms, suppressions, source, record, .. } = self;
        let (fields, terms): (Vec<String>, Vec<[u8; 16]>) = terms.into_iter().unzip();
        let known = store::lock_and_find_known(tx, &terms, person.row.number)?;
        let known = fields.into_iter().zip(known).filter_map(|(field, known)| known.then_some(field)).collect();
        for term in &terms {
            store::insert_term(tx, term, person.row.number)?;
        }
        if !changed.is_empty() {
            store::update_record(tx, person.row.number, &record.to_bytes(), ctx.now)?;
        }
        bind_suppressed(ctx, tx, vault, person, &suppressions)?;
        let event = Event::now(ctx, vault, "vault.corrected")
            .with("changed", changed.clone())
            .with("unchanged", unchanged.clone())
            .with("source", source.as_str());
        let arrival = event.about(ctx, tx, vault, person.row.id, &person.key)?;
        Ok(Corrected { changed, unchanged, known, arrival })
    }
}
