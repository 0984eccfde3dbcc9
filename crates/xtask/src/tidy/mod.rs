//! Tidy: what a reader of this house may rely on, checked rather than remembered. `cargo xtask check` runs it.
//!
//! Each check is a plain function from what it looks at to findings, so that its tests can plant a violation.

mod arrows;
mod glossary;
mod migrations;
mod papers;
mod rooms;
mod size;
mod sql;
mod statements;
mod supply;
mod tree;
mod words;

use std::fmt;

use anyhow::{Result, bail};

use crate::cargo::Metadata;
use tree::Tree;

/// One thing that is not as the house wants it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// File, file and line, or package.
    place: String,
    /// What is wrong and what to do.
    says: String,
}

impl Finding {
    fn at(place: impl fmt::Display, says: impl fmt::Display) -> Self {
        Self { place: place.to_string(), says: says.to_string() }
    }

    fn on_line(path: &str, line: usize, says: impl fmt::Display) -> Self {
        Self::at(format_args!("{path}:{line}"), says)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.says)
    }
}

/// Runs every check and prints every finding. Errs when there is one.
pub(crate) fn check() -> Result<()> {
    let tree = Tree::read()?;
    let workspace = Metadata::read(None)?;
    let mut findings = arrows::check(&workspace);
    findings.extend(rooms::check(&tree));
    findings.extend(size::check(&tree));
    findings.extend(statements::check(&tree));
    findings.extend(migrations::check(&tree));
    findings.extend(migrations::check_history(&tree, std::path::Path::new("."))?);
    findings.extend(papers::check(&tree));
    findings.extend(words::check(&tree));
    findings.extend(glossary::check(&tree));
    let rules = supply::Rules::read(&tree)?;
    for target in &rules.graph.targets {
        findings.extend(supply::check(&rules, &Metadata::read(Some(target))?));
    }
    findings.sort();
    findings.dedup();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => println!("tidy: {} files, nothing to mend", tree.len()),
        found => bail!("tidy: {found} to mend"),
    }
    Ok(())
}
