use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;
use waarborg_base::IdempotencyKey;

use crate::{Error, Tx};

/// What a transaction may do, and how strictly it is kept apart from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Changes data; as if it ran alone (SERIALIZABLE).
    Write,
    /// Only reads; as if it ran alone.
    Read,
    /// Takes rows that nobody else has locked; sees what is committed now (READ COMMITTED).
    Claim,
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
