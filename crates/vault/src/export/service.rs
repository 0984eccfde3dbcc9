use waarborg_base::Ctx;
use waarborg_store::Tx;

use super::model::Exported;
use crate::{Error, Token, Vault};

/// Everything the vault has about a person, and who used it.
pub fn export(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _token: &Token) -> Result<Exported, Error> {
    unimplemented!()
}
