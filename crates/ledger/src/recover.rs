use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::{Value, json};
use waarborg_base::Ctx;
use waarborg_store::{Store, Tx};
use waarborg_tlog::{Checkpoint, SigningKey};

use crate::ledger::Inner;
use crate::tree::{Head, Kept};
use crate::{Error, Leaf, Ledger, Outside, entry, store};

/// The event of a recovery: an open leaf with both checkpoints.
pub const RECOVERED: &str = "ledger.recovered";

/// The event of a loss outside: from its leaf on, nothing from before vouches for the database being the newest.
pub const OUTSIDE_LOST: &str = "ledger.outside-lost";

impl Ledger {
    /// Goes on from a database that does not extend what is kept outside: what was signed after it is lost, and says so for ever. Adds the
    /// leaf `ledger.recovered` with both checkpoints, signs, and only then keeps the new checkpoint outside in place of the old.
    ///
    /// Whoever holds a receipt or a checkpoint of the lost tree finds in that leaf that it was signed and why it does not fit. Witnesses that
    /// saw the lost tree refuse from here on, until whoever keeps them has them forget it. Errs with [`Error::NothingToRecover`]
    /// when nothing was lost. `by` are those who agreed to it, and stand in the leaf. Blocks; panics inside an async runtime.
    pub fn recover(
        store: &Store,
        ctx: Ctx,
        key: SigningKey,
        origin: &str,
        outside: Arc<dyn Outside>,
        by: &[String],
    ) -> Result<Self, Error> {
        let ledger = Self::closed(store, key, origin, outside)?;
        let kept = ledger.inner.kept()?.ok_or(Error::NothingToRecover)?;
        let (inner, by) = (Arc::clone(&ledger.inner), by.to_vec());
        let head = store.write_claiming_blocking(ctx, move |ctx, tx| inner.link(ctx, tx, &kept, &by))?;
        ledger
            .inner
            .outside
            .replace(&head.note)
            .map_err(|source| Error::Outside { what: "written; run the recovery again", source })?;
        ledger.inner.publish(head);
        ledger.serve(store);
        Ok(ledger)
    }
}

impl Inner {
    /// Adds the leaf that links both trees, and signs.
    fn link(&self, ctx: &mut Ctx, tx: &mut Tx<'_>, kept: &Kept, by: &[String]) -> Result<Head, Error> {
        self.find_or_begin(tx, None)?;
        let stored = store::claim_tree(tx)?.ok_or(Error::Overtaken)?;
        self.skipped.store(store::skip_arrivals(tx)?, Ordering::Relaxed);
        let head = self.load(tx, &stored)?;
        match head.check_extends(tx, kept) {
            Err(Error::RolledBack { .. } | Error::Forked { .. }) => {}
            Err(error) => return Err(error),
            Ok(()) => return Err(Error::NothingToRecover),
        }
        let here = Checkpoint::new(&self.origin, head.size(), head.edge.root());
        let mut outside = told(&kept.checkpoint);
        outside["note"] = kept.note.as_str().into();
        let made = Leaf::open(RECOVERED, &json!({ "stored": told(&here), "outside": outside, "by": by })).make(ctx)?;
        self.end(tx)?.insert(tx, &entry::encode(&entry::moment(ctx.now), &made.commitment), &made)?;
        store::delete_cosignatures(tx)?;
        self.take_in(tx, &head, &stored, u32::MAX).map(|(head, _)| head)
    }
}

fn told(checkpoint: &Checkpoint) -> Value {
    json!({ "size": checkpoint.size, "root": checkpoint.root.to_string() })
}
