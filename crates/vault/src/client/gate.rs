use std::sync::Arc;

use waarborg_base::{Clock, Digest, Kind};
use waarborg_store::Store;
use waarborg_web::http::header::AUTHORIZATION;
use waarborg_web::http::request::Parts;
use waarborg_web::{Audience, Gate, LookingAgain, Problem};

use super::{ClientSecret, Clients};
use crate::WORDS;

/// The gate for API clients; everybody else is judged by the gate behind it.
///
/// A stranger, a wrong secret and a disabled client get the same answer. What the handler finds in the extensions of the request is
/// an `Arc<Client>`.
pub struct ClientGate<G> {
    clients: Clients,
    store: Store,
    clock: Arc<dyn Clock>,
    others: G,
}

impl<G: Gate> ClientGate<G> {
    /// A gate over a table that somebody refreshes each second.
    pub fn new(clients: Clients, store: Store, clock: Arc<dyn Clock>, others: G) -> Self {
        Self { clients, store, clock, others }
    }
}

impl<G: Gate> Gate for ClientGate<G> {
    fn admit(&self, audience: Audience, caller: &mut Parts) -> Result<(), Problem> {
        if audience != Audience::Client {
            return self.others.admit(audience, caller);
        }
        let secret = shown(caller).ok_or_else(nobody)?;
        let known = self.clients.find(secret.id(), |known| {
            let nothing = Digest::of(b"");
            let expected = known.map_or(&nothing, |known| &known.client.secret);
            let right = secret.has_digest(expected);
            known.filter(|known| right && known.client.disabled_at.is_none()).cloned()
        });
        let known = known.ok_or_else(nobody)?;
        known.limit.count(self.clock.now()).map_err(too_many)?;
        caller.extensions.insert(known.client);
        Ok(())
    }

    fn look_again(&self, audience: Audience, caller: &Parts) -> Option<LookingAgain> {
        if audience != Audience::Client {
            return self.others.look_again(audience, caller);
        }
        shown(caller)?;
        let (clients, store, begun) = (self.clients.clone(), self.store.clone(), self.clients.begun());
        Some(Box::pin(async move {
            if let Err(error) = clients.refreshed_since(begun, &store).await {
                tracing::warn!(target: "waarborg::vault", %error, "the table of API clients cannot be refreshed");
            }
        }))
    }
}

fn shown(caller: &Parts) -> Option<ClientSecret> {
    let header = caller.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = header.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") { ClientSecret::parse(secret) } else { None }
}

fn nobody() -> Problem {
    Problem::of(Kind::Unauthenticated).told(&WORDS, "client-unknown")
}

fn too_many(seconds: u32) -> Problem {
    Problem::of(Kind::Limited).told(&WORDS, "client-too-fast").retry_after(seconds)
}
