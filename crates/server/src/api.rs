//! The interface for programs at this server: the routes of the vault, the gate for API clients, and what goes on beside them.

use std::sync::Arc;

use waarborg_base::{Actor, Clock, Ctx, Timestamp};
use waarborg_store::{Store, Tx};
use waarborg_vault::client::{ClientGate, Clients};
use waarborg_vault::erasure::Erasure;
use waarborg_vault::http::{Api, Journal};
use waarborg_vault::{Vault, file};
use waarborg_web::{ClosedGate, NewEntropy};

use crate::App;
use crate::outside::{Entry, Erasures};

/// How long an upload may take before what there is of it is taken for left behind, in microseconds: a day.
const LEFT_BEHIND_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// The interface for programs. A cheap handle.
#[derive(Clone)]
pub struct Interface {
    api: Api,
    clients: Clients,
}

impl Interface {
    /// The interface over an opened vault. Knows the clients that there are now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open(
        store: Store,
        vault: Vault,
        journal: Arc<dyn Journal>,
        clock: Arc<dyn Clock>,
        entropy: NewEntropy,
    ) -> Result<Self, waarborg_store::Error> {
        let interface = Self { api: Api { store, vault, clock, entropy, journal }, clients: Clients::new() };
        interface.refresh().await?;
        Ok(interface)
    }

    /// The same app with the interface on it.
    pub fn on(&self, app: App) -> App {
        let Api { store, clock, .. } = &self.api;
        app.with_room(waarborg_vault::http::routes(&self.api)).with_gate(ClientGate::new(
            self.clients.clone(),
            store.clone(),
            clock.clone(),
            ClosedGate,
        ))
    }

    /// Takes over which clients there are. Called each second, so that a client that is disabled is out within that time.
    ///
    /// # Errors
    /// When the store fails; who was let in before still is.
    pub async fn refresh(&self) -> Result<(), waarborg_store::Error> {
        self.clients.refresh(&self.api.store).await
    }

    /// Removes uploads that broke off together with a server, a day later. Called each hour.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget(&self) -> Result<(), waarborg_vault::Error> {
        let Api { store, clock, entropy, .. } = &self.api;
        let ctx = Ctx::new(clock.now(), Actor::System, entropy());
        let Some(before) = Timestamp::from_micros(ctx.now.as_micros() - LEFT_BEHIND_MICROS) else { return Ok(()) };
        store.write(ctx, move |_: &mut Ctx, tx: &mut Tx<'_>| file::forget_unfinished(tx, before)).await.map(drop)
    }
}

impl Journal for Erasures {
    fn record(&self, erasures: &[Erasure]) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self::record(self, erasures.iter().map(Entry::from).collect())?)
    }
}
