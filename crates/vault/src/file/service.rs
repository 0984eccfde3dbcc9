use serde::{Deserialize, Serialize};
use waarborg_base::{Ctx, Personal, Timestamp};
use waarborg_protocol::model::FieldKind;
use waarborg_seal::FileSealer;
use waarborg_store::{Tx, idempotency};
use zeroize::Zeroizing;

use super::model::{
    Begun, FileAnswer, FileId, FileRead, FileStored, GetFile, NewFile, OpenedFile, Whole, about, content,
};
use super::store;
use crate::event::Event;
use crate::keys::Person;
use crate::rules::{self, Decision, FieldSet, Rules, Standing};
use crate::value::FieldError;
use crate::{Error, Vault, condition, purpose};

/// What is sealed about a file beside its content.
#[derive(Serialize, Deserialize)]
struct Named {
    name: String,
    media_type: String,
}

/// Begins to take a file in.
///
/// # Errors
/// When the field is not one of files, when none of the person's purposes uses it (GDPR Art. 5(1)(c)), or when there is no such person.
pub fn begin(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &NewFile) -> Result<Begun, Error> {
    let rules = vault.rules();
    let field = rules.field(&input.field).ok_or(FieldError::Unknown)?;
    let rule = rules.field_rule(field);
    if rule.kind != FieldKind::File {
        return Err(Error::NotAFile { field: rule.name.to_string() });
    }
    if rule.banned {
        return Err(FieldError::Banned { field: rule.name.clone() }.into());
    }
    let person = Person::take(tx, vault, input.token)?;
    let standing = purpose::store::list_purposes(tx, person.row.number)?;
    let uses = |name: &str| rules.purpose(name).is_some_and(|id| rules.purpose_rule(id).fields.contains(field));
    if !standing.iter().any(|row| row.stands() && uses(&row.purpose)) {
        return Err(Error::FieldWithoutPurpose { field: rule.name.to_string() });
    }
    let file = FileId::random(ctx);
    let named = Named { name: input.name.reveal().clone(), media_type: input.media_type.reveal().clone() };
    let named = Zeroizing::new(serde_json::to_vec(&named).expect("two texts are JSON"));
    let sealed = person.key.seal(ctx, &about(&file, &person.row.id), &named);
    let sealer = FileSealer::new(ctx, &person.key, &content(&file, &rule.name, &person.row.id));
    let number = store::insert_file(tx, file, person.row.number, &rule.name, &sealed, ctx.now)?;
    Ok(Begun { file, token: input.token, number, field: rule.name.to_string(), sealer, next: 0 })
}

/// Keeps the next sealed bytes of a file, at the place that [`Begun::next_place`] gave.
///
/// # Errors
/// When the file is gone: the person was erased meanwhile.
pub fn keep(tx: &mut Tx<'_>, (file, number): (i64, i64), sealed: &[u8]) -> Result<(), Error> {
    if store::insert_chunk(tx, file, number, sealed)? { Ok(()) } else { Err(Error::NotFound) }
}

/// Completes a file: from now on it is there. Under the same idempotency key it answers with the file that was completed first.
///
/// # Errors
/// When there is no such person, or the file is gone.
pub fn complete(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, whole: &Whole) -> Result<FileStored, Error> {
    let parts = [&whole.token.as_bytes()[..], whole.field.as_bytes(), whole.content.as_bytes()];
    let digest = vault.fingerprint(ctx, parts);
    idempotency::once(ctx, tx, "vault.put_file", &digest, |ctx, tx| {
        let person = Person::take(tx, vault, whole.token)?;
        let size = i64::try_from(whole.size_bytes).map_err(|_| Error::NotFound)?;
        if !store::update_completed(tx, whole.number, size, ctx.now)? {
            return Err(Error::NotFound);
        }
        let arrival = Event::now(ctx, vault, "vault.file_put")
            .with("field", whole.field.as_str())
            .with("file", whole.file.to_string())
            .about(ctx, tx, vault, person.row.id, &person.key)?;
        Ok(FileStored { file: whole.file, size_bytes: whole.size_bytes, arrival })
    })
}

/// Removes a file that was begun and not completed.
///
/// # Errors
/// When the store fails.
pub fn discard(tx: &mut Tx<'_>, number: i64) -> Result<(), Error> {
    Ok(store::delete_unfinished(tx, number)?)
}

/// Removes up to a hundred files that were begun before a moment and never completed; how many.
///
/// # Errors
/// When the store fails.
pub fn forget_unfinished(tx: &mut Tx<'_>, before: Timestamp) -> Result<usize, Error> {
    let unfinished = store::list_unfinished(tx, before, 100)?;
    for file in &unfinished {
        store::delete_unfinished(tx, *file)?;
    }
    Ok(unfinished.len())
}

/// Decides whether a file is given for a purpose, and writes that down: the rules of a read, for the field the file is in.
///
/// # Errors
/// When there is no such person, or they have no such file.
pub fn open(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, input: &GetFile) -> Result<FileAnswer, Error> {
    let rules = vault.rules();
    if rules.purpose(&input.purpose).is_none() {
        return Ok(FileAnswer::UnknownPurpose);
    }
    let person = Person::find(tx, vault, input.token)?;
    let row = store::find_file(tx, input.file, person.row.number)?.ok_or(Error::UnknownFile)?;
    let reason = withheld(tx, &rules, &person, &row.field, input)?;
    let event = Event::now(ctx, vault, "vault.file_read")
        .with("purpose", input.purpose.as_str())
        .with("field", row.field.as_str())
        .with("file", input.file.to_string());
    let event = match reason {
        Some(reason) => event.with("withheld", reason.as_str()),
        None => event,
    };
    let arrival = event.about(ctx, tx, vault, person.row.id, &person.key)?;
    if let Some(reason) = reason {
        return Ok(FileAnswer::Withheld(reason));
    }
    let altered = || Error::DoesNotOpen { what: "the name of a file" };
    let named = person.key.open(&about(&input.file, &person.row.id), &row.sealed).map_err(|_| altered())?;
    let Named { name, media_type } = serde_json::from_slice(&named).map_err(|_| altered())?;
    let (number, file, field) = (row.number, input.file, row.field);
    Ok(FileAnswer::Given(OpenedFile {
        name: Personal::new(name),
        media_type: Personal::new(media_type),
        size_bytes: u64::try_from(row.size_bytes).map_err(|_| altered())?,
        arrival,
        read: FileRead { number, file, person: person.row.id, field, key: person.key },
    }))
}

/// Why the field is withheld, if it is.
fn withheld(
    tx: &mut Tx<'_>,
    rules: &Rules,
    person: &Person,
    field: &str,
    input: &GetFile,
) -> Result<Option<rules::Reason>, Error> {
    let purposes = purpose::store::list_purposes(tx, person.row.number)?;
    let conditions = condition::store::list_standing(tx, person.row.number)?;
    let state = |row: purpose::store::PurposeRow| rules::PurposeState {
        purpose: row.purpose.into(),
        added_at: row.added_at,
        removed_at: row.removed_at,
    };
    let standing = Standing {
        purposes: purposes.into_iter().map(state).collect(),
        conditions: conditions.iter().map(condition::Condition::for_rules).collect(),
    };
    let wanted: FieldSet = rules.known_fields([field]);
    let decided = rules::decide(rules, &input.purpose, Some(&wanted), &input.grant, &standing, &wanted);
    Ok(match decided {
        Decision::Decided(decided) if !decided.given.is_empty() => None,
        Decision::Decided(decided) => {
            Some(decided.withheld.first().map_or(rules::Reason::NotInPurpose, |withheld| withheld.reason))
        }
        Decision::UnknownPurpose => Some(rules::Reason::NotInPurpose),
    })
}

/// The next sealed bytes of a file, for [`FileRead::opener`]; `None` after the last.
///
/// # Errors
/// When the store fails.
pub fn chunk(tx: &mut Tx<'_>, file: i64, number: i64) -> Result<Option<Vec<u8>>, Error> {
    Ok(store::find_chunk(tx, file, number)?)
}
