/// What sort of failure an error is, in words that every edge (HTTP, command line) can translate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The input cannot be right, whoever sends it.
    Invalid,
    /// Nobody signed in.
    Unauthenticated,
    /// Signed in, and not allowed.
    Forbidden,
    /// Not there, or not theirs: the two are told apart by nobody outside.
    NotFound,
    /// Collides with what is stored, for instance another use of an idempotency key.
    Conflict,
    /// Was there, and has been erased or has expired.
    Gone,
    /// Too many, too large or too fast.
    Limited,
    /// Cannot be done now; the same call may succeed later.
    Unavailable,
    /// A fault of ours.
    Internal,
}

/// Every error of every room answers what [`Kind`] it is; the edges turn the kind into a status or an exit code.
pub trait Fault: std::error::Error {
    /// The sort of failure.
    fn kind(&self) -> Kind;
}
