//! What every open room has: a README, documented items where it is pure, files named after concepts.

use super::{Finding, Tree};
use crate::house::{self, Line};

/// Names that say nothing. Such a thing has not found its room yet.
const NAMELESS: &[&str] = &["utils", "util", "helpers", "helper", "manager", "common", "misc", "stuff"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let open = tree.rooms().filter_map(house::find);
    let mut findings: Vec<_> = open.flat_map(|room| room_has_its_papers(tree, room)).collect();
    findings.extend(tree.under("crates/", ".rs").filter_map(|(path, _)| nameless(path)));
    findings
}

fn room_has_its_papers(tree: &Tree, room: &house::Room) -> Vec<Finding> {
    let mut findings = Vec::new();
    let folder = format!("crates/{}", room.name);
    if matches!(room.line, Line::Base | Line::Pure | Line::Ground | Line::Domain)
        && tree.text(&format!("{folder}/README.md")).is_none()
    {
        findings.push(Finding::at(
            &folder,
            "has no README.md: say in 15 lines what the room promises, its tables, its ledger events",
        ));
    }
    let door = format!("{folder}/src/lib.rs");
    if matches!(room.line, Line::Base | Line::Pure)
        && tree.text(&door).is_some_and(|text| !text.lines().any(|line| line == "#![warn(missing_docs)]"))
    {
        findings.push(Finding::at(&door, "is the door of a pure room: it says #![warn(missing_docs)]"));
    }
    findings
}

fn nameless(path: &str) -> Option<Finding> {
    let part = path.trim_end_matches(".rs").split('/').find(|part| NAMELESS.contains(part))?;
    Some(Finding::at(path, format_args!("`{part}` says nothing: name the concept, or look once more for its room")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pure_room_without_readme_or_documented_items_is_found() {
        let findings = check(&Tree::of([("crates/tlog/src/lib.rs", "//! A Merkle tree.\n")]));
        assert_eq!(findings.len(), 2, "{findings:?}");
    }

    #[test]
    fn a_room_with_its_papers_is_no_finding() {
        let tree = Tree::of([
            ("crates/tlog/README.md", "# tlog"),
            ("crates/tlog/src/lib.rs", "//! A Merkle tree.\n#![warn(missing_docs)]\n"),
            ("crates/cli/src/main.rs", "fn main() {}"),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn a_file_named_after_nothing_is_found() {
        let findings = check(&Tree::of([("crates/cli/src/utils/mod.rs", "")]));
        assert!(findings[0].says.contains("`utils`"), "{findings:?}");
    }
}
