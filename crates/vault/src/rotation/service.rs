use waarborg_base::Ctx;
use waarborg_seal::{Ring, Wrapped};
use waarborg_store::Tx;

use super::store;
use crate::event::Event;
use crate::{Error, Vault};

/// Checks that keys and database belong together; binds them when the vault is empty and was never opened.
///
/// Errs as [`check`] does, but does not ask whether anybody has a key.
pub fn bind(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault) -> Result<(), Error> {
    let ring = vault.ring();
    if must_belong(tx, &ring)? {
        return Ok(());
    }
    Ok(store::insert_ring(tx, ring.id().as_bytes(), ring.newest_epoch(), ctx.now)?)
}

/// Checks that keys and database belong together, and that a restore did not stop before the person keys. Changes nothing, and stands before
/// whatever erases by what the database lacks.
///
/// Errs with [`Error::OtherKeys`] when they do not, or when the database has people and no word of its keys, with [`Error::KeysBehind`] when the
/// keys are older than the database, and with [`Error::NoPersonKeys`] when there are people and nobody has a key.
pub fn check(tx: &mut Tx<'_>, ring: &Ring) -> Result<(), Error> {
    must_belong(tx, ring)?;
    if store::has_anybody(tx)? && !store::has_any_key(tx)? {
        return Err(Error::NoPersonKeys);
    }
    Ok(())
}

/// Whether the database is bound to these keys; it is to none when nobody is in it and it was never opened.
fn must_belong(tx: &mut Tx<'_>, ring: &Ring) -> Result<bool, Error> {
    match store::find_ring(tx)? {
        Some(row) if row.ring != *ring.id().as_bytes() => Err(Error::OtherKeys),
        Some(row) if row.epoch > ring.newest_epoch() => {
            Err(Error::KeysBehind { database: row.epoch, keys: ring.newest_epoch() })
        }
        Some(_) => Ok(true),
        // Keys are never taken on trust in place of others that were lost.
        None if store::has_anybody(tx)? => Err(Error::OtherKeys),
        None => Ok(false),
    }
}

/// Begins a rotation to the newest epoch of the ring, which must be in its key file by now. From here on nobody with older keys
/// can take up a person, and whoever was doing so has ended: no key comes in under an earlier epoch any more.
pub fn begin(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault) -> Result<(), Error> {
    store::lock_keys(tx)?;
    bind(ctx, tx, vault)?;
    store::update_ring(tx, vault.ring().newest_epoch(), ctx.now)?;
    Ok(())
}

/// Wraps up to `limit` person keys of earlier epochs again under the newest; how many. Fewer than `limit`: none are left.
pub fn rewrap(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, limit: u32) -> Result<u64, Error> {
    let ring = vault.ring();
    let keys = store::list_keys_before(tx, ring.newest_epoch(), limit)?;
    for row in &keys {
        let key = ring
            .unwrap(row.id.as_bytes(), row.epoch, &row.wrapped)
            .ok()
            .filter(|key| key.id().as_bytes() == &row.key_id)
            .ok_or(Error::DoesNotOpen { what: "a person key" })?;
        let Wrapped { epoch, bytes } = ring.wrap(ctx, row.id.as_bytes(), &key);
        store::update_key(tx, row, epoch, &bytes)?;
    }
    Ok(u64::try_from(keys.len()).expect("no more than the limit"))
}

/// How many person keys are still wrapped under an epoch before the newest. At 0 the old epoch keys may be destroyed.
pub fn count_left(tx: &mut Tx<'_>, vault: &Vault) -> Result<u64, Error> {
    left_before(tx, vault.ring().newest_epoch())
}

/// Ends a rotation once the old epoch keys are destroyed: erasures of those epochs are final. How many became so.
///
/// Errs with [`Error::KeysLeft`] when somebody's key is still wrapped under an epoch that the ring no longer has.
pub fn finish(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault) -> Result<u64, Error> {
    let ring = vault.ring();
    let newest = ring.newest_epoch();
    let oldest = ring.epochs().next().unwrap_or(newest);
    let left = left_before(tx, oldest)?;
    if left > 0 {
        return Err(Error::KeysLeft { left });
    }
    let finals = store::update_final(tx, oldest, ctx.now)?;
    Event::now(ctx, vault, "vault.rotated").with("epoch", newest).with("final", finals).open(ctx, tx, vault)?;
    Ok(finals)
}

fn left_before(tx: &mut Tx<'_>, epoch: u32) -> Result<u64, Error> {
    Ok(u64::try_from(store::count_keys_before(tx, epoch)?).unwrap_or_default())
}

/// Whether the database belongs to a set of keys, or has people whom only keys can open: then no new keys may take their place.
pub fn is_bound(tx: &mut Tx<'_>) -> Result<bool, Error> {
    Ok(store::find_ring(tx)?.is_some() || store::has_anybody(tx)?)
}
