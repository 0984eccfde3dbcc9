//! Decisions, changelog, README, and links between papers.

use super::{Finding, Tree};

const SECTIONS: &[&str] = &["## Context", "## Decision", "## Consequences", "## What would change our mind"];
/// A screen and a half.
const README_LINES: usize = 90;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = decisions(tree);
    findings.extend(changelog(tree.text("CHANGELOG.md")));
    findings.extend(tree.text("README.md").and_then(readme));
    for (path, text) in tree.under("", ".md") {
        findings.extend(dead_links(tree, path, text));
    }
    findings
}

fn decisions(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let folder = "docs/decisions/";
    for (expected, (path, text)) in (1..).zip(tree.under(folder, ".md")) {
        let number = path[folder.len()..].split('-').next().filter(|number| number.len() == 4);
        if number.and_then(|number| number.parse::<u32>().ok()) != Some(expected) {
            findings.push(Finding::at(path, format_args!("is named NNNN-words.md and comes next: {expected:04}")));
        }
        let missing = SECTIONS.iter().filter(|section| !text.lines().any(|line| line == **section));
        findings.extend(missing.map(|section| Finding::at(path, format_args!("has no section `{section}`"))));
    }
    findings
}

fn changelog(text: Option<&str>) -> Option<Finding> {
    let listed = text.is_some_and(|text| text.lines().any(|line| line == "## [Unreleased]"));
    (!listed).then(|| {
        Finding::at(
            "CHANGELOG.md",
            "has no section `## [Unreleased]`: what an operator, data subject or party will notice goes there",
        )
    })
}

/// The newest heading of the changelog that names a version: `## [0.1.0]`.
pub(super) fn newest_release(changelog: &str) -> Option<&str> {
    let heading = changelog
        .lines()
        .find(|line| line.strip_prefix("## [").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))?;
    heading.find(']').map(|end| &heading[..=end])
}

fn readme(text: &str) -> Option<Finding> {
    let lines = text.lines().count();
    (lines > README_LINES).then(|| {
        Finding::at(
            "README.md",
            format_args!("has {lines} lines: a screen and a half is {README_LINES}; say where to read on"),
        )
    })
}

/// Links to files that are not there. Links to elsewhere and to places in the page are left alone.
fn dead_links(tree: &Tree, path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (_, rest) in line.match_indices("](").map(|(at, mark)| line.split_at(at + mark.len())) {
            let Some((target, _)) = rest.split_once(')') else { continue };
            let target = target.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains(':') || target.starts_with('/') {
                continue;
            }
            if resolve(path, target).is_none_or(|file| !tree.has(&file)) {
                findings.push(Finding::on_line(
                    path,
                    number + 1,
                    format_args!("links to {target}, which is not there"),
                ));
            }
        }
    }
    findings
}

/// A link, as a path from the root. `None` when it leads out of the tree.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: (&str, &str) = ("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2027-01-02\n");
    const DECISION: &str = "# 1\n## Context\n## Decision\n## Consequences\n## What would change our mind\n";

    fn check_one(path: &str, text: &str, expected: &str) {
        let findings = check(&Tree::of([CHANGELOG, (path, text)]));
        let found = findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(if expected.is_empty() { found.is_empty() } else { found.contains(expected) }, "{path}: {found}");
    }

    #[test]
    fn a_decision_says_what_would_change_our_mind() {
        check_one("docs/decisions/0001-rooms.md", DECISION, "");
        check_one(
            "docs/decisions/0001-rooms.md",
            &DECISION.replace("## What would change our mind\n", ""),
            "no section",
        );
        check_one("docs/decisions/0003-rooms.md", DECISION, "comes next: 0001");
        check_one("docs/decisions/rooms.md", DECISION, "comes next: 0001");
    }

    #[test]
    fn a_changelog_without_a_place_for_the_next_line_is_found() {
        assert_eq!(check(&Tree::of([("a.md", "")])).len(), 1);
        assert_eq!(newest_release(CHANGELOG.1), Some("## [0.2.0]"));
        assert_eq!(newest_release("## [Unreleased]\n"), None);
    }

    #[test]
    fn a_readme_past_a_screen_and_a_half_is_found() {
        check_one("README.md", &"x\n".repeat(README_LINES), "");
        check_one("README.md", &"x\n".repeat(README_LINES + 1), "has 91 lines");
    }

    #[test]
    fn a_link_to_nothing_is_found() {
        check_one("docs/a.md", "see [log](../CHANGELOG.md#unreleased), [w](https://example.org), [here](#b)", "");
        check_one("docs/a.md", "see [log](CHANGELOG.md)", "docs/a.md:1: links to CHANGELOG.md");
        check_one("docs/a.md", "see [out](../../x)", "not there");
    }
}
