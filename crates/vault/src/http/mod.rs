//! The interface for programs: `/api/v1`. JSON in bodies, personal data and tokens in bodies only; docs/api.md shows it in use.

mod answer;
mod bulk;
pub(crate) mod call;
mod certificate;
mod erasures;
mod files;
mod journal;
mod key;
mod own;
pub(crate) mod problem;
mod receipts;
mod subjects;
mod wire;

use std::sync::Arc;

use waarborg_base::{Actor, Clock, Ctx};
use waarborg_store::Store;
use waarborg_web::http::HeaderName;
use waarborg_web::{NewEntropy, Routes};

use crate::Vault;
use crate::client::Client;

pub(crate) use call::Endpoint;
pub use journal::Journal;

/// The number of the leaf, where an answer is no JSON.
const LEAF_HEADER: HeaderName = HeaderName::from_static("waarborg-leaf");

/// What the interface stands on. Clones share it.
#[derive(Clone)]
pub struct Api {
    /// Where everything is.
    pub store: Store,
    /// Keys, rules and ledger.
    pub vault: Vault,
    /// Tells the time of a call.
    pub clock: Arc<dyn Clock>,
    /// Gives the random bytes of a call.
    pub entropy: NewEntropy,
    /// Where erasures are written down outside the database.
    pub journal: Arc<dyn Journal>,
}

impl Api {
    /// The context of a call by a client.
    fn ctx(&self, client: &Client) -> Ctx {
        Ctx::new(self.clock.now(), Actor::Client(client.name.clone()), (self.entropy)())
    }
}

/// Every route of the interface.
pub fn routes(api: &Api) -> Routes {
    endpoints(api).into_iter().map(Endpoint::into_route).collect()
}

/// Every call, with its description.
pub(crate) fn endpoints(api: &Api) -> Vec<Endpoint> {
    let mut all = subjects::endpoints(api);
    all.extend(erasures::endpoints(api));
    all.push(certificate::endpoint(api));
    all.extend(files::endpoints(api));
    all.extend(bulk::endpoints(api));
    all.extend(receipts::endpoints(api));
    all.push(own::purposes(api));
    all.push(own::description(&all));
    all
}
