use std::collections::BTreeMap;
use std::sync::Arc;

use waarborg_base::Ctx;

use crate::aead::{joined, open_value, seal_value};
use crate::key_file::{self, KeyFile};
use crate::secret::Secret;
use crate::{Error, FileFault, IndexKey, KeyKind, Pepper, PersonKey, RingId, Root, SuppressionKey};

/// The opened keys of an installation. A clone shares them; the last one to go wipes them.
#[derive(Clone)]
pub struct Ring {
    id: RingId,
    epochs: BTreeMap<u32, Arc<Secret>>,
    index: Arc<IndexKey>,
    suppression: Arc<SuppressionKey>,
    pepper: Arc<Pepper>,
    ledger: Arc<Secret>,
}

/// A person key under an epoch key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapped {
    /// The epoch whose key opens it.
    pub epoch: u32,
    /// Key id (16 bytes), version (1), nonce (12), ciphertext (32), tag (16).
    pub bytes: Vec<u8>,
}

impl Ring {
    /// A new set of keys, with epoch 1. Only for a new installation: nothing takes the place of a lost key.
    pub fn create(ctx: &mut Ctx) -> Self {
        Self {
            id: RingId::from_bytes(ctx.bytes()),
            epochs: BTreeMap::from([(1, Arc::new(Secret::draw(ctx)))]),
            index: Arc::new(IndexKey::from_secret(Secret::draw(ctx))),
            suppression: Arc::new(SuppressionKey::from_secret(Secret::draw(ctx))),
            pepper: Arc::new(Pepper::from_secret(Secret::draw(ctx))),
            ledger: Arc::new(Secret::draw(ctx)),
        }
    }

    /// Names this set of keys. The database keeps it, so that keys and data of two installations are not mixed.
    pub fn id(&self) -> RingId {
        self.id
    }

    /// The number of the epoch under which keys are wrapped.
    pub fn newest_epoch(&self) -> u32 {
        *self.epochs.last_key_value().expect("a ring has an epoch").0
    }

    /// The numbers of the epochs that can be opened, oldest first. Compare them at start with those in the database.
    pub fn epochs(&self) -> impl Iterator<Item = u32> + '_ {
        self.epochs.keys().copied()
    }

    /// Adds the next epoch and says its number. Keep its file before anything is wrapped under it.
    pub fn next_epoch(&mut self, ctx: &mut Ctx) -> u32 {
        let number = self.newest_epoch().checked_add(1).expect("daily, there are epochs for eleven million years");
        self.epochs.insert(number, Arc::new(Secret::draw(ctx)));
        number
    }

    /// Forgets an epoch: what is still wrapped under it is lost for good. Its file is for the caller to destroy. Errs for the
    /// newest, and for one that is not there.
    pub fn drop_epoch(&mut self, epoch: u32) -> Result<(), Error> {
        if epoch == self.newest_epoch() {
            return Err(Error::NewestEpoch { epoch });
        }
        self.epochs.remove(&epoch).map(drop).ok_or(Error::NoEpoch { epoch })
    }

    /// Wraps a person key under the newest epoch, for this data subject only.
    pub fn wrap(&self, ctx: &mut Ctx, subject: &[u8; 16], key: &PersonKey) -> Wrapped {
        let (&epoch, epoch_key) = self.epochs.last_key_value().expect("a ring has an epoch");
        let id = key.id();
        let mut bytes = Vec::with_capacity(77);
        bytes.extend_from_slice(id.as_bytes());
        seal_value(ctx, epoch_key, &self.bound(subject, epoch, id.as_bytes()), key.secret().expose(), &mut bytes);
        Wrapped { epoch, bytes }
    }

    /// Unwraps a person key. Errs with [`Error::NoEpoch`] when the epoch was dropped, and with [`Error::WrappedKey`] when it is
    /// another's key, was altered, or does not have the id it was stored with.
    pub fn unwrap(&self, subject: &[u8; 16], epoch: u32, bytes: &[u8]) -> Result<PersonKey, Error> {
        let epoch_key = self.epochs.get(&epoch).ok_or(Error::NoEpoch { epoch })?;
        let refused = || Error::WrappedKey { epoch };
        let (id, sealed) = bytes.split_first_chunk::<16>().ok_or_else(refused)?;
        let secret = open_value(epoch_key, &self.bound(subject, epoch, id), sealed).ok_or_else(refused)?;
        let key = Secret::from_slice(&secret).map(PersonKey::from_secret).ok_or_else(refused)?;
        if waarborg_base::same_bytes(key.id().as_bytes(), id) { Ok(key) } else { Err(refused()) }
    }

    fn bound(&self, subject: &[u8; 16], epoch: u32, id: &[u8; 16]) -> Vec<u8> {
        joined([b"waarborg person key 1", self.id.as_bytes(), &epoch.to_be_bytes(), subject, id])
    }

    /// Makes the terms of the blind index.
    pub fn index(&self) -> &IndexKey {
        &self.index
    }

    /// Makes the terms of the suppression list.
    pub fn suppression(&self) -> &SuppressionKey {
        &self.suppression
    }

    /// Goes over secrets that people choose.
    pub fn pepper(&self) -> &Pepper {
        &self.pepper
    }

    /// The seed of the Ed25519 key that signs the ledger.
    pub fn ledger_seed(&self) -> &[u8; 32] {
        self.ledger.expose()
    }

    /// Every key file of the ring: name and bytes.
    pub fn files(&self, ctx: &mut Ctx, root: &dyn Root) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let epochs = self.epochs.keys().map(|&number| KeyKind::Epoch(number));
        epochs.chain(KeyKind::SINGLE).map(|kind| self.file(ctx, root, kind)).collect()
    }

    /// One key file, for instance of an epoch that was just added.
    pub fn file(&self, ctx: &mut Ctx, root: &dyn Root, kind: KeyKind) -> Result<(String, Vec<u8>), Error> {
        let key = match kind {
            KeyKind::Epoch(epoch) => self.epochs.get(&epoch).ok_or(Error::NoEpoch { epoch })?,
            KeyKind::Index => self.index.secret(),
            KeyKind::Suppression => self.suppression.secret(),
            KeyKind::Pepper => self.pepper.secret(),
            KeyKind::Ledger => &self.ledger,
        };
        Ok((kind.file_name(), key_file::write(ctx, root, self.id, kind, key)?))
    }

    /// Opens the key files of an installation: all of them, or none. A file that is lost, altered, cut, swapped, foreign, there
    /// twice, of an unknown kind or sealed under another root is refused by its name, here and not at first use.
    pub fn open(files: &[(String, Vec<u8>)], root: &dyn Root) -> Result<Self, Error> {
        let files = files.iter().map(|(name, bytes)| KeyFile::read(name, bytes)).collect::<Result<Vec<_>, _>>()?;
        let id = one_ring(&files)?;
        each_once(&files)?;
        if let Some(file) = files.iter().find(|file| file.name() != file.kind.file_name()) {
            return Err(Error::file(file.name(), FileFault::Swapped { belongs_in: file.kind.file_name() }));
        }
        let mut keys = BTreeMap::new();
        for file in &files {
            keys.insert(file.kind, file.open(root)?);
        }
        let mut take =
            |kind: KeyKind| keys.remove(&kind).ok_or_else(|| Error::file(&kind.file_name(), FileFault::Missing));
        let index = Arc::new(IndexKey::from_secret(take(KeyKind::Index)?));
        let suppression = Arc::new(SuppressionKey::from_secret(take(KeyKind::Suppression)?));
        let pepper = Arc::new(Pepper::from_secret(take(KeyKind::Pepper)?));
        let ledger = Arc::new(take(KeyKind::Ledger)?);
        let epochs: BTreeMap<_, _> = keys
            .into_iter()
            .filter_map(
                |(kind, key)| if let KeyKind::Epoch(number) = kind { Some((number, Arc::new(key))) } else { None },
            )
            .collect();
        if epochs.is_empty() {
            return Err(Error::file("epoch-*.key", FileFault::Missing));
        }
        Ok(Self { id, epochs, index, suppression, pepper, ledger })
    }
}

/// The ring that most of the files belong to. Errs with the first that belongs to another.
fn one_ring(files: &[KeyFile<'_>]) -> Result<RingId, Error> {
    let mut count = BTreeMap::<RingId, usize>::new();
    for file in files {
        *count.entry(file.ring).or_default() += 1;
    }
    let most = count.into_iter().max_by_key(|(_, files)| *files);
    let (expected, _) = most.ok_or_else(|| Error::file(&KeyKind::Index.file_name(), FileFault::Missing))?;
    match files.iter().find(|file| file.ring != expected) {
        Some(file) => Err(Error::file(file.name(), FileFault::ForeignRing { ring: file.ring, expected })),
        None => Ok(expected),
    }
}

/// Errs with a file that holds what another holds. Of the two, the one with the wrong name is the copy.
fn each_once(files: &[KeyFile<'_>]) -> Result<(), Error> {
    let mut seen = BTreeMap::<KeyKind, &KeyFile<'_>>::new();
    for file in files {
        let Some(earlier) = seen.insert(file.kind, file) else { continue };
        let right = file.kind.file_name();
        let (copy, other) = if file.name() == right { (earlier, file) } else { (file, earlier) };
        return Err(Error::file(copy.name(), FileFault::Twice { other: other.name().to_owned() }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever has the epoch key can seal any pair of key and id; without the comparison, a ciphertext that opens under two
    /// keys would pass.
    #[test]
    fn a_wrapped_key_that_is_not_the_one_of_its_id_is_refused() {
        let mut ctx = Ctx::for_test(1);
        let ring = Ring::create(&mut ctx);
        let subject = b"anna's number 16";
        let (said, held) = (PersonKey::generate(&mut ctx).id(), PersonKey::generate(&mut ctx));
        let mut bytes = said.as_bytes().to_vec();
        let bound = ring.bound(subject, 1, said.as_bytes());
        seal_value(&mut ctx, &ring.epochs[&1], &bound, held.secret().expose(), &mut bytes);
        assert_eq!(ring.unwrap(subject, 1, &bytes).err(), Some(Error::WrappedKey { epoch: 1 }));
    }
}
