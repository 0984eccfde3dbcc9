use std::error::Error;

/// Why a place outside could not be read or written.
pub type OutsideError = Box<dyn Error + Send + Sync>;

/// Where the newest checkpoint is remembered outside the database, and never in a backup of it: what tells that a database was put back
/// to an older state. Called before each signature, so it answers from memory or from one small file.
pub trait Outside: Send + Sync {
    /// The newest signed checkpoint, if one was ever kept. With several places: the one of the largest tree.
    fn newest(&self) -> Result<Option<String>, OutsideError>;

    /// Keeps `note`, a checkpoint of a tree of `size` leaves, durably. Does nothing when a larger tree is kept already.
    fn advance(&self, size: u64, note: &str) -> Result<(), OutsideError>;

    /// Keeps `new` in place of `old`, whatever their sizes, and keeps `old` beside it for ever: the evidence of a recovery. Errs unless
    /// the newest is `old`.
    fn restart(&self, old: &str, new: &str) -> Result<(), OutsideError>;
}
