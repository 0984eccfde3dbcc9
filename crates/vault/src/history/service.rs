use waarborg_base::Ctx;
use waarborg_store::Tx;

use crate::{Error, Token, Vault};

/// One event about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Its place in the ledger.
    pub position: u64,
    /// What happened, as recorded: `event`, `at`, `client`, `purpose`, `given`, `withheld`, …
    pub record: serde_json::Value,
}

/// Every event about a person, the oldest first. Looking is itself an event.
pub fn history(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _token: &Token) -> Result<Vec<Use>, Error> {
    unimplemented!()
}
