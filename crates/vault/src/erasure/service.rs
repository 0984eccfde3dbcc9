use std::collections::HashSet;

use waarborg_base::Ctx;
use waarborg_store::Tx;

use super::model::{Erase, Erased, Erasure, ErasureId};
use crate::{Error, Vault};

/// Erases a person. In one transaction the key, the record, its tokens, look-up terms, history, files, purposes and conditions go,
/// and the leaf comes. Errs with [`Error::OnHold`] while a legal hold stands.
///
/// Before the caller is answered, the erasure must be in the journal outside: [`list_unjournaled`], then [`mark_journaled`].
pub fn erase(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Erase) -> Result<Erased, Error> {
    unimplemented!()
}

/// The erasure by its id; all of it when a merged person had several keys.
pub fn find_erasure(_tx: &mut Tx<'_>, _id: ErasureId) -> Result<Vec<Erasure>, Error> {
    unimplemented!()
}

/// Erasures that are not in the journal outside yet, the oldest first.
pub fn list_unjournaled(_tx: &mut Tx<'_>) -> Result<Vec<Erasure>, Error> {
    unimplemented!()
}

/// Records that erasures are in the journal outside, and durable there.
pub fn mark_journaled(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _ids: &[ErasureId]) -> Result<(), Error> {
    unimplemented!()
}

/// Erases again, after a restore, whom the journal names, and whoever has no key: a batch of `limit` people from person `after`.
/// The last person looked at and how many were erased; `None` for the first when there are no more.
pub fn replay(
    _tx: &mut Tx<'_>,
    _keys: &HashSet<[u8; 16]>,
    _after: i64,
    _limit: u32,
) -> Result<(Option<i64>, u64), Error> {
    unimplemented!()
}
