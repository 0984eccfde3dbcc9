use waarborg_base::Ctx;
use waarborg_store::Tx;

use super::model::{Answer, Read};
use crate::{Error, Vault};

/// Reads fields of one person for a purpose: what the protocol allows for it, unless the person restricted, objected or withdrew.
///
/// The leaf is part of the same transaction: without it, nothing is given. Errs with [`Error::NotFound`] when nobody has the token
/// or identifier, and in the same way when they were erased.
pub fn read(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Read) -> Result<Answer, Error> {
    unimplemented!()
}
