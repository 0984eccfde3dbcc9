use waarborg_base::Ctx;
use waarborg_store::Tx;

use super::model::{Correct, Corrected, Create, Created, Find, Found, Merge, Merged};
use crate::{Error, Vault};

/// Takes up a person. A possible duplicate is reported as such, and nothing of the other person is.
///
/// Errs when a value is not of its field's kind, when no purpose named uses a field, or when the protocol does not know a name.
pub fn create(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Create) -> Result<Created, Error> {
    unimplemented!()
}

/// Who has an identifier.
pub fn find(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Find) -> Result<Found, Error> {
    unimplemented!()
}

/// Corrects, completes or takes out values (GDPR Art. 16). An earlier value is kept only where the protocol wants the history.
pub fn correct(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Correct) -> Result<Corrected, Error> {
    unimplemented!()
}

/// Makes one record of two. Fields that differ must be chosen; errs with their names otherwise.
pub fn merge(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Merge) -> Result<Merged, Error> {
    unimplemented!()
}
