use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use waarborg_base::Ctx;
use zeroize::Zeroizing;

use crate::line::{self, Line};
use crate::secret::Secret;
use crate::{Error, LineFault, Root, RootId, RootKey};

pub(crate) const FILE: &str = "waarborg-root-passphrase-1";
const LEAST_CHARACTERS: usize = 12;

/// What one guess at a passphrase costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes in it.
    pub lanes: u32,
}

impl Effort {
    /// 64 MiB, 3 passes, 4 lanes: the second choice of [RFC 9106 §4](https://www.rfc-editor.org/rfc/rfc9106#section-4), for
    /// machines without 2 GiB to spare.
    pub const USUAL: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 };

    /// Bounded, since a root file says how much memory the program takes to read it.
    fn params(self) -> Result<Params, Error> {
        let bounded = self.memory_kib <= 1024 * 1024 && self.passes <= 16 && self.lanes <= 16;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok();
        params.filter(|_| bounded).ok_or(Error::Effort)
    }
}

/// A root key sealed under a passphrase: what stands in the root file.
///
/// The passphrase seals a random root key rather than being stretched into one, so it can be changed without sealing a key file
/// again, and the recovery shares stay good.
pub struct PassphraseRoot {
    effort: Effort,
    salt: [u8; 16],
    root: RootId,
    sealed: Vec<u8>,
}

impl PassphraseRoot {
    /// Seals a root key under a passphrase.
    pub fn seal(ctx: &mut Ctx, root: &RootKey, passphrase: &SecretString, effort: Effort) -> Result<Self, Error> {
        if passphrase.expose_secret().chars().count() < LEAST_CHARACTERS {
            return Err(Error::ShortPassphrase { least: LEAST_CHARACTERS });
        }
        let salt = ctx.bytes();
        let key = stretch(passphrase, &salt, effort)?;
        let sealed = key.wrap(ctx, FILE.as_bytes(), root.secret().expose())?;
        Ok(Self { effort, salt, root: root.id(), sealed })
    }

    /// The root key. Takes as long as the effort says. Errs with [`Error::WrongPassphrase`].
    pub fn open(&self, passphrase: &SecretString) -> Result<RootKey, Error> {
        let key = stretch(passphrase, &self.salt, self.effort)?;
        let secret = key.unwrap(FILE.as_bytes(), &self.sealed).map_err(|_| Error::WrongPassphrase)?;
        let root = Secret::from_slice(&secret).map(RootKey::from_secret).ok_or(Error::WrongPassphrase)?;
        if root.id() == self.root { Ok(root) } else { Err(Error::WrongPassphrase) }
    }

    /// Names the root key inside.
    pub fn root(&self) -> RootId {
        self.root
    }

    /// The root file: one line of text.
    pub fn to_file(&self) -> Zeroizing<String> {
        line::write(
            FILE,
            &[
                ("memory", &self.effort.memory_kib.to_string()),
                ("passes", &self.effort.passes.to_string()),
                ("lanes", &self.effort.lanes.to_string()),
                ("salt", &line::hex(&self.salt)),
                ("root", &self.root.to_string()),
                ("sealed", &line::hex(&self.sealed)),
            ],
        )
    }

    pub(crate) fn from_line(line: &Line) -> Result<Self, LineFault> {
        let [memory, passes, lanes, salt, root, sealed] =
            line.expect(FILE, ["memory", "passes", "lanes", "salt", "root", "sealed"])?;
        let wrong = |word| move || LineFault::Word { word };
        let effort = Effort {
            memory_kib: memory.parse().map_err(|_| wrong("memory")())?,
            passes: passes.parse().map_err(|_| wrong("passes")())?,
            lanes: lanes.parse().map_err(|_| wrong("lanes")())?,
        };
        Ok(Self {
            effort,
            salt: *line::from_hex(salt).ok_or_else(wrong("salt"))?,
            root: RootId::from_bytes(*line::from_hex(root).ok_or_else(wrong("root"))?),
            sealed: line::from_hex::<61>(sealed).ok_or_else(wrong("sealed"))?.to_vec(),
        })
    }
}

/// Argon2id ([RFC 9106](https://www.rfc-editor.org/rfc/rfc9106)).
fn stretch(passphrase: &SecretString, salt: &[u8; 16], effort: Effort) -> Result<RootKey, Error> {
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, effort.params()?);
    let mut key = Zeroizing::new([0; 32]);
    argon.hash_password_into(passphrase.expose_secret().as_bytes(), salt, &mut *key).map_err(|_| Error::Effort)?;
    Ok(RootKey::from_bytes(&key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RootFile;

    /// As little as Argon2 allows: the tests are about the file, not about the effort.
    const LEAST: Effort = Effort { memory_kib: 32, passes: 1, lanes: 4 };

    fn sealed() -> (RootKey, PassphraseRoot) {
        let mut ctx = Ctx::for_test(1);
        let root = RootKey::generate(&mut ctx);
        let sealed = PassphraseRoot::seal(&mut ctx, &root, &"paard batterij nietje".into(), LEAST).unwrap();
        (root, sealed)
    }

    fn read(text: &str) -> Result<PassphraseRoot, Error> {
        match RootFile::read(text.as_bytes())? {
            RootFile::Passphrase(root) => Ok(root),
            RootFile::Key(_) => panic!("a key in clear"),
        }
    }

    #[test]
    fn the_passphrase_gives_the_root_key_and_no_other_does() {
        let (root, sealed) = sealed();
        let read = read(&sealed.to_file()).unwrap();
        assert_eq!(read.root(), root.id());
        assert_eq!(read.open(&"paard batterij nietje".into()).unwrap().secret().expose(), root.secret().expose());
        assert_eq!(read.open(&"paard batterij nietjes".into()).err(), Some(Error::WrongPassphrase));
    }

    #[test]
    fn a_changed_root_file_is_refused() {
        let (root, sealed) = sealed();
        for line in [root.to_file(), sealed.to_file()] {
            for at in 0..line.trim_end().len() {
                let typed = if &line[at..=at] == "0" { "1" } else { "0" };
                let changed = [&line[..at], typed, &line[at + 1..]].concat();
                assert!(matches!(RootFile::read(changed.as_bytes()), Err(Error::RootFile { .. })), "{changed}");
            }
        }
    }

    #[test]
    fn a_root_file_in_clear_gives_the_key_back() {
        let (root, _) = sealed();
        let RootFile::Key(read) = RootFile::read(root.to_file().as_bytes()).unwrap() else { panic!("sealed") };
        assert_eq!(read.secret().expose(), root.secret().expose());
    }

    #[test]
    fn a_short_passphrase_or_a_boundless_effort_is_refused() {
        let mut ctx = Ctx::for_test(1);
        let root = RootKey::generate(&mut ctx);
        let mut with =
            |passphrase: &str, effort| PassphraseRoot::seal(&mut ctx, &root, &passphrase.into(), effort).err();
        assert_eq!(with("geheim", LEAST), Some(Error::ShortPassphrase { least: 12 }));
        let words = "paard batterij nietje";
        assert_eq!(with(words, Effort { memory_kib: u32::MAX, ..LEAST }), Some(Error::Effort));
        assert_eq!(with(words, Effort { passes: 17, ..LEAST }), Some(Error::Effort));
        assert_eq!(with(words, Effort { lanes: 0, ..LEAST }), Some(Error::Effort));
    }
}
