//! What the store promises, checked on SQLite and on a real PostgreSQL alike.
#![expect(clippy::unwrap_used, reason = "a test may")]

mod note;
mod transactions;
mod values;
