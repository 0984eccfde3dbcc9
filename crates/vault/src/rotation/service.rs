use waarborg_base::Ctx;
use waarborg_store::Tx;

use crate::{Error, Vault};

/// Checks that keys and database belong together; binds them when the vault is empty and was never opened.
///
/// Errs with [`Error::OtherKeys`] when they do not, or when the database has people and no word of its keys, and with
/// [`Error::KeysBehind`] when the keys are older than the database.
pub fn bind(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault) -> Result<(), Error> {
    unimplemented!()
}

/// Begins a rotation to the newest epoch of the ring, which must be in its key file by now. From here on nobody with older keys
/// can take up a person.
pub fn begin(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault) -> Result<(), Error> {
    unimplemented!()
}

/// Wraps up to `limit` person keys of epochs before the newest again; how many are left. At 0 the old epoch keys may be destroyed.
pub fn rewrap(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _limit: u32) -> Result<u64, Error> {
    unimplemented!()
}

/// Ends a rotation once the old epoch keys are destroyed: erasures of those epochs are final. How many became so.
pub fn finish(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault) -> Result<u64, Error> {
    unimplemented!()
}
