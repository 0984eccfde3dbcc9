use std::collections::BTreeMap;

use waarborg_base::Ctx;
use waarborg_store::{Tx, idempotency};

use super::merged;
use super::model::{Choice, Merge, Merged};
use super::store;
use crate::condition::store as conditions;
use crate::erasure::store as erasure;
use crate::event::Event;
use crate::keys::Person;
use crate::purpose::store::{self as purposes, PurposeRow};
use crate::record::{self, Entry, Held, Record};
use crate::rules::{Rules, State};
use crate::{Error, Vault, door};

/// Makes one record of two. Fields that differ must be chosen; errs with their names otherwise.
///
/// Every token of either keeps working. What binds either binds the one that stays. Of a purpose that the two stand to differently, the
/// later act counts: a withdrawal is not undone by an older consent. What the ledger says of either stays readable by the person.
/// Errs with [`Error::OnHold`] while a hold stands on either, since a value that is not chosen goes.
pub fn merge(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &Merge) -> Result<Merged, Error> {
    let choices = input.choices.iter().flat_map(|(field, choice)| {
        let choice: &[u8] = if *choice == Choice::Survivor { b"survivor" } else { b"other" };
        [field.as_bytes(), choice]
    });
    let parts = [&input.survivor.as_bytes()[..], input.other.as_bytes()].into_iter().chain(choices);
    let digest = vault.fingerprint(ctx, parts);
    idempotency::once(ctx, tx, "vault.merge", &digest, |ctx, tx| {
        let [survivor, other] = Person::take_both(tx, vault, [input.survivor, input.other])?;
        if survivor.row.number == other.row.number {
            return Err(Error::SamePerson);
        }
        for person in [&survivor, &other] {
            must_not_be_held(tx, person)?;
        }
        let files = store::count_files(tx, other.row.number)?;
        if files > 0 {
            return Err(Error::HasFiles { files });
        }
        let rules = vault.rules();
        let union = Union { vault, rules: &rules, survivor: &survivor, other: &other };
        let (record, taken) = union.record(ctx, tx, &input.choices)?;
        union.purposes(tx)?;
        union.rest(ctx, tx, &record)?;
        let event = Event::now(ctx, vault, "vault.merged").with("taken", taken.clone());
        let arrival = event.about(ctx, tx, vault, survivor.row.id, &survivor.key)?;
        Ok(Merged { token: survivor.row.id, taken, arrival })
    })
}

/// Errs while a legal hold stands.
pub(super) fn must_not_be_held(tx: &mut Tx<'_>, person: &Person) -> Result<(), Error> {
    if person.row.conditions == 0 {
        return Ok(());
    }
    for condition in conditions::list_standing(tx, person.row.number)? {
        if let State::Held(ground) = condition.state {
            return Err(Error::OnHold { ground });
        }
    }
    Ok(())
}

/// Two people who turn out to be one.
struct Union<'u> {
    vault: &'u Vault,
    rules: &'u Rules,
    survivor: &'u Person,
    other: &'u Person,
}

impl Union<'_> {
    /// The record of both, with the names of the fields that come from the other; earlier values move along.
    fn record(
        &self,
        ctx: &mut Ctx,
        tx: &mut Tx<'_>,
        choices: &[(String, Choice)],
    ) -> Result<(Record<'static>, Vec<String>), Error> {
        let mut record = self.survivor.record()?.into_owned();
        let theirs = self.other.record()?;
        let mut taken = Vec::new();
        let mut differ = Vec::new();
        for entry in theirs.entries().filter(|entry| merged::is_field(entry)) {
            let name = &*entry.field;
            let value = record::open(&self.other.key, self.other.row.id, entry)?;
            let open = |entry| record::open(&self.survivor.key, self.survivor.row.id, entry);
            let own = record.find(name).map(open).transpose()?;
            let choice = choices.iter().find(|(field, _)| field == name).map(|(_, choice)| *choice);
            match (own, choice) {
                (None, _) => {
                    self.take(ctx, tx, &mut record, name, &value)?;
                    taken.push(name.to_owned());
                }
                (Some(own), _) if own.value == value.value => {}
                (Some(own), Some(Choice::Survivor)) => {
                    self.put_in_history(ctx, tx, &mut record, name, &value)?;
                    self.seal(ctx, &mut record, name, &own);
                }
                (Some(own), Some(Choice::Other)) => {
                    self.put_in_history(ctx, tx, &mut record, name, &own)?;
                    if let Some(term) = door::stored_term(self.vault, self.rules, name, &own.value) {
                        store::delete_term(tx, &term, self.survivor.row.number)?;
                    }
                    self.take(ctx, tx, &mut record, name, &value)?;
                    taken.push(name.to_owned());
                }
                (Some(_), None) => differ.push(name.to_owned()),
            }
        }
        if !differ.is_empty() {
            return Err(Error::FieldsDiffer { fields: differ });
        }
        self.move_history(ctx, tx, &mut record)?;
        self.remember(ctx, &mut record, &theirs)?;
        Ok((record, taken))
    }

    /// The survivor has this value from now on, as it was: with its source and time.
    fn take(
        &self,
        ctx: &mut Ctx,
        tx: &mut Tx<'_>,
        record: &mut Record<'static>,
        name: &str,
        value: &Held,
    ) -> Result<(), Error> {
        self.seal(ctx, record, name, value);
        if let Some(term) = door::stored_term(self.vault, self.rules, name, &value.value) {
            store::insert_term(tx, &term, self.survivor.row.number)?;
        }
        Ok(())
    }

    fn seal(&self, ctx: &mut Ctx, record: &mut Record<'static>, name: &str, value: &Held) {
        let version = record.version(name) + 1;
        let entry = record::seal(ctx, &self.survivor.key, self.survivor.row.id, name, version, value);
        record.put(entry.into_owned());
    }

    /// A value that is not the right one, kept if the protocol wants the history. Takes a version of its own.
    fn put_in_history(
        &self,
        ctx: &mut Ctx,
        tx: &mut Tx<'_>,
        record: &mut Record<'static>,
        name: &str,
        value: &Held,
    ) -> Result<(), Error> {
        if !self.rules.field(name).is_some_and(|field| self.rules.field_rule(field).history) {
            return Ok(());
        }
        let current = record.find(name).cloned();
        let version = record.version(name) + 1;
        let earlier = record::seal(ctx, &self.survivor.key, self.survivor.row.id, name, version, value).into_owned();
        store::insert_history(tx, self.survivor.row.number, name, version, &earlier.sealed, ctx.now)?;
        self.raise(ctx, record, name, current, version)
    }

    /// Seals the present value again above a version that the history has taken.
    fn raise(
        &self,
        ctx: &mut Ctx,
        record: &mut Record<'static>,
        name: &str,
        current: Option<Entry<'static>>,
        version: u32,
    ) -> Result<(), Error> {
        record.put(Entry { field: name.to_owned().into(), version, sealed: Vec::new().into() });
        if let Some(current) = current {
            let held = record::open(&self.survivor.key, self.survivor.row.id, &current)?;
            self.seal(ctx, record, name, &held);
        }
        Ok(())
    }

    /// Earlier values of the other become earlier values of the survivor.
    fn move_history(&self, ctx: &mut Ctx, tx: &mut Tx<'_>, record: &mut Record<'static>) -> Result<(), Error> {
        for row in store::list_history(tx, self.other.row.number)? {
            let entry = Entry { field: row.field.as_str().into(), version: row.version, sealed: row.sealed.into() };
            let held = record::open(&self.other.key, self.other.row.id, &entry)?;
            let current = record.find(&row.field).cloned();
            let version = record.version(&row.field) + 1;
            let (key, id) = (&self.survivor.key, self.survivor.row.id);
            let earlier = record::seal(ctx, key, id, &row.field, version, &held).into_owned();
            let number = self.survivor.row.number;
            store::insert_history(tx, number, &row.field, version, &earlier.sealed, row.replaced_at)?;
            self.raise(ctx, record, &row.field, current, version)?;
        }
        Ok(())
    }

    /// Writes down, under the survivor's key, who the other was.
    fn remember(&self, ctx: &mut Ctx, record: &mut Record<'static>, theirs: &Record<'_>) -> Result<(), Error> {
        let (key, id) = (&self.survivor.key, self.survivor.row.id);
        record.put(merged::seal(ctx, key, id, self.other.row.id, Some(&self.other.key)));
        for earlier in merged::list(self.other, theirs)? {
            record.put(merged::seal(ctx, key, id, earlier.id, earlier.key.as_ref()));
        }
        Ok(())
    }

    /// How the one person stands to each purpose: as the later act of the two left it.
    fn purposes(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let own = purposes::list_purposes(tx, self.survivor.row.number)?;
        let mut own: BTreeMap<String, PurposeRow> = own.into_iter().map(|row| (row.purpose.clone(), row)).collect();
        for theirs in purposes::list_purposes(tx, self.other.row.number)? {
            let ours = own.remove(&theirs.purpose);
            if ours.as_ref().is_none_or(|ours| later(&theirs) > later(ours)) {
                purposes::replace_purpose(tx, self.survivor.row.number, &theirs)?;
            }
        }
        Ok(())
    }

    /// Tokens, conditions and the rows themselves.
    fn rest(&self, ctx: &Ctx, tx: &mut Tx<'_>, record: &Record<'_>) -> Result<(), Error> {
        let (from, to) = (self.other.row.number, self.survivor.row.number);
        store::update_tokens_to(tx, from, to)?;
        conditions::update_conditions_to(tx, from, to)?;
        store::update_record(tx, to, &record.to_bytes(), ctx.now)?;
        store::update_conditions(tx, to, self.other.row.conditions, ctx.now)?;
        erasure::delete_all(tx, from)?;
        Ok(())
    }
}

/// When a person last said yes or no; at the same moment, no counts.
fn later(row: &PurposeRow) -> (waarborg_base::Timestamp, bool) {
    (row.removed_at.unwrap_or(row.added_at), !row.stands())
}
