use waarborg_base::Ctx;
use waarborg_store::Tx;

use super::model::{Earlier, Export, Exported, Present};
use super::store;
use crate::condition::store as conditions;
use crate::event::Event;
use crate::history;
use crate::keys::Person;
use crate::person::{merged, store as people};
use crate::purpose::store as purposes;
use crate::record::{self, Entry};
use crate::rules::{PurposeState, Rules, Standing, portable};
use crate::{Error, Token, Vault};

/// Everything the vault has about a person, and who used it (GDPR Art. 15, 20).
///
/// Restriction and objection do not stand in the way: the person asks for their own data.
pub fn export(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, token: &Token) -> Result<Exported, Error> {
    let person = Person::find(tx, vault, *token)?;
    let number = person.row.number;
    let purposes = purposes::list_purposes(tx, number)?;
    let standing = Standing { purposes: purposes.iter().map(state).collect(), conditions: Vec::new() };
    let export = Export {
        token: person.row.id,
        exported_at: ctx.now,
        created_at: person.row.created_at,
        fields: present(&vault.rules(), &person, &standing)?,
        earlier: earlier(tx, &person)?,
        purposes,
        conditions: conditions::list_conditions(tx, number)?,
        files: store::list_files(tx, number)?,
        uses: history::uses(tx, vault, &person, None)?,
    };
    let fields: Vec<&str> = export.fields.iter().map(|present| &*present.field).collect();
    let event = Event::now(ctx, vault, "vault.exported").with("given", fields);
    let arrival = event.about(ctx, tx, vault, person.row.id, &person.key)?;
    Ok(Exported { export, arrival })
}

fn state(row: &purposes::PurposeRow) -> PurposeState {
    PurposeState { purpose: row.purpose.as_str().into(), added_at: row.added_at, removed_at: row.removed_at }
}

fn present(rules: &Rules, person: &Person, standing: &Standing) -> Result<Vec<Present>, Error> {
    let record = person.record()?;
    let open = |entry: &Entry<'_>| {
        Ok(Present {
            held: record::open(&person.key, person.row.id, entry)?,
            portable: rules.field(&entry.field).is_some_and(|field| portable(rules, field, standing)),
            field: entry.field.to_string(),
        })
    };
    record.entries().filter(|entry| merged::is_field(entry)).map(open).collect()
}

fn earlier(tx: &mut Tx<'_>, person: &Person) -> Result<Vec<Earlier>, Error> {
    let open = |row: people::HistoryRow| {
        let entry = Entry { field: row.field.as_str().into(), version: row.version, sealed: row.sealed.into() };
        let held = record::open(&person.key, person.row.id, &entry)?;
        Ok(Earlier { held, replaced_at: row.replaced_at, field: row.field })
    };
    people::list_history(tx, person.row.number)?.into_iter().map(open).collect()
}
