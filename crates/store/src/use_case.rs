use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;
use waarborg_base::IdempotencyKey;

use crate::{Error, Tx};

/// How strictly a use case that changes data is kept apart from others at the same time, on PostgreSQL. On SQLite there is one
/// writer, so each runs alone whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// As if it ran alone (SERIALIZABLE): for whatever does not say otherwise.
    Serializable,
    /// Sees one moment of the data (REPEATABLE READ). For a use case that looks, and adds rows that nobody's decision rests on.
    Snapshot,
    /// Sees at each statement what is committed by then (READ COMMITTED). For a use case that first locks what its decision rests on,
    /// or leaves it to a unique key.
    ReadCommitted,
}

/// What a transaction may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Only reads; as if it ran alone.
    Read,
    /// Changes data.
    Write(Isolation),
}

/// A use case on its way to a thread of the store, with the way back to its caller.
pub(crate) trait UseCase: Send {
    fn mode(&self) -> Mode;

    /// Under which key the caller can look up an unknown outcome.
    fn key(&self) -> Option<IdempotencyKey>;

    /// Whether the room that is held back on the disk is for it.
    fn urgent(&self) -> bool;

    /// Runs the body once; whether its changes are to be kept. Never panics.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;

    /// Hands the caller what the body gave, or the error that overrules it.
    fn answer(self: Box<Self>, overruled: Option<Error>);
}

/// The one implementation: a body, what it gave last, and the caller's end of a channel.
pub(crate) struct Work<T, E, F> {
    pub(crate) mode: Mode,
    pub(crate) key: Option<IdempotencyKey>,
    pub(crate) urgent: bool,
    pub(crate) body: F,
    pub(crate) gave: Option<Result<T, E>>,
    pub(crate) reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> UseCase for Work<T, E, F>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn mode(&self) -> Mode {
        self.mode
    }

    fn key(&self) -> Option<IdempotencyKey> {
        self.key
    }

    fn urgent(&self) -> bool {
        self.urgent
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        // A body that panicked halfway is never run again, so nobody sees what it left behind.
        let ran = catch_unwind(AssertUnwindSafe(|| (self.body)(tx)));
        tx.panicked = ran.is_err();
        let gave = match (ran, tx.doom()) {
            (Ok(Ok(_)), Some(doom)) => Err(doom.error.clone().into()),
            (Ok(gave), _) => gave,
            (Err(_), _) => Err(Error::Panicked.into()),
        };
        let keep = gave.is_ok();
        self.gave = Some(gave);
        keep
    }

    fn answer(self: Box<Self>, overruled: Option<Error>) {
        let answer = match (overruled, self.gave) {
            (Some(error), _) => Err(error.into()),
            (None, gave) => gave.unwrap_or_else(|| Err(Error::Closed.into())),
        };
        // Nobody there to hear it: a caller that went away does not undo what is stored.
        drop(self.reply.send(answer));
    }
}
