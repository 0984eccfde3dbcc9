//! What the store promises, checked on SQLite and on a real PostgreSQL alike.

#![expect(clippy::unwrap_used, reason = "a test may")]

mod archive;
mod at_commit;
mod child;
mod columns;
mod crashes;
mod disk;
mod full_disk;
mod idempotency;
mod links;
mod migrations;
mod note;
mod outbox;
mod proxy;
mod sample;
mod transactions;
mod values;
mod waiting;
