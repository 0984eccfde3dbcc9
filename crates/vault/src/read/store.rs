use waarborg_base::Timestamp;
use waarborg_store::{Error, Row, Tx, values};

use crate::Token;
use crate::person::store::PersonRow;

waarborg_store::statements! {
    /// Statements of the audited read: one look each.
    pub(crate) STATEMENTS:
    FIND_BY_TOKEN = "read/find_by_token",
    LIST_BY_TERM = "read/list_by_term",
}

/// A person, and how they stand to one purpose.
pub(super) struct Sight {
    pub(super) person: PersonRow,
    /// Since when, and until when, if the purpose was ever added.
    pub(super) purpose: Option<(Timestamp, Option<Timestamp>)>,
}

pub(super) fn find_by_token(tx: &mut Tx<'_>, token: Token, purpose: &str) -> Result<Option<Sight>, Error> {
    tx.query_opt(&FIND_BY_TOKEN, &values![token.as_bytes(), purpose])?.as_ref().map(sight).transpose()
}

/// At most two: more than one is too many already.
pub(super) fn list_by_term(tx: &mut Tx<'_>, term: &[u8; 16], purpose: &str) -> Result<Vec<Sight>, Error> {
    tx.query(&LIST_BY_TERM, &values![term, purpose])?.iter().map(sight).collect()
}

fn sight(row: &Row) -> Result<Sight, Error> {
    let person = PersonRow::from_row(row)?;
    let added_at: Option<Timestamp> = row.get(8)?;
    let removed_at = row.get(9)?;
    Ok(Sight { person, purpose: added_at.map(|added_at| (added_at, removed_at)) })
}
