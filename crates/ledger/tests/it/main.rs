//! The ledger on real stores: what is promised of it, on both engines.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod appending;
mod independent;
mod moving;
mod opening;
mod publishing;
mod scene;
mod sequencing;
mod statements;
mod tampering;
mod witnessing;
