use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwap;
use waarborg_store::{Error, Store, Tx};
use waarborg_web::task::Turn;

use super::limit::Limit;
use super::{Client, ClientId, store};

/// Every client in memory. A cheap handle: clones share the table.
#[derive(Clone, Debug)]
pub struct Clients(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    table: ArcSwap<Table>,
    /// How many refreshes began. Only whoever holds the turn begins one.
    begun: AtomicU64,
    turn: Turn,
}

type Table = HashMap<ClientId, Known>;

/// A client, and how often it called. Shared by successive tables, so that a refresh forgets no calls.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) client: Arc<Client>,
    pub(super) limit: Arc<Limit>,
}

impl Clients {
    /// A table that knows nobody until it is refreshed.
    pub fn new() -> Self {
        Self(Arc::new(Shared { table: ArcSwap::default(), begun: AtomicU64::new(0), turn: Turn::default() }))
    }

    /// Takes over what the store says. The server does so each second: a client that was disabled is out within that time.
    ///
    /// # Errors
    /// When the store fails; the table then stays as it was.
    pub async fn refresh(&self, store: &Store) -> Result<(), Error> {
        let turn = self.0.turn.take().await;
        self.read(store).await?;
        drop(turn);
        Ok(())
    }

    /// A refresh that began after this call, by whomever. However many strangers knock, one look is under way at a time.
    pub(super) async fn refreshed_since(&self, begun: u64, store: &Store) -> Result<(), Error> {
        let turn = self.0.turn.take().await;
        if self.begun() == begun {
            self.read(store).await?;
        }
        drop(turn);
        Ok(())
    }

    /// How many refreshes began.
    pub(super) fn begun(&self) -> u64 {
        self.0.begun.load(Ordering::SeqCst)
    }

    async fn read(&self, store: &Store) -> Result<(), Error> {
        self.0.begun.fetch_add(1, Ordering::SeqCst);
        let stored = store.read(|tx: &mut Tx<'_>| store::list_clients(tx)).await?;
        let before = self.0.table.load();
        if before.len() == stored.len()
            && stored.iter().all(|client| before.get(&client.id).is_some_and(|known| *known.client == *client))
        {
            return Ok(());
        }
        let known = |client: Client| {
            let same = before.get(&client.id).filter(|known| known.client.calls_per_minute == client.calls_per_minute);
            let limit = same.map_or_else(|| Arc::new(Limit::new(client.calls_per_minute)), |known| known.limit.clone());
            (client.id, Known { client: Arc::new(client), limit })
        };
        self.0.table.store(Arc::new(stored.into_iter().map(known).collect()));
        Ok(())
    }

    /// Runs `look` on what is known of a client.
    pub(super) fn find<T>(&self, id: ClientId, look: impl FnOnce(Option<&Known>) -> T) -> T {
        look(self.0.table.load().get(&id))
    }
}

impl Default for Clients {
    fn default() -> Self {
        Self::new()
    }
}
