//! The journal of erasures: which keys were destroyed, so that a database put back from an old copy has them destroyed again.
//!
//! One line each: its number, the moment, the random id of the erasure, the id of the key, and a checksum over the line and the one before.
//! No line says anything about a person. Lines are only ever added; a last line without its end was never acknowledged, and goes.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use waarborg_base::{Digest, Timestamp, from_hex};

use super::Error;
use crate::private::{self, Unsafe};

/// One key that was destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// The erasure, which says nothing about the person.
    pub erasure: [u8; 16],
    /// The key.
    pub key: [u8; 16],
}

/// The first line: what the file is.
const HEAD: &str = "waarborg erasures 1\n";

/// The journal in one folder.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    length: u64,
    entries: u64,
    checksum: Digest,
    broken: bool,
}

impl Journal {
    /// Begins a journal where there is none.
    pub(super) fn begin(path: &Path) -> Result<(), Error> {
        match private::check_file(path) {
            Err(Unsafe::Missing { .. }) => Ok(private::write(path, HEAD.as_bytes())?),
            found => Ok(found?),
        }
    }

    /// How many keys a journal names, for a command that only looks.
    pub(super) fn look(path: &Path) -> Result<u64, Error> {
        Ok(Self::entries(path)?.len() as u64)
    }

    /// What a journal says, for a command that only looks.
    pub(super) fn entries(path: &Path) -> Result<Vec<Entry>, Error> {
        let (file, _) = private::open(path, OpenOptions::new().read(true))?;
        Ok(Self::read_whole(path.to_owned(), file)?.1)
    }

    /// Opens the journal of a folder, for this process alone, and reads it.
    /// Errs when a line that is whole is not as it was written.
    pub(super) fn open(path: PathBuf) -> Result<(Self, Vec<Entry>), Error> {
        let (file, _) = private::open(&path, OpenOptions::new().read(true).write(true))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Error::InUse { path }),
            Err(TryLockError::Error(source)) => return Err(failed(&path, source)),
            Ok(()) => {}
        }
        let (mut journal, found, read) = Self::read_whole(path, file)?;
        if journal.length < read {
            tracing::warn!(
                target: "waarborg::outside", file = %journal.path.display(),
                "the last line was not finished when the process ended; it was never acknowledged, and is taken away"
            );
            journal.cut()?;
        }
        Ok((journal, found))
    }

    fn read_whole(path: PathBuf, mut file: File) -> Result<(Self, Vec<Entry>, u64), Error> {
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(|source| failed(&path, source))?;
        let mut journal = Self { path, file, length: 0, entries: 0, checksum: Digest::of(b""), broken: false };
        let found = journal.read(&text)?;
        Ok((journal, found, text.len() as u64))
    }

    fn read(&mut self, text: &[u8]) -> Result<Vec<Entry>, Error> {
        let mut found = Vec::new();
        for (number, line) in text.split_inclusive(|byte| *byte == b'\n').enumerate() {
            if !line.ends_with(b"\n") && number > 0 {
                break;
            }
            let altered = || Error::Altered { path: self.path.clone(), line: number + 1 };
            let line_text = std::str::from_utf8(line).map_err(|_| altered())?;
            if number > 0 {
                let (entry, checksum) = parse(line_text, number as u64, self.checksum).ok_or_else(altered)?;
                self.checksum = checksum;
                self.entries += 1;
                found.push(entry);
            } else if line_text != HEAD {
                return Err(altered());
            }
            self.length += line.len() as u64;
        }
        if self.length == 0 {
            return Err(Error::Altered { path: self.path.clone(), line: 1 });
        }
        Ok(found)
    }

    /// Adds lines and waits until they are on the disk. When it errs, none of them counts, and nothing more is taken: after a failed write
    /// nobody knows what the disk holds, until the next start reads it.
    pub(super) fn append(&mut self, entries: &[Entry]) -> Result<(), Error> {
        if std::mem::replace(&mut self.broken, true) {
            return Err(Error::Broken);
        }
        let appended = self.write(entries);
        self.broken = appended.is_err();
        appended
    }

    pub(super) fn works(&self) -> bool {
        !self.broken
    }

    fn write(&mut self, entries: &[Entry]) -> Result<(), Error> {
        let (mut text, mut checksum) = (String::new(), self.checksum);
        for (entry, number) in entries.iter().zip(self.entries + 1..) {
            let body = body(entry, number);
            checksum = chained(checksum, &body);
            text.push_str(&format!("{body} {}\n", short(checksum)));
        }
        // A file that was taken away or exchanged meanwhile must not take lines that nobody will find.
        private::check_named(&self.path, &self.file)?;
        let written = self.file.seek(SeekFrom::Start(self.length)).and_then(|_| {
            self.file.write_all(text.as_bytes())?;
            self.file.sync_data()
        });
        written.map_err(|source| failed(&self.path, source))?;
        self.length += text.len() as u64;
        self.entries += entries.len() as u64;
        self.checksum = checksum;
        Ok(())
    }

    fn cut(&mut self) -> Result<(), Error> {
        let cut = self.file.set_len(self.length).and_then(|()| self.file.sync_all());
        cut.map_err(|source| failed(&self.path, source))
    }
}

fn body(entry: &Entry, number: u64) -> String {
    format!("{number} {} {} {}", entry.at.as_micros(), hex(&entry.erasure), hex(&entry.key))
}

fn parse(line: &str, number: u64, before: Digest) -> Option<(Entry, Digest)> {
    let (said, checksum) = line.strip_suffix('\n')?.rsplit_once(' ')?;
    let mut parts = said.splitn(4, ' ').skip(1);
    let at = Timestamp::from_micros(parts.next()?.parse().ok()?)?;
    let entry = Entry { at, erasure: from_hex(parts.next()?)?, key: from_hex(parts.next()?)? };
    let chained = chained(before, said);
    (body(&entry, number) == said && short(chained) == checksum).then_some((entry, chained))
}

fn chained(before: Digest, said: &str) -> Digest {
    Digest::of(&[before.as_bytes().as_slice(), said.as_bytes()].concat())
}

/// Against accidents, not against forgers: 64 bits.
fn short(checksum: Digest) -> String {
    hex(&checksum.as_bytes()[..8])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn failed(path: &Path, source: std::io::Error) -> Error {
    Error::Unsafe(Unsafe::Io { path: path.to_owned(), source })
}
