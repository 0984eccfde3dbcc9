//! Files in the repository that the product writes itself: a reader finds them, and a test keeps them true.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

/// A file, and the command that prints its contents.
#[derive(Debug)]
struct Generated {
    path: &'static str,
    /// What follows `cargo run --quiet --package`.
    printed_by: &'static [&'static str],
}

/// Every generated file.
const GENERATED: &[Generated] = &[
    Generated {
        path: "docs/protocol-reference.md",
        printed_by: &["waarborg-protocol", "--example", "reference", "--", "language"],
    },
    Generated { path: "docs/gaps.md", printed_by: &["waarborg-protocol", "--example", "reference", "--", "gaps"] },
    Generated {
        path: "docs/protocol.schema.json",
        printed_by: &["waarborg-protocol", "--example", "reference", "--", "schema"],
    },
    Generated { path: "docs/data.md", printed_by: &["waarborg-testkit", "--example", "columns"] },
];

/// Writes every generated file.
pub(crate) fn write() -> Result<()> {
    for file in GENERATED {
        let contents = file.contents()?;
        let folder = Path::new(file.path).parent().context("a generated file has a folder")?;
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        fs::write(file.path, contents).with_context(|| file.path.to_owned())?;
        println!("wrote {}", file.path);
    }
    Ok(())
}

/// Errs when a generated file is not what would be written now.
pub(crate) fn check() -> Result<()> {
    let mut stale = Vec::new();
    for file in GENERATED {
        // A file that is not there is as stale as one that differs.
        if fs::read(file.path).unwrap_or_default() != file.contents()? {
            stale.push(file.path);
        }
    }
    if !stale.is_empty() {
        bail!("not what would be written now: {}; run `cargo xtask generate` and commit", stale.join(", "));
    }
    println!("generated: {} files, all as they would be written", GENERATED.len());
    Ok(())
}

impl Generated {
    fn contents(&self) -> Result<Vec<u8>> {
        let command = [&["run", "--quiet", "--package"], self.printed_by].concat();
        let output = Command::new("cargo").args(&command).output().context("cargo did not start")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "cargo {}: {}", command.join(" "), said.trim());
        Ok(output.stdout)
    }
}
