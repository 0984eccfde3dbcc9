/// The vault as an opened whole: keys, rules and ledger. A cheap handle.
#[derive(Clone)]
pub struct Vault {}
