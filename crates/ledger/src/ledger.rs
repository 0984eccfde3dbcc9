use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use waarborg_base::{Ctx, Digest};
use waarborg_store::{Engine, Store, Tx};
use waarborg_tlog::{Edge, SigningKey, VerifierKey, prove_consistency};

use crate::leaf::Made;
use crate::tree::{Head, StoredTiles};
use crate::{Appended, Error, Leaf, Outside, Traced, entry, store};

/// The ledger of this installation. A cheap handle: clones are the same ledger.
#[derive(Clone)]
pub struct Ledger {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) origin: String,
    pub(crate) key: SigningKey,
    pub(crate) outside: Arc<dyn Outside>,
    /// The newest tree that this process knows to be committed.
    pub(crate) head: ArcSwap<Head>,
    /// A tree that is signed, and committed only when the commit says so.
    pub(crate) prepared: Mutex<Option<Head>>,
    /// One writer puts each leaf at the end. Where several write, leaves queue for their place.
    single: bool,
    /// Behind which number new leaves are numbered, where there is one writer.
    pub(crate) skipped: AtomicI64,
    /// Why the ledger does not sign, if it does not.
    trouble: Mutex<Option<String>>,
}

/// Where leaves go: behind the last where there is one writer, else into the queue for their place.
pub(crate) enum End {
    Tree(store::Last),
    Queue,
}

impl End {
    /// Puts a leaf there; the number it is found by.
    pub(crate) fn insert(&mut self, tx: &mut Tx<'_>, entry: &[u8], made: &Made) -> Result<i64, Error> {
        match self {
            Self::Tree(last) => Ok(store::insert_leaf(tx, last, entry, made)?),
            Self::Queue => Ok(store::insert_pending(tx, entry, made)?),
        }
    }
}

/// How many leaves share a segment: within one, the events about a person have the same tag.
const SEGMENT: u64 = 4096;

impl Ledger {
    /// Opens the ledger of a store, and begins the tree of a new installation. From here on every commit with a leaf is signed.
    ///
    /// `origin` names the log, for ever: a URL without scheme. Errs, and signs nothing, when the stored right edge is not what was signed
    /// or does not extend the checkpoint outside ([`Error::RolledBack`], [`Error::Forked`]). Blocks; panics inside an async runtime.
    pub fn open(
        store: &Store,
        ctx: Ctx,
        key: SigningKey,
        origin: &str,
        outside: Arc<dyn Outside>,
    ) -> Result<Self, Error> {
        let ledger = Self::closed(store, key, origin, outside)?;
        let kept = ledger.inner.kept()?;
        let inner = Arc::clone(&ledger.inner);
        let head = store.write_claiming_blocking(ctx, move |_, tx| {
            let stored = inner.find_or_begin(tx, kept.as_ref())?;
            let head = inner.load(tx, &stored)?;
            if let Some(kept) = &kept {
                head.check_extends(tx, kept)?;
            }
            // Who finds the tree held by another finds this done by another too.
            if store::claim_tree(tx)?.is_some() {
                inner.skipped.store(store::skip_arrivals(tx)?, Ordering::Relaxed);
            }
            // With one writer nobody comes by later to take in what waits.
            if inner.single { inner.take_in(tx, &head, &stored, u32::MAX).map(|(head, _)| head) } else { Ok(head) }
        });
        ledger.inner.publish(head?);
        ledger.serve(store);
        Ok(ledger)
    }

    /// A ledger that knows no tree yet.
    pub(crate) fn closed(
        store: &Store,
        key: SigningKey,
        origin: &str,
        outside: Arc<dyn Outside>,
    ) -> Result<Self, Error> {
        let mut inner = Inner {
            origin: origin.to_owned(),
            key,
            outside,
            head: ArcSwap::from_pointee(Head { edge: Edge::new(), note: String::new() }),
            prepared: Mutex::new(None),
            single: store.engine() == Engine::Sqlite,
            skipped: AtomicI64::new(store::NONE_SKIPPED),
            trouble: Mutex::new(None),
        };
        let note = inner.sign(&Edge::new())?;
        inner.head = ArcSwap::from_pointee(Head { edge: Edge::new(), note });
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Has every commit of the store with a leaf in it signed, where there is one writer.
    pub(crate) fn serve(&self, store: &Store) {
        if self.inner.single {
            store.at_commit(Arc::new(self.clone()));
        }
    }

    /// The segment that leaves fall in now. Approximate: what was written in the last second may not count yet.
    pub fn segment(&self) -> u32 {
        u32::try_from(self.size() / SEGMENT).unwrap_or(u32::MAX)
    }

    /// How many leaves the newest tree has that this process knows of.
    pub fn size(&self) -> u64 {
        self.inner.head.load().size()
    }

    /// The signed checkpoint of that tree.
    pub fn newest(&self) -> String {
        self.inner.head.load().note.clone()
    }

    /// The public key that checkpoints verify with.
    pub fn key(&self) -> &VerifierKey {
        self.inner.key.verifier()
    }

    /// The name of the log.
    pub fn origin(&self) -> &str {
        &self.inner.origin
    }

    /// Why the ledger does not sign, if the last attempt failed. For the health of the server.
    pub fn trouble(&self) -> Option<String> {
        self.inner.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts an event into the ledger, in the transaction of the thing itself: it is in the tree if and only if that is stored.
    pub fn append(&self, ctx: &mut Ctx, tx: &mut Tx<'_>, leaf: Leaf) -> Result<Appended, Error> {
        let mut appended = self.append_all(ctx, tx, [leaf])?;
        Ok(appended.pop().expect("one for one"))
    }

    /// The same for many events of one moment, in their order. Cheaper than one by one.
    pub fn append_all(
        &self,
        ctx: &mut Ctx,
        tx: &mut Tx<'_>,
        leaves: impl IntoIterator<Item = Leaf>,
    ) -> Result<Vec<Appended>, Error> {
        let at = entry::moment(ctx.now);
        let mut end = self.inner.end(tx)?;
        let append = |leaf: Leaf| {
            let made = leaf.make(ctx)?;
            let arrival = end.insert(tx, &entry::encode(&at, &made.commitment), &made)?;
            Ok(Appended { arrival })
        };
        let appended = leaves.into_iter().map(append).collect::<Result<_, Error>>();
        tx.wants_commit_work();
        appended
    }

    /// The place in the tree of what was appended; `None` while it is queued (at most a second).
    pub fn find_position(&self, tx: &mut Tx<'_>, arrival: i64) -> Result<Option<u64>, Error> {
        Ok(store::find_position(tx, arrival)?)
    }

    /// How many events are committed and wait for their place in the tree. For the metrics.
    pub fn waiting(&self, tx: &mut Tx<'_>) -> Result<u64, Error> {
        Ok(store::count_pending(tx)?)
    }

    /// The events with any of these tags, in the order of the tree: the history of one person, for whoever holds their key.
    pub fn traced(&self, tx: &mut Tx<'_>, tags: impl Iterator<Item = [u8; 16]>) -> Result<Vec<Traced>, Error> {
        let tags: Vec<[u8; 16]> = tags.collect();
        let mut found = store::list_traced(tx, &tags)?;
        found.sort_by_key(|traced| traced.position);
        Ok(found)
    }

    /// Proves that the tree of `new` leaves only added to the one of `old` leaves.
    pub fn prove_consistency(&self, tx: &mut Tx<'_>, old: u64, new: u64) -> Result<Vec<Digest>, Error> {
        prove_consistency(&mut self.tiles(tx), old, new)
    }

    /// The stored tiles, with those of the right edge from memory.
    pub(crate) fn tiles<'a, 'tx>(&self, tx: &'a mut Tx<'tx>) -> StoredTiles<'a, 'tx> {
        StoredTiles::new(tx, self.inner.head.load().partial())
    }

    /// Copies the newest checkpoint outside the database; the server calls it within a second after a commit. What is outside already
    /// is not written again.
    pub fn keep_outside(&self) -> Result<(), Error> {
        self.inner.outside.advance(&self.newest()).map_err(|source| Error::Outside { what: "written", source })
    }
}

impl Inner {
    /// Where the next leaves go.
    pub(crate) fn end(&self, tx: &mut Tx<'_>) -> Result<End, Error> {
        if !self.single {
            return Ok(End::Queue);
        }
        Ok(End::Tree(store::find_last(tx, self.skipped.load(Ordering::Relaxed))?))
    }

    /// Remembers a tree that is committed, unless a larger one is known.
    pub(crate) fn publish(&self, head: Head) {
        let head = Arc::new(head);
        self.head.rcu(|known| if known.size() > head.size() { Arc::clone(known) } else { Arc::clone(&head) });
    }

    /// Notes whether signing works, for [`Ledger::trouble`].
    pub(crate) fn noted<T>(&self, outcome: Result<T, Error>) -> Result<T, Error> {
        let said = outcome.as_ref().err().map(ToString::to_string);
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = said;
        outcome
    }
}
