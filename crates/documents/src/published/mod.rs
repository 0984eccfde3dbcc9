//! The documents of the version in force, each rendered at first use, kept as bytes, and replaced all at once.

mod leaf;
mod release;
mod well_known;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwapOption;
use waarborg_base::Kind;
use waarborg_web::{Cached, Lang, Problem, Shell};

pub(crate) use leaf::{LEAVES, Leaf};
pub(crate) use release::permanent;
pub use release::{Entry, Release};
pub(crate) use well_known::{gpc_json, security_txt};

use crate::WORDS;

/// How many documents of older versions are kept once they have been asked for.
const KEPT: usize = 64;

/// What visitors see. A handle is cheap to read from many threads; [`Published::publish`] swaps everything at once.
pub struct Published {
    shell: Shell,
    current: ArcSwapOption<Release>,
    older: Mutex<VecDeque<(Older, Cached)>>,
}

/// A document that belongs to another version than the one in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Older {
    /// The statement of a version.
    Statement(Lang, i64),
    /// The full text of a version, as TOML or wrapped in JSON.
    Text {
        /// Which version.
        number: i64,
        /// Whether as JSON.
        json: bool,
    },
    /// The difference of two versions.
    Comparison(Lang, i64, i64),
    /// What the text of a version lacks.
    Findings(Lang, i64),
}

impl Published {
    /// Nothing is published yet.
    pub fn new(shell: Shell) -> Self {
        Self { shell, current: ArcSwapOption::empty(), older: Mutex::new(VecDeque::new()) }
    }

    /// Puts a version in the place of the one before, for every document at the same moment.
    pub fn publish(&self, release: Release) {
        self.current.store(Some(Arc::new(release)));
        // Whether an older version is in force stands on its page.
        self.kept().clear();
    }

    /// The version that visitors see.
    pub fn release(&self) -> Option<Arc<Release>> {
        self.current.load_full()
    }

    /// The frame around every page.
    pub(crate) fn shell(&self) -> &Shell {
        &self.shell
    }

    /// Every document of the version in force: its path, and its bytes before compression. What cannot be made is left out.
    pub fn all(&self) -> Vec<(String, Vec<u8>)> {
        let leaves =
            Lang::ALL.into_iter().flat_map(|lang| LEAVES.iter().enumerate().map(move |(at, leaf)| (lang, at, leaf.0)));
        let made = leaves.filter_map(|(lang, at, path)| {
            let cached = self.leaf(lang, at).ok()?;
            Some((format!("/{lang}{path}"), cached.body().to_vec()))
        });
        made.collect()
    }

    /// A document of the version in force.
    pub(crate) fn leaf(&self, lang: Lang, at: usize) -> Result<Cached, Problem> {
        let release = self.current.load();
        let release = release.as_ref().ok_or_else(nothing_yet)?;
        release.leaf(&self.shell, lang, at)
    }

    /// Keeps a document of an older version, in the place of the one that was made longest ago.
    pub(crate) fn keep(&self, which: Older, made: Cached) -> Cached {
        let mut kept = self.kept();
        kept.truncate(KEPT - 1);
        kept.push_front((which, made.clone()));
        made
    }

    /// A document of an older version, if it is kept.
    pub(crate) fn find_older(&self, which: Older) -> Option<Cached> {
        self.kept().iter().find(|(known, _)| *known == which).map(|(_, cached)| cached.clone())
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<(Older, Cached)>> {
        // Nothing panics while it is held; what is in it is whole.
        self.older.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Before the first version is applied there is nothing to read.
pub(crate) fn nothing_yet() -> Problem {
    Problem::of(Kind::Unavailable).told(&WORDS, "nothing-published")
}
