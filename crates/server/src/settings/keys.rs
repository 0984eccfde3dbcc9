use std::path::{Path, PathBuf};
use std::time::Duration;

use waarborg_tlog::{Algorithm, VerifierKey};

use super::read::{Reader, Section};
use crate::witness::WitnessUrl;

/// `[keys]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The folder of the key files, mode 0700. Never part of a backup of the data.
    pub folder: PathBuf,
    /// Where the root key comes from, which opens all the others.
    pub root: RootSource,
    /// The credential that holds the passphrase of the root key, when it is sealed under one. `None`: whoever starts is asked.
    pub passphrase: Option<String>,
    /// How often a new epoch begins and the old one is destroyed: the longest time that a copy of an erased person can still open.
    pub rotate_every: Duration,
}

/// Where the root key comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RootSource {
    /// A file that only its owner can read.
    File(PathBuf),
    /// A credential that systemd hands over, by its name: what the file would hold.
    Credential(String),
}

/// `[outside]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// Each of these folders holds the newest checkpoint and the erasure journal.
    pub folders: Vec<PathBuf>,
}

/// `[backup]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backup {
    /// The folders in which the latest archive of the keys is kept up to date: a rotation ends once each has that of the new epoch.
    pub keys: Vec<PathBuf>,
}

/// `[ledger]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// What the ledger is called in its checkpoints. `None`: as it was called first, which is after the public address.
    pub origin: Option<String>,
    /// Witnesses that are asked to cosign it.
    pub witnesses: Vec<Witness>,
}

/// `[[ledger.witness]]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Where it answers.
    pub url: WitnessUrl,
    /// Its public key.
    pub key: VerifierKey,
}

impl Keys {
    pub(super) fn usual(base: &Path) -> Self {
        Self {
            folder: base.join("keys"),
            root: RootSource::File(base.join("root.key")),
            passphrase: None,
            rotate_every: Duration::from_hours(24),
        }
    }

    pub(super) fn fill<'t>(&mut self, reader: &mut Reader<'t>, top: &mut Section<'t>, base: &Path) {
        let Some(mut keys) = reader.section(top, "keys") else { return };
        reader.folder(&mut keys, "folder", &mut self.folder, base);
        reader.check(&mut keys, "root", &mut self.root, |text| root(text, base));
        reader.check(&mut keys, "passphrase", &mut self.passphrase, |text| {
            let name = text.strip_prefix("credential:").filter(|name| plain(name));
            name.map(|name| Some(name.to_owned())).ok_or(("a credential", "\"credential:waarborg-passphrase\""))
        });
        reader.check(&mut keys, "rotate_every", &mut self.rotate_every, |text| {
            interval(text).ok_or(("a time from 1 minute to 30 days", "\"24h\""))
        });
        reader.close(keys);
    }
}

fn root(text: &str, base: &Path) -> Result<RootSource, (&'static str, &'static str)> {
    match text.strip_prefix("credential:") {
        Some(name) if plain(name) => Ok(RootSource::Credential(name.to_owned())),
        Some(_) => Err(("the plain name of a credential after the colon", "\"credential:waarborg-root\"")),
        None if text.is_empty() => Err(("a file, or \"credential:NAME\"", "\"root.key\"")),
        None => Ok(RootSource::File(base.join(text))),
    }
}

/// Whether a credential can have this name: it becomes the name of a file.
fn plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\'])
}

/// `90m`, `24h`, `7d`.
fn interval(text: &str) -> Option<Duration> {
    let unit = text.chars().last()?;
    let count: u64 = text.strip_suffix(unit)?.parse().ok()?;
    let minutes = match unit {
        'm' => 1,
        'h' => 60,
        'd' => 24 * 60,
        _ => return None,
    };
    let minutes = count.checked_mul(minutes)?;
    (1..=30 * 24 * 60).contains(&minutes).then(|| Duration::from_mins(minutes))
}

impl Outside {
    pub(super) fn usual(base: &Path) -> Self {
        Self { folders: vec![base.join("outside")] }
    }

    /// `data` is the folder of the data: what lies in it would be put back together with it.
    pub(super) fn fill<'t>(&mut self, reader: &mut Reader<'t>, top: &mut Section<'t>, base: &Path, data: &Path) {
        let Some(mut outside) = reader.section(top, "outside") else { return };
        reader.list(&mut outside, "folders", &mut self.folders, |text| {
            let folder = base.join(text);
            if text.is_empty() || folder.starts_with(data) {
                return Err(("folders outside the data folder, on another disk if there is one", "[\"outside\"]"));
            }
            Ok(folder)
        });
        reader.close(outside);
    }
}

impl Backup {
    /// `data` is the folder of the data: keys that lie beside it are lost together with it.
    pub(super) fn fill<'t>(&mut self, reader: &mut Reader<'t>, top: &mut Section<'t>, base: &Path, data: &Path) {
        let Some(mut backup) = reader.section(top, "backup") else { return };
        reader.list(&mut backup, "keys", &mut self.keys, |text| {
            let folder = base.join(text);
            if text.is_empty() || folder.starts_with(data) {
                return Err(("folders outside the data folder, on another disk or machine", "[\"/mnt/vault/keys\"]"));
            }
            Ok(folder)
        });
        reader.close(backup);
    }
}

impl Ledger {
    pub(super) fn fill<'t>(&mut self, reader: &mut Reader<'t>, top: &mut Section<'t>) {
        let Some(mut ledger) = reader.section(top, "ledger") else { return };
        reader.check(&mut ledger, "origin", &mut self.origin, |text| {
            let tidy = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | ':' | '/');
            let good = !text.is_empty() && text.len() <= 200 && text.chars().all(tidy) && !text.contains("://");
            let wanted = ("a name without a scheme and spaces", "\"privacy.example.nl/ledger\"");
            if good { Ok(Some(text.to_owned())) } else { Err(wanted) }
        });
        for mut witness in reader.tables(&mut ledger, "witness", "ledger.witness") {
            let (mut url, mut key) = (None, None);
            let has_url = reader.check(&mut witness, "url", &mut url, |text| {
                let wanted = ("an address that begins with http://", "\"http://127.0.0.1:8430\"");
                text.parse().map(Some).map_err(|_| wanted)
            });
            let has_key = reader.check(&mut witness, "key", &mut key, |text| {
                let parsed = text.parse::<VerifierKey>().ok().filter(|key| key.algorithm() == Algorithm::Cosignature);
                parsed.map(Some).ok_or(("the public key that the witness prints", "\"example.org/witness+…+…\""))
            });
            reader.needs(&witness, &[("url", has_url), ("key", has_key)]);
            reader.close(witness);
            self.witnesses.extend(url.zip(key).map(|(url, key)| Witness { url, key }));
        }
        reader.close(ledger);
    }
}
