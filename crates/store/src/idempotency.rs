//! One effect per idempotency key: a change sent again gives back its first outcome.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use waarborg_base::{Ctx, Digest, IdempotencyKey, Timestamp};

use crate::{Error, Tx, values};

crate::statements! {
    /// Statements about idempotency keys.
    pub(crate) STATEMENTS:
    INSERT_OUTCOME = "insert_outcome" per engine,
    FIND_OUTCOME = "find_outcome",
    DELETE_OUTCOMES_BEFORE = "delete_outcomes_before" per engine,
}

/// What is kept of a change under its idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOutcome {
    /// Which use case it was.
    pub use_case: String,
    /// The digest of its input.
    pub input: Digest,
    /// What it gave, as JSON.
    pub outcome: Vec<u8>,
    /// When it ran first.
    pub created_at: Timestamp,
}

/// Runs a change at most once under the context's idempotency key: the same key again gives back the first outcome.
///
/// Wraps the whole use case, so that everything it does stands or falls with the key. `input` is what the caller asked
/// for; the same key with another input or use case is [`Error::KeyReused`]. A change that errs keeps nothing, and the key
/// stays free. On PostgreSQL a key is taken to be new at first: that it is not comes out when its outcome is about to be kept, and then
/// everything is undone and begins with a look. With this a lost answer to COMMIT on PostgreSQL is found out by the store itself.
///
/// An outcome holds ids and numbers, never personal data: it is forgotten by age, not erased with a person.
pub fn once<T, E>(
    ctx: &mut Ctx,
    tx: &mut Tx<'_>,
    use_case: &'static str,
    input: &Digest,
    body: impl FnOnce(&mut Ctx, &mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E>
where
    T: Serialize + DeserializeOwned,
    E: From<Error>,
{
    let key = ctx.key;
    tx.recorded = true;
    if tx.looks_first()
        && let Some(stored) = find_outcome(tx, key)?
    {
        return Ok(stored.read(key, use_case, input)?);
    }
    let given = body(ctx, tx)?;
    let outcome = serde_json::to_vec(&given).map_err(|source| Error::Outcome { use_case, source: Arc::new(source) })?;
    let kept = tx.put_new(&INSERT_OUTCOME, &values![key, use_case, *input, outcome, ctx.now])?;
    if kept { Ok(given) } else { Err(tx.contended().into()) }
}

impl StoredOutcome {
    fn read<T: DeserializeOwned>(
        &self,
        key: IdempotencyKey,
        use_case: &'static str,
        input: &Digest,
    ) -> Result<T, Error> {
        if self.use_case != use_case || self.input != *input {
            return Err(Error::KeyReused { key });
        }
        serde_json::from_slice(&self.outcome).map_err(|source| Error::Outcome { use_case, source: Arc::new(source) })
    }
}

/// Looks up what became of a change, for instance after [`Error::OutcomeUnknown`]. None: not stored, or forgotten since.
pub fn find_outcome(tx: &mut Tx<'_>, key: IdempotencyKey) -> Result<Option<StoredOutcome>, Error> {
    let Some(row) = tx.query_opt(&FIND_OUTCOME, &values![key])? else { return Ok(None) };
    let (use_case, input, outcome, created_at) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(Some(StoredOutcome { use_case, input, outcome, created_at }))
}

/// Forgets outcomes from before an instant; how many. After that the same key is a new change.
pub fn forget_before(tx: &mut Tx<'_>, instant: Timestamp) -> Result<u64, Error> {
    tx.execute(&DELETE_OUTCOMES_BEFORE, &values![instant])
}
