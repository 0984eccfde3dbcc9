//! What the key folder remembers of its rotation: one line, in the file that whoever rotates holds locked.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use waarborg_base::Timestamp;

use super::Error;
use crate::private::Unsafe;

/// How far the rotation of a key folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// The newest epoch, or the one that is under way.
    pub epoch: u32,
    /// When it began.
    pub begun_at: Timestamp,
    /// Whether older epochs may still have a file, or the database may not know yet that they have none.
    pub under_way: bool,
}

impl State {
    /// As written: `12 1795345200000000 under-way`.
    pub(super) fn text(self) -> String {
        let word = if self.under_way { "under-way" } else { "done" };
        format!("{} {} {word}\n", self.epoch, self.begun_at.as_micros())
    }

    /// `None` for what was torn or never written: nothing is known, so a rotation is due.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut words = text.strip_suffix('\n')?.split(' ');
        let epoch = words.next()?.parse().ok()?;
        let begun_at = Timestamp::from_micros(words.next()?.parse().ok()?)?;
        let under_way = match words.next()? {
            "under-way" => true,
            "done" => false,
            _ => return None,
        };
        words.next().is_none().then_some(Self { epoch, begun_at, under_way })
    }
}

/// The right to rotate: as long as it is held, nobody else does.
pub struct Turn {
    pub(super) file: File,
    pub(super) path: PathBuf,
}

impl Turn {
    /// How far the last rotation came; `None` when nothing is known of it.
    pub fn state(&mut self) -> Result<Option<State>, Error> {
        let mut text = String::new();
        let read = self.file.seek(SeekFrom::Start(0)).and_then(|_| (&self.file).take(200).read_to_string(&mut text));
        read.map_err(|source| self.failed(source))?;
        Ok(State::parse(&text))
    }

    /// Remembers how far it is, durably.
    pub fn note(&mut self, state: State) -> Result<(), Error> {
        let text = state.text();
        let written = self.file.set_len(0).and_then(|()| self.file.seek(SeekFrom::Start(0))).and_then(|_| {
            self.file.write_all(text.as_bytes())?;
            self.file.sync_all()
        });
        written.map_err(|source| self.failed(source))
    }

    fn failed(&self, source: std::io::Error) -> Error {
        Unsafe::Io { path: self.path.clone(), source }.into()
    }
}
