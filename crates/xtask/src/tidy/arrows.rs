//! The dependency arrows between rooms, against the table in [`crate::house`].

use super::Finding;
use crate::cargo::{Dependency, Metadata};
use crate::house::{self, PREFIX, RESERVED, Room};

/// Compares every package of the workspace with the table.
pub(super) fn check(workspace: &Metadata) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in workspace.members() {
        let Some(room) = package.name.strip_prefix(PREFIX).and_then(house::find) else {
            findings.push(Finding::at(
                &package.name,
                format_args!("is not a room of the house: name it {PREFIX}<room> and give the room its line in crates/xtask/src/house.rs"),
            ));
            continue;
        };
        findings.extend(package.dependencies.iter().filter_map(|dependency| arrow(room, dependency)));
        findings.extend(package.dependencies.iter().filter_map(|dependency| reserved(room, dependency)));
    }
    findings
}

/// A room that this room may not enter.
fn arrow(room: &Room, dependency: &Dependency) -> Option<Finding> {
    let other = dependency.name.strip_prefix(PREFIX)?;
    let for_tests = dependency.is_for_tests() && other == "testkit";
    (!for_tests && !room.may_use(other)).then(|| {
        Finding::at(
            room.name,
            format_args!("uses {other}, and the table in crates/xtask/src/house.rs has no such arrow: never up, never left. A new arrow is a design change: give it a decision in docs/decisions"),
        )
    })
}

/// A crate of others that this room may not name.
fn reserved(room: &Room, dependency: &Dependency) -> Option<Finding> {
    let rule = RESERVED.iter().find(|rule| rule.crates.contains(&dependency.name.as_str()))?;
    let bound = rule.in_tests || !dependency.is_for_tests();
    (bound && !rule.allows(room))
        .then(|| Finding::at(room.name, format_args!("names {}: {}", dependency.name, rule.reason)))
}

impl Dependency {
    fn is_for_tests(&self) -> bool {
        self.kind.as_deref() == Some("dev")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::Package;

    /// What a package of this name with one dependency is told.
    fn check_one(package: &str, dependency: &str, kind: Option<&str>) -> Option<String> {
        let dependency = Dependency { name: dependency.to_owned(), kind: kind.map(str::to_owned) };
        let package = Package {
            id: "it".to_owned(),
            name: package.to_owned(),
            dependencies: vec![dependency],
            ..Package::default()
        };
        let workspace =
            Metadata { packages: vec![package], workspace_members: vec!["it".to_owned()], ..Metadata::default() };
        let mut findings = check(&workspace);
        assert!(findings.len() <= 1, "{findings:?}");
        findings.pop().map(|finding| finding.to_string())
    }

    #[test]
    fn a_planted_arrow_up_is_found() {
        let finding = check_one("waarborg-store", "waarborg-web", None).unwrap();
        assert!(finding.starts_with("store: uses web"), "{finding}");
        assert!(check_one("waarborg-base", "waarborg-protocol", Some("build")).is_some());
        assert!(check_one("waarborg-vault", "waarborg-consent", Some("dev")).is_some());
    }

    #[test]
    fn an_arrow_of_the_table_is_no_finding() {
        assert_eq!(check_one("waarborg-documents", "waarborg-protocol", None), None);
        assert_eq!(check_one("waarborg-server", "waarborg-documents", None), None);
    }

    #[test]
    fn the_testkit_is_for_tests_only() {
        assert_eq!(check_one("waarborg-store", "waarborg-testkit", Some("dev")), None);
        assert!(check_one("waarborg-store", "waarborg-testkit", None).is_some());
    }

    #[test]
    fn a_package_without_a_room_is_found() {
        assert!(check_one("waarborg-utils", "anyhow", None).is_some());
        assert!(check_one("something-else", "anyhow", None).is_some());
    }

    #[test]
    fn only_the_store_names_a_database_driver_even_in_tests() {
        assert_eq!(check_one("waarborg-store", "rusqlite", None), None);
        assert!(check_one("waarborg-consent", "rusqlite", None).is_some());
        assert!(check_one("waarborg-server", "tokio-postgres", Some("dev")).is_some());
    }

    #[test]
    fn a_domain_room_has_templates_and_no_router_of_its_own() {
        assert_eq!(check_one("waarborg-documents", "askama", None), None);
        assert!(check_one("waarborg-documents", "axum", None).is_some());
        assert!(check_one("waarborg-protocol", "askama", None).is_some());
    }

    #[test]
    fn the_core_is_synchronous_but_its_tests_may_call_the_edge() {
        assert!(check_one("waarborg-documents", "tokio", None).is_some());
        assert_eq!(check_one("waarborg-documents", "tokio", Some("dev")), None);
    }
}
