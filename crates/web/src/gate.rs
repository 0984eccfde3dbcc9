use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::request::Parts;

use crate::{Audience, Problem};
use waarborg_base::Kind;

/// What a gate does to find out whom it did not know. See [`Gate::look_again`].
pub type LookingAgain = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Decides, before any handler runs, whether a caller belongs to the audience of a route.
///
/// One gate serves all routes, so a handler cannot forget to ask.
pub trait Gate: Send + Sync + 'static {
    /// Lets the caller in, or errs with the problem that the caller is answered with. Who the caller turned out to be goes into
    /// the extensions of the request, where the handler finds it.
    fn admit(&self, audience: Audience, caller: &mut Parts) -> Result<(), Problem>;

    /// Called once for a caller who was not known (401): what to await before [`Gate::admit`] is asked a second and last time.
    /// For a gate whose list lags behind the store; `None` when there is nothing newer to find.
    fn look_again(&self, _audience: Audience, _caller: &Parts) -> Option<LookingAgain> {
        None
    }
}

impl<G: Gate + ?Sized> Gate for Arc<G> {
    fn admit(&self, audience: Audience, caller: &mut Parts) -> Result<(), Problem> {
        (**self).admit(audience, caller)
    }

    fn look_again(&self, audience: Audience, caller: &Parts) -> Option<LookingAgain> {
        (**self).look_again(audience, caller)
    }
}

/// The gate while nobody can sign in: open to the public, to holders of links (their handler checks the link) and to the
/// operator's probes, closed to everybody else whatever cookie or bearer they show.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClosedGate;

impl Gate for ClosedGate {
    fn admit(&self, audience: Audience, _: &mut Parts) -> Result<(), Problem> {
        match audience {
            Audience::Public | Audience::LinkHolder | Audience::Operator => Ok(()),
            Audience::DataSubject | Audience::Party | Audience::Client => Err(Problem::of(Kind::Unauthenticated)),
            // 403 and not 401: there is nothing to sign in with yet. Not 404: the operator must learn what to do. Not 503: a
            // monitor would raise an alarm over a console that is closed on purpose.
            Audience::Staff => Err(Problem::of(Kind::Forbidden).because("not-in-use")),
        }
    }
}
