//! Both ends of `add-checkpoint` (C2SP tlog-witness): what a log asks, what a witness answers, and the decision in between. Pure: who
//! answers 200 must first have stored the new size and root durably, by compare-and-swap on the old ones.

mod answer;
mod decision;
mod request;

pub use answer::Answer;
pub use decision::{Decision, Latest, Log, decide};
pub use request::Request;

/// The type of the answer 409, whose body is the size that the witness has.
pub const SIZE_TYPE: &str = "text/x.tlog.size";
