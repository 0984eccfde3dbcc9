use crate::{Error, Tx};

/// Work done once for all use cases that share a commit, however many they are: signing for a whole batch costs one
/// signature. SQLite only; given by [`Store::at_commit`](crate::Store::at_commit).
///
/// It runs on the writer's thread, when a use case that is kept has called [`Tx::wants_commit_work`]; like a use case it must not
/// call the store. It may be called again without [`AtCommit::after_commit`] in between: then what it did was undone
/// with the batch, so what it remembers between calls must wait for `after_commit`.
pub trait AtCommit: Send + Sync {
    /// Changes data in the transaction of the batch, after its last use case. When it errs or panics, the whole batch is undone
    /// and every caller of it hears [`Error::Unavailable`].
    fn before_commit(&self, tx: &mut Tx<'_>) -> Result<(), Error>;

    /// Called when the commit is durable, before the callers are answered, so whoever was answered finds it done. Quick, and
    /// without panic: a panic closes the store.
    fn after_commit(&self);
}
