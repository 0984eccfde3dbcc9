//! Migrations: the same numbers and names for both engines, of one room each, and never changed once released.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::{Finding, Tree, papers, statements};

const ENGINES: [&str; 2] = ["sqlite", "postgres"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for engine in ENGINES {
        let folder = format!("migrations/{engine}/");
        for (path, text) in tree.under(&folder, ".sql") {
            let name = &path[folder.len()..];
            names.entry(name).or_default().insert(engine);
            findings.extend(statements::opens_with_a_comment(path, text));
            match parts(name) {
                Some((_, room)) => findings.extend(statements::foreign_tables(room, path, text)),
                None => findings.push(Finding::at(path, "is named NNNN_<room>_<what>.sql")),
            }
        }
    }
    for (name, engines) in &names {
        for missing in ENGINES.iter().filter(|engine| !engines.contains(*engine)) {
            let place = format!("migrations/{missing}/{name}");
            findings.push(Finding::at(place, "is missing: both engines have the same migrations"));
        }
    }
    for (expected, name) in (1..).zip(names.keys()) {
        if parts(name).is_some_and(|(number, _)| number != expected) {
            findings.push(Finding::at(
                format_args!("migrations/*/{name}"),
                format_args!("has a number that is used twice or follows a hole: it should be {expected:04}"),
            ));
            break;
        }
    }
    findings
}

/// Number and room of `0007_consent_record.sql`.
fn parts(name: &str) -> Option<(u32, &str)> {
    let (number, rest) = name.strip_suffix(".sql")?.split_once('_')?;
    let room = rest.split('_').next()?;
    (number.len() == 4).then_some(())?;
    Some((number.parse().ok()?, room))
}

/// Compares with the commit that gave the changelog its newest released version: what it held may not change or go.
/// Before the first release nothing is fixed yet, since nobody's data stands on it.
pub(super) fn check_history(tree: &Tree, root: &Path) -> Result<Vec<Finding>> {
    let Some(heading) = tree.text("CHANGELOG.md").and_then(papers::newest_release) else {
        return Ok(Vec::new());
    };
    let commits = git(root, &["log", "--reverse", "--format=%H", &format!("-S{heading}"), "--", "CHANGELOG.md"])?;
    let Some(release) = commits.lines().next() else {
        // The heading is being written now, in a commit that is not there yet: everything in HEAD is about to be fixed.
        return Ok(Vec::new());
    };
    let changes = git(root, &["diff", "--name-status", "--no-renames", release, "--", "migrations"])?;
    let changed = changes.lines().filter_map(|line| line.split_once('\t')).filter(|(status, _)| *status != "A");
    Ok(changed
        .map(|(_, path)| {
            Finding::at(
                path,
                format_args!(
                    "was released under `{heading}` and differs from it: migrations are only added; write a new one"
                ),
            )
        })
        .collect())
}

fn git(root: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git").current_dir(root).args(arguments).output().context("git did not start")?;
    ensure!(output.status.success(), "git {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const GOOD: &str = "-- Consents.\nCREATE TABLE consent_record (id TEXT)";

    #[test]
    fn a_migration_for_one_engine_only_is_found() {
        let findings = check(&Tree::of([("migrations/sqlite/0001_consent_record.sql", GOOD)]));
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].place, "migrations/postgres/0001_consent_record.sql");
    }

    #[test]
    fn a_pair_of_one_room_is_no_finding() {
        let pair = [
            ("migrations/postgres/0001_consent_record.sql", GOOD),
            ("migrations/sqlite/0001_consent_record.sql", GOOD),
        ];
        assert_eq!(check(&Tree::of(pair)), []);
    }

    #[test]
    fn a_migration_that_makes_a_table_of_another_room_is_found() {
        let pair = [("migrations/postgres/0001_vault_key.sql", GOOD), ("migrations/sqlite/0001_vault_key.sql", GOOD)];
        assert_eq!(check(&Tree::of(pair)).len(), 2);
    }

    #[test]
    fn a_hole_in_the_numbers_is_found() {
        let pair = [
            ("migrations/postgres/0002_consent_record.sql", GOOD),
            ("migrations/sqlite/0002_consent_record.sql", GOOD),
        ];
        assert!(check(&Tree::of(pair))[0].says.contains("0001"));
    }

    #[test]
    fn a_released_migration_that_changed_is_found_and_a_new_one_is_not() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let commit = |subject: &str| {
            git(root.path(), &["add", "."]).unwrap();
            git(root.path(), &["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", subject])
                .unwrap();
        };
        let history = |changelog: &str| {
            let findings = check_history(&Tree::of([("CHANGELOG.md", changelog)]), root.path()).unwrap();
            findings.into_iter().map(|finding| finding.place).collect::<Vec<_>>()
        };
        let unreleased = "## [Unreleased]\n";
        let released = "## [Unreleased]\n## [0.1.0] - 2026-12-01\n";

        git(root.path(), &["init", "-q"]).unwrap();
        write("CHANGELOG.md", unreleased);
        write("migrations/sqlite/0001_consent_record.sql", GOOD);
        commit("open");
        write("migrations/sqlite/0001_consent_record.sql", "-- Consents, mended before anybody ran it.\n");
        assert_eq!(history(unreleased), [""; 0]);
        write("CHANGELOG.md", released);
        commit("release");
        write("migrations/sqlite/0002_consent_record.sql", GOOD);
        commit("add");
        assert_eq!(history(released), [""; 0]);
        write("migrations/sqlite/0001_consent_record.sql", "-- Consents, changed under somebody's feet.\n");
        assert_eq!(history(released), ["migrations/sqlite/0001_consent_record.sql"]);
    }
}
