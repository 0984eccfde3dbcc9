use serde::{Deserialize, Serialize};
use waarborg_base::Ctx;
use waarborg_store::Tx;

use crate::{Error, Token, Vault};

/// A purpose to add or remove.
#[derive(Clone, Debug)]
pub struct ChangePurpose {
    /// Whose data.
    pub token: Token,
    /// The purpose, as the protocol names it.
    pub purpose: String,
}

/// What adding or removing a purpose came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurposeChanged {
    /// Whether anything changed: it may have stood so already.
    pub changed: bool,
    /// The leaf in the ledger; the act is recorded either way.
    pub arrival: i64,
}

/// Lets a person's data be used for a purpose from now on. For a purpose that rests on consent this records consent given.
pub fn add_purpose(
    _ctx: &mut Ctx,
    _tx: &mut Tx<'_>,
    _vault: &Vault,
    _input: &ChangePurpose,
) -> Result<PurposeChanged, Error> {
    unimplemented!()
}

/// Ends the use of a person's data for a purpose, at once. For consent: withdrawn, as easy as given (GDPR Art. 7(3)).
pub fn remove_purpose(
    _ctx: &mut Ctx,
    _tx: &mut Tx<'_>,
    _vault: &Vault,
    _input: &ChangePurpose,
) -> Result<PurposeChanged, Error> {
    unimplemented!()
}
