//! Rotation: a new epoch key, every person key wrapped again under it, the old epoch key destroyed.
//!
//! Each step is durable before the next, so that a process that is killed at any point goes on where it was: until every key is wrapped
//! again, both epoch files are there; once they are, the old one is not needed. An epoch is never destroyed while a key is wrapped under
//! it, and no server can wrap under it again: the database refuses keys of an epoch before its own.

use std::sync::Arc;

use waarborg_base::{Ctx, Fault, Kind};
use waarborg_seal::{KeyKind, Ring, RootKey};
use waarborg_store::{Store, Tx};
use waarborg_vault::{Vault, rotation};

use crate::backup::{self, KeyArchives};
use crate::keys::{self, KeyFolder, State, ring_of};
use crate::opening::Means;

/// How many person keys are wrapped again in one transaction: a few milliseconds, so that other writes hardly wait.
const BATCH: u32 = 256;

/// Why a rotation did not end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The key folder.
    #[error(transparent)]
    Keys(#[from] keys::Error),
    /// The ring.
    #[error(transparent)]
    Seal(#[from] waarborg_seal::Error),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] waarborg_vault::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] waarborg_store::Error),
    /// A key archive that is kept up to date could not be written.
    #[error("[backup] keys: no erasure is final until the key archive of before this rotation is replaced")]
    Archive(#[from] backup::Error),
    /// The database is further than the keys.
    #[error(
        "the key folder has epoch {folder} at most, and its rotation was at {noted}: it was put back from an older copy"
    )]
    Behind {
        /// The newest epoch that has a file.
        folder: u32,
        /// The epoch that was noted.
        noted: u32,
    },
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Keys(error) => error.kind(),
            Self::Seal(error) => error.kind(),
            Self::Vault(error) => error.kind(),
            Self::Store(error) => error.kind(),
            Self::Archive(error) => error.kind(),
            Self::Behind { .. } => Kind::Internal,
        }
    }
}

/// Where a rotation is. A test stops it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is noted that the next epoch is to come.
    Noted,
    /// The file of the next epoch is durable.
    Written,
    /// The database takes no key of an earlier epoch any more.
    Begun,
    /// A batch of keys is wrapped again.
    Batch,
    /// Every key is wrapped again.
    Rewrapped,
    /// The file of an old epoch is destroyed.
    Destroyed,
    /// The key archives that are kept up to date are of the new epoch.
    Archived,
    /// The ledger tells of it, and erasures are final.
    Finished,
}

/// What a rotation came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The epoch that is in use now.
    pub epoch: u32,
    /// How many person keys were wrapped again.
    pub rewrapped: u64,
    /// How many erasures became final: no copy opens since.
    pub finals: u64,
}

/// Rotates the keys of one installation.
pub struct Rotation {
    /// Where the database is.
    pub store: Store,
    /// Whose keys are wrapped.
    pub vault: Vault,
    /// Where the epoch keys are.
    pub folder: KeyFolder,
    /// What opens them.
    pub root: Arc<RootKey>,
    /// The key archives that are kept up to date, if any.
    pub archives: Option<KeyArchives>,
    /// Time and random bytes.
    pub means: Means,
}

impl Rotation {
    /// Whether a rotation is due: asked for, under way, or last begun longer ago than `every`.
    pub fn is_due(&self, every: std::time::Duration) -> Result<bool, Error> {
        if self.folder.is_rotation_asked() {
            return Ok(true);
        }
        let Some(State { begun_at, under_way, .. }) = self.folder.state()? else { return Ok(true) };
        let every = i64::try_from(every.as_micros()).unwrap_or(i64::MAX);
        // A clock that stood ahead when it began must not put the next one off.
        let (now, begun) = (self.means.clock.now(), begun_at);
        Ok(under_way || now < begun || now.as_micros() - begun.as_micros() >= every)
    }

    /// Takes over what another process changed in the key folder. Whether there was anything.
    pub fn refresh(&self) -> Result<bool, Error> {
        let ring = self.vault.ring();
        let mut expected: Vec<String> = ring.epochs().map(|epoch| KeyKind::Epoch(epoch).file_name()).collect();
        let found = self.folder.names()?.into_iter().filter(|name| name.starts_with("epoch-"));
        expected.sort();
        if found.eq(expected) {
            return Ok(false);
        }
        let ring = ring_of(&self.folder, &self.folder.read()?, &*self.root)?;
        self.vault.replace_ring(ring);
        Ok(true)
    }

    /// Begins a rotation, or goes on with the one that is under way, and ends it. `None`: another process is at it.
    ///
    /// Blocks; other writes go on in between. When it errs or the process ends, the next call goes on where it was.
    pub fn rotate(&self, reached: &dyn Fn(Step)) -> Result<Option<Rotated>, Error> {
        let Some(mut turn) = self.folder.turn()? else { return Ok(None) };
        let mut ring = ring_of(&self.folder, &self.folder.read()?, &*self.root)?;
        let state = match turn.state()? {
            Some(state) if state.under_way => state,
            _ => {
                // Several epochs, and nothing noted: it was under way when what was noted got lost.
                let several = ring.epochs().count() > 1;
                let epoch = if several { ring.newest_epoch() } else { ring.newest_epoch() + 1 };
                let state = State { epoch, begun_at: self.means.clock.now(), under_way: true };
                turn.note(state)?;
                state
            }
        };
        reached(Step::Noted);
        self.write_epoch(&mut ring, state.epoch)?;
        reached(Step::Written);
        // First here, so that this server wraps under it by the time that the database asks for it.
        self.vault.replace_ring(ring.clone());
        self.change(rotation::begin)?;
        reached(Step::Begun);
        let rewrapped = self.rewrap(reached)?;
        reached(Step::Rewrapped);
        self.store.checkpoint()?;
        let old: Vec<u32> = ring.epochs().filter(|epoch| *epoch != state.epoch).collect();
        for epoch in old {
            self.folder.destroy(&KeyKind::Epoch(epoch).file_name())?;
            ring.drop_epoch(epoch)?;
            reached(Step::Destroyed);
        }
        self.vault.replace_ring(ring);
        if let Some(archives) = &self.archives {
            // An archive with the old epoch in it would open what was erased: no erasure is final before it is replaced.
            archives.write_in(&turn, self.means.clock.now())?;
            reached(Step::Archived);
        }
        let finals = self.change(rotation::finish)?;
        reached(Step::Finished);
        turn.note(State { under_way: false, ..state })?;
        self.folder.forget_asked()?;
        Ok(Some(Rotated { epoch: state.epoch, rewrapped, finals }))
    }

    /// Makes the file of the next epoch, unless it is there.
    fn write_epoch(&self, ring: &mut Ring, epoch: u32) -> Result<(), Error> {
        let newest = ring.newest_epoch();
        if newest == epoch {
            return Ok(());
        }
        if newest + 1 != epoch {
            return Err(Error::Behind { folder: newest, noted: epoch });
        }
        let mut ctx = self.means.ctx();
        ring.next_epoch(&mut ctx);
        let (name, bytes) = ring.file(&mut ctx, &*self.root, KeyKind::Epoch(epoch))?;
        Ok(self.folder.add(&name, &bytes)?)
    }

    /// Wraps until nothing is left under an older epoch, however often that is looked.
    fn rewrap(&self, reached: &dyn Fn(Step)) -> Result<u64, Error> {
        let mut all = 0;
        loop {
            let some = self.change(|ctx, tx, vault| rotation::rewrap(ctx, tx, vault, BATCH))?;
            all += some;
            reached(Step::Batch);
            let vault = self.vault.clone();
            if some == 0 && self.store.read_blocking(move |tx: &mut Tx<'_>| rotation::count_left(tx, &vault))? == 0 {
                return Ok(all);
            }
        }
    }

    /// Does not wait for room on the disk: what was erased is gone in time, also when the disk is full.
    fn change<T: Send + 'static>(
        &self,
        mut change: impl FnMut(&mut Ctx, &mut Tx<'_>, &Vault) -> Result<T, waarborg_vault::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let vault = self.vault.clone();
        Ok(self
            .store
            .write_urgent_blocking(self.means.ctx(), move |ctx: &mut Ctx, tx: &mut Tx<'_>| change(ctx, tx, &vault))?)
    }

    /// Whether the newest key of this server is still where it was read from.
    pub fn has_newest(&self) -> bool {
        let newest = KeyKind::Epoch(self.vault.ring().newest_epoch()).file_name();
        self.folder.names().is_ok_and(|names| names.contains(&newest))
    }
}
