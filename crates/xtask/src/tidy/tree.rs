//! The files that Git knows or would add.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// Path from the root → text. Files that are not UTF-8 have no lines to check and are only names.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads the work tree, without what Git ignores.
    pub(crate) fn read() -> Result<Self> {
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .output()
            .context("git did not start")?;
        ensure!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr).trim());
        let names = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
        let mut files = BTreeMap::new();
        for path in names.split_terminator('\0') {
            // A file that was removed and not yet committed is still listed.
            if let Ok(bytes) = fs::read(path) {
                files.insert(path.to_owned(), String::from_utf8(bytes).unwrap_or_default());
            }
        }
        Ok(Self { files })
    }

    /// A tree for a test.
    #[cfg(test)]
    pub(crate) fn of<const N: usize>(files: [(&str, &str); N]) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Whether a file or a folder of this name is here.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files
            .keys()
            .any(|file| file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Files under a folder (written with its closing `/`) that end in `suffix`.
    pub(crate) fn under<'tree>(
        &'tree self,
        folder: &str,
        suffix: &str,
    ) -> impl Iterator<Item = (&'tree str, &'tree str)> {
        self.files().filter(move |(path, _)| path.starts_with(folder) && path.ends_with(suffix))
    }

    /// Folders directly under `crates/`: the open rooms.
    pub(crate) fn rooms(&self) -> impl Iterator<Item = &str> {
        let mut last = "";
        self.files.keys().filter_map(|path| path.strip_prefix("crates/")?.split_once('/')).map(|(room, _)| room).filter(
            move |room| {
                let fresh = *room != last;
                last = room;
                fresh
            },
        )
    }
}
