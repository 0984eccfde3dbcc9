//! A person with their key in hand.

use waarborg_seal::PersonKey;
use waarborg_store::Tx;

use crate::person::merged;
use crate::person::store::{self, PersonRow};
use crate::record::Record;
use crate::rotation::store as wrapped;
use crate::{Error, Token, Vault};

/// A person whose key is open.
pub(crate) struct Person {
    pub(crate) row: PersonRow,
    pub(crate) key: PersonKey,
}

impl Person {
    /// Opens the key of a person. Errs when it was altered or moved, or is wrapped under a key that this server does not have.
    pub(crate) fn open(vault: &Vault, row: PersonRow) -> Result<Self, Error> {
        let ring = vault.ring();
        if row.epoch > ring.newest_epoch() {
            return Err(Error::KeysBehind { database: row.epoch, keys: ring.newest_epoch() });
        }
        let key = ring
            .unwrap(row.id.as_bytes(), row.epoch, &row.wrapped)
            .ok()
            .filter(|key| *key.id().as_bytes() == row.key_id)
            .ok_or(Error::DoesNotOpen { what: "a person key" })?;
        Ok(Self { row, key })
    }

    /// The person of a token. Errs with [`Error::NotFound`] when nobody has it, and in the same way when they were erased.
    pub(crate) fn find(tx: &mut Tx<'_>, vault: &Vault, token: Token) -> Result<Self, Error> {
        let row = store::find_by_token(tx, token)?.ok_or(Error::NotFound)?;
        let person = Self::open(vault, row)?;
        person.must_have(token)?;
        Ok(person)
    }

    /// [`Person::find`] for whoever changes something about the person: nobody else does until this transaction ends.
    pub(crate) fn take(tx: &mut Tx<'_>, vault: &Vault, token: Token) -> Result<Self, Error> {
        let taken = store::lock_people(tx, [token, token])?;
        let person = Self::find(tx, vault, token)?;
        must_be_taken(tx, &person, &taken)?;
        Ok(person)
    }

    /// [`Person::take`] for two at once.
    pub(crate) fn take_both(tx: &mut Tx<'_>, vault: &Vault, tokens: [Token; 2]) -> Result<[Self; 2], Error> {
        let taken = store::lock_people(tx, tokens)?;
        let [one, other] = tokens;
        let people = [Self::find(tx, vault, one)?, Self::find(tx, vault, other)?];
        people.iter().try_for_each(|person| must_be_taken(tx, person, &taken))?;
        Ok(people)
    }

    /// Errs unless the token was given out for this very person, or for one who was merged into them: that a row of the database says so
    /// is not enough.
    pub(crate) fn must_have(&self, token: Token) -> Result<(), Error> {
        if token == self.row.id {
            return Ok(());
        }
        let merged = merged::list(self, &self.record()?)?;
        if merged.iter().any(|merged| merged.id == token) {
            return Ok(());
        }
        Err(Error::DoesNotOpen { what: "a token" })
    }

    /// What is sealed about the person.
    pub(crate) fn record(&self) -> Result<Record<'_>, Error> {
        Record::read(&self.row.record)
    }
}

/// Has everything run again when the token came to mean somebody else while we waited for them: there was a merge.
fn must_be_taken(tx: &mut Tx<'_>, person: &Person, taken: &[i64]) -> Result<(), Error> {
    if taken.contains(&person.row.number) { Ok(()) } else { Err(tx.contended().into()) }
}

/// Why a key was not stored.
pub(crate) fn behind(tx: &mut Tx<'_>, keys: u32) -> Result<Error, Error> {
    Ok(wrapped::find_ring(tx)?.map_or(Error::OtherKeys, |ring| Error::KeysBehind { database: ring.epoch, keys }))
}
