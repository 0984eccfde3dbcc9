use waarborg_base::Ctx;
use zeroize::Zeroizing;

use crate::aead::{joined, open_value, seal_value};
use crate::line::{self, Line};
use crate::secret::Secret;
use crate::{Error, LineFault, PassphraseRoot, RootId};

/// What the key files are sealed under: a [`RootKey`] in memory, or a token or service that keeps the key to itself.
pub trait Root: Send + Sync {
    /// Names the key, so that a key file can say under which root it was sealed.
    fn id(&self) -> RootId;

    /// Wraps a secret; `label` has to be given again to unwrap it.
    fn wrap(&self, ctx: &mut Ctx, label: &[u8], secret: &[u8]) -> Result<Vec<u8>, Error>;

    /// Unwraps what [`wrap`](Self::wrap) made. Errs with [`Error::NotOfThisRoot`] if key, label or a bit of it differs.
    fn unwrap(&self, label: &[u8], wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error>;
}

/// The root key: 256 random bits above everything. Kept outside every backup of data.
pub struct RootKey(Secret);

const FILE: &str = "waarborg-root-1";

impl RootKey {
    /// A new root key.
    pub fn generate(ctx: &mut Ctx) -> Self {
        Self(Secret::draw(ctx))
    }

    /// From 32 random bytes kept elsewhere. Wipe `bytes` afterwards.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Secret::from_slice(bytes).expect("32 bytes"))
    }

    pub(crate) fn from_secret(secret: Secret) -> Self {
        Self(secret)
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.0
    }

    /// The root file of this key: one line of text that holds it in clear. See [`RootFile::read`].
    pub fn to_file(&self) -> Zeroizing<String> {
        line::write(FILE, &[("key", &line::hex(self.0.expose()))])
    }
}

impl Root for RootKey {
    fn id(&self) -> RootId {
        RootId::from_bytes(self.0.commitment(b"waarborg root id 1"))
    }

    fn wrap(&self, ctx: &mut Ctx, label: &[u8], secret: &[u8]) -> Result<Vec<u8>, Error> {
        let mut wrapped = Vec::new();
        seal_value(ctx, &self.0.derive(b"waarborg root wrap 1"), &bound(label), secret, &mut wrapped);
        Ok(wrapped)
    }

    fn unwrap(&self, label: &[u8], wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        open_value(&self.0.derive(b"waarborg root wrap 1"), &bound(label), wrapped)
            .ok_or_else(|| Error::NotOfThisRoot { root: self.id() })
    }
}

fn bound(label: &[u8]) -> Vec<u8> {
    joined([b"waarborg root wrap 1", label])
}

/// What a root file holds.
pub enum RootFile {
    /// The key itself: the file, or a credential of the system, is what has to be guarded.
    Key(RootKey),
    /// The key sealed under a passphrase.
    Passphrase(PassphraseRoot),
}

impl RootFile {
    /// Reads a root file. Errs with [`Error::RootFile`], never with its content.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let line = Line::read(bytes).map_err(|fault| Error::RootFile { fault })?;
        if line.is(crate::passphrase::FILE) {
            return PassphraseRoot::from_line(&line).map(Self::Passphrase).map_err(|fault| Error::RootFile { fault });
        }
        let key = line.expect(FILE, ["key"]).and_then(|[key]| {
            let key = line::from_hex::<32>(key).ok_or(LineFault::Word { word: "key" })?;
            Ok(RootKey::from_bytes(&key))
        });
        key.map(Self::Key).map_err(|fault| Error::RootFile { fault })
    }
}
