//! The room as others see it: against published vectors, against a naive reading of the RFC, against other people's
//! implementations, and against whatever bytes come.
#![expect(clippy::unwrap_used, reason = "a test may")]

mod auditor;
mod independent;
mod naive;
mod notes;
mod parsers;
mod proofs;
mod trees;
mod vectors;
mod witness;
