use std::error::Error;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Why a place outside could not be read or written.
pub type OutsideError = Box<dyn Error + Send + Sync>;

/// Where the newest checkpoint is remembered outside the database, and never in a backup of it: what tells that a database was put back
/// to an older state. Whether a note is signed, and by whom, the ledger finds out.
pub trait Outside: Send + Sync {
    /// The newest signed checkpoint, if one was ever kept. With several places: the one of the largest tree.
    fn newest(&self) -> Result<Option<String>, OutsideError>;

    /// Keeps a checkpoint durably, unless a larger tree is kept already. Errs when another tree of the same size is.
    fn advance(&self, note: &str) -> Result<(), OutsideError>;

    /// Keeps a checkpoint whatever was kept before: for a recovery, of which the ledger itself tells ([`crate::Ledger::recover`]).
    fn replace(&self, note: &str) -> Result<(), OutsideError>;
}

/// Outside in name only: memory that goes with the process. For tests, and for the demo that keeps nothing.
#[derive(Debug, Default)]
pub struct InMemory(Mutex<Option<String>>);

impl Outside for InMemory {
    fn newest(&self) -> Result<Option<String>, OutsideError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn advance(&self, note: &str) -> Result<(), OutsideError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_deref().is_none_or(|kept| size(kept) < size(note)) {
            *kept = Some(note.to_owned());
        }
        Ok(())
    }

    fn replace(&self, note: &str) -> Result<(), OutsideError> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(note.to_owned());
        Ok(())
    }
}

/// The second line of a checkpoint.
fn size(note: &str) -> Option<u64> {
    note.lines().nth(1)?.parse().ok()
}
