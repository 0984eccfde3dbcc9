use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use waarborg_base::from_hex;
use waarborg_seal::{Ring, RootFile};
use waarborg_store::{Error, Settings, Statement, Store, Tx};

use super::course::CANARY;
use crate::site::Site;

/// Every file of the installation and of what was ever copied from it in which a canary can be read, in any usual spelling.
pub(super) fn readable(site: &Site) -> Result<Vec<String>> {
    let mut files = Vec::new();
    collect(&site.path(""), &mut files)?;
    let spellings = spellings();
    let mut found = Vec::new();
    for file in files {
        let bytes = fs::read(&file)?;
        for (spelling, needle) in &spellings {
            if bytes.windows(needle.len()).any(|window| window == needle) {
                found.push(format!("{} has a canary ({spelling})", file.display()));
            }
        }
    }
    Ok(found)
}

fn spellings() -> Vec<(&'static str, Vec<u8>)> {
    let plain = CANARY.as_bytes();
    let wide = |order: fn(u16) -> [u8; 2]| CANARY.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let hex = |upper: bool| {
        let digits = plain.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
        if upper { digits.to_uppercase().into_bytes() } else { digits.into_bytes() }
    };
    let mut all = vec![
        ("plain", plain.to_vec()),
        ("capitals", CANARY.to_uppercase().into_bytes()),
        ("reversed", plain.iter().rev().copied().collect()),
        ("UTF-16, little-endian", wide(u16::to_le_bytes)),
        ("UTF-16, big-endian", wide(u16::to_be_bytes)),
        ("hexadecimal", hex(false)),
        ("hexadecimal, capitals", hex(true)),
    ];
    // Base64 has three spellings, by what comes before; the signs that its neighbours share are left out.
    for before in 0..3_usize {
        let padded = [&vec![b' '; before][..], plain].concat();
        let (from, to) = ([0, 2, 3][before], padded.len() / 3 * 4);
        for engine in [&STANDARD, &URL_SAFE] {
            all.push(("base64", engine.encode(&padded).as_bytes()[from..to].to_vec()));
        }
    }
    all
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.is_file() && !path.to_string_lossy().ends_with("-ballast") {
            files.push(path);
        }
    }
    Ok(())
}

/// A wrapped key in some copy: whose, under which epoch, its id, its bytes.
type Key = (Vec<u8>, u32, Vec<u8>, Vec<u8>);

/// Tries every wrapped key of everybody who was ever erased, in every copy there is, with all keys there are now. How many were tried,
/// and those that opened. `also` are key files that ought to be gone.
pub(super) fn opened(site: &Site, also: &[(String, Vec<u8>)]) -> Result<(u64, Vec<String>)> {
    let ring = ring(site, also)?;
    let erased = erased(site)?;
    let (mut tried, mut found) = (0, Vec::new());
    for folder in fs::read_dir(site.path(""))?.flatten().map(|entry| entry.path()) {
        let database = folder.join("waarborg.db");
        if !database.is_file() {
            continue;
        }
        let store = Store::open(&Settings { readers: 2, ..Settings::sqlite(&database) }, waarborg_store::MIGRATIONS)?;
        let keys: Vec<Key> = store.read_blocking(|tx: &mut Tx<'_>| {
            const KEYS: Statement = Statement::new(
                "keys",
                "SELECT p.id, k.epoch, k.key_id, k.bytes FROM vault_key k JOIN vault_person p ON p.number = k.person",
            );
            let row = |row: &waarborg_store::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
            tx.query(&KEYS, &[])?.iter().map(row).collect::<Result<_, Error>>()
        })?;
        store.close();
        for (id, epoch, key_id, bytes) in keys {
            if !<[u8; 16]>::try_from(&key_id[..]).is_ok_and(|key| erased.contains(&key)) {
                continue;
            }
            tried += 1;
            let id = <[u8; 16]>::try_from(&id[..])?;
            // The epoch beside a key may have been changed: every key is tried on it.
            if ring.epochs().any(|other| ring.unwrap(&id, other, &bytes).is_ok()) {
                found.push(format!("{}: a key of somebody erased opens, of epoch {epoch}", database.display()));
            }
        }
    }
    // The one archive of the keys there is must not even name them.
    for archive in fs::read_dir(site.path("kept")).into_iter().flatten().flatten() {
        let bytes = fs::read(archive.path())?;
        if erased.iter().any(|key| bytes.windows(16).any(|window| window == key)) {
            found.push("the archive of the keys has a key of somebody erased".to_owned());
        }
    }
    Ok((tried, found))
}

/// Every key there is now.
fn ring(site: &Site, also: &[(String, Vec<u8>)]) -> Result<Ring> {
    let mut files = also.to_vec();
    for entry in fs::read_dir(site.path("keys"))? {
        let path = entry?.path();
        let name = path.file_name().context("a name")?.to_string_lossy().into_owned();
        if path.extension().is_some_and(|end| end == "key") && files.iter().all(|(other, _)| *other != name) {
            files.push((name, fs::read(&path)?));
        }
    }
    match RootFile::read(&fs::read(site.path("root.key"))?)? {
        RootFile::Key(root) => Ok(Ring::open(&files, &root)?),
        RootFile::Passphrase(_) => anyhow::bail!("the root key of a campaign has no passphrase"),
    }
}

/// The ids of the keys of everybody whom the journal names.
fn erased(site: &Site) -> Result<BTreeSet<[u8; 16]>> {
    let journal = fs::read_to_string(site.path("outside/erasures"))?;
    let keys =
        journal.lines().skip(1).map(|line| line.split(' ').nth(3).and_then(from_hex).context("a line of the journal"));
    keys.collect()
}
