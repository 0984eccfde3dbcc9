use std::sync::Arc;

use waarborg_base::{Fault, IdempotencyKey, Kind};

use crate::MigrationError;

/// What the driver or the system said. For the log; never shown to the outside.
pub(crate) type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// What the store can refuse, or fail to do.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The address is of neither engine, or asks for what cannot be had.
    #[error("the database address cannot be used: {why}; write sqlite:<path> or postgres://user@host/database")]
    Address {
        /// What is wrong with it. Never the address itself: it may hold a password.
        why: String,
    },
    /// The database could not be opened.
    #[error("the database could not be opened: {why}")]
    Open {
        /// What was tried and what to look at.
        why: String,
        /// What the driver said.
        #[source]
        source: Option<Cause>,
    },
    /// The schema could not be brought up to date.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// The engine refused a statement.
    #[error("statement {statement} failed")]
    Statement {
        /// The statement's name.
        statement: &'static str,
        /// What the engine said.
        #[source]
        source: Cause,
    },
    /// A statement would have broken a rule of the schema: a key used twice, a reference to nothing, a check.
    #[error("statement {statement} would break a rule of the schema")]
    Constraint {
        /// The statement's name.
        statement: &'static str,
        /// What the engine said.
        #[source]
        source: Cause,
    },
    /// A value was bound that the statement cannot take.
    #[error("statement {statement}, parameter ${parameter}: {why}")]
    Parameter {
        /// The statement's name.
        statement: &'static str,
        /// The first is 1.
        parameter: usize,
        /// What is wrong.
        why: String,
    },
    /// A column was read as what it is not.
    #[error("statement {statement}, column {column}: wanted {wanted}, found {found}")]
    Column {
        /// The statement's name.
        statement: &'static str,
        /// The first is 0.
        column: usize,
        /// What the code asked for.
        wanted: &'static str,
        /// What the row has.
        found: &'static str,
    },
    /// A statement gave another number of rows than its function promises.
    #[error("statement {statement} gave {found} rows where one was promised")]
    RowCount {
        /// The statement's name.
        statement: &'static str,
        /// How many came.
        found: usize,
    },
    /// The idempotency key was used before, for another change or with other input.
    #[error("idempotency key {key} was used before for another change")]
    KeyReused {
        /// The key.
        key: IdempotencyKey,
    },
    /// The worker's lease on an outbox job ran out and somebody else may hold it.
    #[error("the lease on outbox job {position} is lost")]
    LeaseLost {
        /// The job's place in the outbox.
        position: i64,
    },
    /// More is waiting than the store wants to hold in memory. Nothing was stored.
    #[error("too much work is waiting for the database; nothing was stored, try again in a moment")]
    Full,
    /// Others kept changing the same rows. Nothing was stored.
    #[error("others kept changing the same data; nothing was stored, try again")]
    Contended,
    /// The disk is full. Nothing was stored.
    #[error("the disk of the database is full; nothing was stored")]
    DiskFull,
    /// The database cannot be reached or will not take part now. Nothing was stored.
    #[error("the database is not available; nothing was stored: {why}")]
    Unavailable {
        /// What happened.
        why: &'static str,
        /// What the driver said.
        #[source]
        source: Option<Cause>,
    },
    /// The store was closed, or closed itself after a disk error. Nothing was stored.
    #[error("the database is closed; nothing was stored")]
    Closed,
    /// The answer to COMMIT was an error or never came: the change may or may not be stored. Look it up, or send it again
    /// under the same key.
    #[error("the change may or may not be stored: look it up, or send it again under {}",
        key.map_or_else(|| "the same key".to_owned(), |key| format!("idempotency key {key}")))]
    OutcomeUnknown {
        /// Under which to look.
        key: Option<IdempotencyKey>,
    },
    /// The use case panicked. Nothing of it was stored; others were not touched.
    #[error("the use case panicked; nothing of it was stored")]
    Panicked,
    /// A stored outcome could not be written or read as the type that the use case gives.
    #[error("the outcome of {use_case} cannot be read back")]
    Outcome {
        /// The use case's name.
        use_case: &'static str,
        /// What the reader said.
        #[source]
        source: Cause,
    },
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Address { .. } => Kind::Invalid,
            Self::Constraint { .. } | Self::KeyReused { .. } | Self::LeaseLost { .. } => Kind::Conflict,
            Self::Full => Kind::Limited,
            Self::Open { .. }
            | Self::Contended
            | Self::DiskFull
            | Self::Unavailable { .. }
            | Self::Closed
            | Self::OutcomeUnknown { .. } => Kind::Unavailable,
            Self::Migration(_)
            | Self::Statement { .. }
            | Self::Parameter { .. }
            | Self::Column { .. }
            | Self::RowCount { .. }
            | Self::Panicked
            | Self::Outcome { .. } => Kind::Internal,
        }
    }
}
