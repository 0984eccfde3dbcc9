//! One effect per idempotency key: a change sent again gives back its first outcome.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use waarborg_base::{Ctx, Digest, IdempotencyKey, Timestamp};

use crate::tx::Doom;
use crate::{Engine, Error, Tx, values};

crate::statements! {
    /// Statements about idempotency keys.
    pub(crate) STATEMENTS:
    INSERT_OUTCOME = "insert_outcome",
    UPDATE_OUTCOME = "update_outcome",
    FIND_OUTCOME = "find_outcome",
    DELETE_OUTCOMES_BEFORE = "delete_outcomes_before",
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
/// stays free. With this a lost answer to COMMIT on PostgreSQL is found out by the store itself.
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
    if let Some(stored) = find_or_take(ctx, tx, use_case, input)? {
        return Ok(stored.read(key, use_case, input)?);
    }
    let given = body(ctx, tx)?;
    let outcome = serde_json::to_vec(&given).map_err(|source| Error::Outcome { use_case, source: Arc::new(source) })?;
    let kept = match tx.engine() {
        Engine::Sqlite => tx.execute(&INSERT_OUTCOME, &values![key, use_case, *input, outcome, ctx.now])?,
        Engine::Postgres => tx.execute(&UPDATE_OUTCOME, &values![key, outcome])?,
    };
    if kept == 1 { Ok(given) } else { Err(tx.fail(Doom::retry()).into()) }
}

/// The outcome kept under the key, or none: then this use case is the first.
///
/// SQLite looks, and writes once the outcome is there: one writer, so nobody comes between. On PostgreSQL the key is taken
/// before the work, so that a second taker waits here for the first instead of doing the same work; and to look for a key that
/// is not there would lock the page of the index where it would stand, against everybody whose key belongs on that page.
fn find_or_take(
    ctx: &Ctx,
    tx: &mut Tx<'_>,
    use_case: &'static str,
    input: &Digest,
) -> Result<Option<StoredOutcome>, Error> {
    if tx.engine() == Engine::Sqlite {
        return find_outcome(tx, ctx.key);
    }
    let no_outcome_yet: &[u8] = &[];
    if tx.execute(&INSERT_OUTCOME, &values![ctx.key, use_case, *input, no_outcome_yet, ctx.now])? == 1 {
        return Ok(None);
    }
    // Taken, and forgotten again since: then it is free.
    find_outcome(tx, ctx.key)?.map_or_else(|| Err(tx.fail(Doom::retry())), |stored| Ok(Some(stored)))
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
