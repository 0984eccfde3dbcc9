//! Work that leaves the house later: letters, calls to third parties, notices.
//!
//! A job is enqueued in the transaction of the change that asks for it, so there is a job if and only if there is the
//! change. It is run **at least once**: after a crash between the effect and its note, it runs again. The handler makes that
//! harmless by passing the job's idempotency key on, or by wrapping its own change in [`once`](crate::idempotency::once).

mod bell;
mod model;
mod store;
mod worker;

pub(crate) use bell::Bell;
pub use model::{Job, JobError, Pace, Parked, Waiting};
pub(crate) use store::STATEMENTS;
pub use store::{count_jobs, enqueue, hold_lease, list_parked, unpark};
pub use worker::{Handlers, Runner, Worker};
