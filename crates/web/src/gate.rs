use axum::http::request::Parts;

use crate::{Audience, Problem};
use waarborg_base::Kind;

/// Decides, before any handler runs, whether a caller belongs to the audience of a route.
///
/// One gate serves all routes, so a handler cannot forget to ask.
pub trait Gate: Send + Sync + 'static {
    /// Lets the caller in, or errs with the problem that the caller is answered with.
    fn admit(&self, audience: Audience, caller: &Parts) -> Result<(), Problem>;
}

/// The gate while nobody can sign in: open to the public, to holders of links (their handler checks the link) and to the
/// operator's probes, closed to everybody else whatever cookie or bearer they show.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClosedGate;

impl Gate for ClosedGate {
    fn admit(&self, audience: Audience, _: &Parts) -> Result<(), Problem> {
        match audience {
            Audience::Public | Audience::LinkHolder | Audience::Operator => Ok(()),
            Audience::DataSubject | Audience::Party => Err(Problem::of(Kind::Unauthenticated)),
            // 403 and not 401: there is nothing to sign in with yet. Not 404: the operator must learn what to do. Not 503: a
            // monitor would raise an alarm over a console that is closed on purpose.
            Audience::Staff => Err(Problem::of(Kind::Forbidden).because("not-in-use")),
        }
    }
}
