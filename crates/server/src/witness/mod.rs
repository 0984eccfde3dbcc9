//! Witnesses, both ends over HTTP (C2SP tlog-witness): the tiny one in this binary, which anybody can run for somebody else's log, and the
//! one who asks. A witness signs that it saw a tree and that it only grew; who has its signature need not trust who keeps the log.

mod call;
mod door;
mod error;
mod state;

pub use call::{Call, WitnessUrl};
pub use door::Door;
pub use error::Error;
pub use state::Witness;
