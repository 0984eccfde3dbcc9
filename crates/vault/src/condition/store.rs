use waarborg_base::Timestamp;
use waarborg_store::{Row, Tx, Value, values};

use super::model::{Condition, ConditionId};
use crate::Error;
use crate::rules::State;

waarborg_store::statements! {
    /// Statements about restriction, objection and hold, and about who must stay out of direct marketing.
    pub(crate) STATEMENTS:
    INSERT_CONDITION = "condition/insert_condition",
    FIND_CONDITION = "condition/find_condition",
    LIST_CONDITIONS = "condition/list_conditions",
    LIST_STANDING = "condition/list_standing",
    UPDATE_LIFTED = "condition/update_lifted",
    UPDATE_CONDITIONS_TO = "condition/update_conditions_to",
    INSERT_SUPPRESSION = "condition/insert_suppression",
    FIND_SUPPRESSION = "condition/find_suppression",
    DELETE_SUPPRESSION = "condition/delete_suppression",
}

pub(crate) fn insert_condition(tx: &mut Tx<'_>, person: i64, condition: &Condition) -> Result<(), Error> {
    let purpose = condition.purpose.as_deref();
    tx.put(
        &INSERT_CONDITION,
        &values![
            Value::text(condition.id),
            person,
            condition.state.kind(),
            purpose,
            condition.state.ground(),
            condition.set_at
        ],
    )?;
    Ok(())
}

pub(crate) fn find_condition(tx: &mut Tx<'_>, person: i64, id: ConditionId) -> Result<Option<Condition>, Error> {
    tx.query_opt(&FIND_CONDITION, &values![Value::text(id), person])?.as_ref().map(condition).transpose()
}

pub(crate) fn list_conditions(tx: &mut Tx<'_>, person: i64) -> Result<Vec<Condition>, Error> {
    tx.query(&LIST_CONDITIONS, &values![person])?.iter().map(condition).collect()
}

pub(crate) fn list_standing(tx: &mut Tx<'_>, person: i64) -> Result<Vec<Condition>, Error> {
    tx.query(&LIST_STANDING, &values![person])?.iter().map(condition).collect()
}

/// Whether the condition stood until now.
pub(crate) fn update_lifted(tx: &mut Tx<'_>, id: ConditionId, at: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&UPDATE_LIFTED, &values![Value::text(id), at])? == 1)
}

pub(crate) fn update_conditions_to(tx: &mut Tx<'_>, from: i64, to: i64) -> Result<(), Error> {
    tx.put(&UPDATE_CONDITIONS_TO, &values![from, to])?;
    Ok(())
}

pub(crate) fn insert_suppression(tx: &mut Tx<'_>, term: &[u8; 16], at: Timestamp) -> Result<(), Error> {
    tx.put(&INSERT_SUPPRESSION, &values![term, at])?;
    Ok(())
}

pub(crate) fn is_any_suppressed(tx: &mut Tx<'_>, terms: &[[u8; 16]]) -> Result<bool, Error> {
    let each: Vec<_> = terms.iter().map(|term| values![term]).collect();
    let each: Vec<&[Value<'_>]> = each.iter().map(<[_; 1]>::as_slice).collect();
    Ok(tx.query_each(&FIND_SUPPRESSION, &each)?.iter().any(|rows| !rows.is_empty()))
}

pub(crate) fn delete_suppression(tx: &mut Tx<'_>, term: &[u8; 16]) -> Result<(), Error> {
    tx.put(&DELETE_SUPPRESSION, &values![term])?;
    Ok(())
}

fn condition(row: &Row) -> Result<Condition, Error> {
    let state = State::from_words(row.get(1)?, row.get(3)?);
    Ok(Condition {
        id: row.parse(0)?,
        purpose: row.get(2)?,
        // A word of a later version of this program: what binds a person must not be overlooked.
        state: state.ok_or(Error::DoesNotOpen { what: "a condition" })?,
        set_at: row.get(4)?,
        lifted_at: row.get(5)?,
    })
}
