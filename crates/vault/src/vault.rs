use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use waarborg_base::{Ctx, Digest, Timestamp};
use waarborg_ledger::Ledger;
use waarborg_seal::Ring;

use crate::rules::Rules;

/// The vault as an opened whole: keys, rules and ledger. A cheap handle; clones see the same keys and rules.
#[derive(Clone)]
pub struct Vault {
    opened: Arc<Opened>,
}

struct Opened {
    ring: ArcSwap<Ring>,
    rules: ArcSwap<Rules>,
    ledger: Ledger,
    rotate_every: Duration,
}

impl Vault {
    /// A vault of these keys, under these rules, writing to this ledger. `rotate_every` is how long an epoch key lives: it decides
    /// when an erasure is final.
    pub fn new(ring: Ring, rules: Rules, ledger: Ledger, rotate_every: Duration) -> Self {
        let (ring, rules) = (ArcSwap::from_pointee(ring), ArcSwap::from_pointee(rules));
        Self { opened: Arc::new(Opened { ring, rules, ledger, rotate_every }) }
    }

    /// The keys.
    pub fn ring(&self) -> Arc<Ring> {
        self.opened.ring.load_full()
    }

    /// Goes on with other keys: an epoch more, or one less.
    pub fn replace_ring(&self, ring: Ring) {
        self.opened.ring.store(Arc::new(ring));
    }

    /// The protocol in force.
    pub fn rules(&self) -> Arc<Rules> {
        self.opened.rules.load_full()
    }

    /// Goes on under another version of the protocol.
    pub fn replace_rules(&self, rules: Rules) {
        self.opened.rules.store(Arc::new(rules));
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.opened.ledger
    }

    /// By when a key that is destroyed now opens nowhere: the next rotation has then destroyed the epoch key that wraps it. Whoever
    /// schedules rotations ends each within `rotate_every` of the one before.
    pub(crate) fn copies_gone_by(&self, now: Timestamp) -> Timestamp {
        let micros = i64::try_from(self.opened.rotate_every.as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(now.as_micros().saturating_add(micros)).unwrap_or(now)
    }

    /// A digest by which a repeat of the same call is recognised. Keyed, and with the idempotency key in it: it outlives the person, and
    /// must not let anybody try out values.
    pub(crate) fn fingerprint<'p>(&self, ctx: &Ctx, parts: impl IntoIterator<Item = &'p [u8]>) -> Digest {
        let mut input = zeroize::Zeroizing::new(ctx.key.as_bytes().to_vec());
        for part in parts {
            input.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            input.extend(part);
        }
        Digest::of(&self.ring().index().term(":input", &input))
    }
}
