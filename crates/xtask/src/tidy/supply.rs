//! Licences, banned crates, duplicates and sources, by the rules of `deny.toml`.
//!
//! cargo-deny reads the same file and also asks for advisories. This check exists because a fresh machine has no
//! cargo-deny, compiling it takes minutes, and what it guards must not wait for that.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::{Finding, Tree};
use crate::cargo::{Metadata, Package};

/// The parts of `deny.toml` that are checked here.
#[derive(Debug, Deserialize)]
pub(super) struct Rules {
    pub(super) graph: Graph,
    licenses: Licenses,
    bans: Bans,
}

#[derive(Debug, Deserialize)]
pub(super) struct Graph {
    /// The targets that are built for.
    pub(super) targets: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Licenses {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// A licence that one crate may have and others not.
#[derive(Debug, Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Bans {
    deny: Vec<Ban>,
    #[serde(default)]
    skip: Vec<Skip>,
}

#[derive(Debug, Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
    /// Crates that may use it all the same.
    #[serde(default)]
    wrappers: Vec<String>,
}

/// A crate that may stand in the graph twice.
#[derive(Debug, Deserialize)]
struct Skip {
    #[serde(rename = "crate")]
    name: String,
}

impl Rules {
    pub(super) fn read(tree: &Tree) -> Result<Self> {
        let text = tree.text("deny.toml").context("deny.toml is not there")?;
        toml::from_str(text).context("deny.toml")
    }
}

pub(super) fn check(rules: &Rules, graph: &Metadata) -> Vec<Finding> {
    let strangers = || graph.packages.iter().filter(|package| !graph.workspace_members.contains(&package.id));
    let mut findings: Vec<_> = strangers().filter_map(|package| licence(&rules.licenses, package)).collect();
    findings.extend(strangers().filter_map(source));
    findings.extend(strangers().filter_map(|package| banned(&rules.bans, graph, package)));
    findings.extend(twice(&rules.bans, strangers()));
    findings
}

fn licence(rules: &Licenses, package: &Package) -> Option<Finding> {
    let place = format!("{} {}", package.name, package.version);
    let Some(text) = &package.license else {
        return Some(Finding::at(place, "states no licence: leave it out, or clarify it in deny.toml"));
    };
    let Ok(expression) = spdx::Expression::parse_mode(text, spdx::ParseMode::LAX) else {
        return Some(Finding::at(place, format_args!("states a licence nobody can read: {text}")));
    };
    let also = rules
        .exceptions
        .iter()
        .filter(|exception| exception.name == package.name)
        .flat_map(|exception| &exception.allow);
    let allowed: Vec<&String> = rules.allow.iter().chain(also).collect();
    // `Apache-2.0 WITH LLVM-exception` is compared as written: an exception may change what a licence asks.
    let fits = expression.evaluate(|wanted| allowed.iter().any(|allowed| **allowed == wanted.to_string()));
    (!fits).then(|| Finding::at(place, format_args!("has a licence that deny.toml does not allow: {text}")))
}

/// Everything comes from crates.io, under whatever mirror Cargo is set up.
fn source(package: &Package) -> Option<Finding> {
    let source = package.source.as_deref().unwrap_or("a path outside the workspace");
    let from_crates_io = source.starts_with("registry+") && source.ends_with("/crates.io-index");
    (!from_crates_io)
        .then(|| Finding::at(&package.name, format_args!("comes from {source}: only crates.io is allowed")))
}

fn banned(bans: &Bans, graph: &Metadata, package: &Package) -> Option<Finding> {
    let ban = bans.deny.iter().find(|ban| ban.name == package.name)?;
    let users: Vec<_> =
        graph.users_of(&package.id).filter(|user| !ban.wrappers.iter().any(|wrapper| wrapper == user)).collect();
    // Without wrappers a crate is banned whoever uses it.
    (!users.is_empty() || ban.wrappers.is_empty()).then(|| {
        Finding::at(&package.name, format_args!("is banned, and is used by {}: {}", users.join(", "), ban.reason))
    })
}

/// Crates of which the graph holds more than one version.
fn twice<'a>(bans: &Bans, packages: impl Iterator<Item = &'a Package>) -> Vec<Finding> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    versions
        .into_iter()
        .filter(|(name, versions)| versions.len() > 1 && !bans.skip.iter().any(|skip| skip.name == *name))
        .map(|(name, versions)| Finding::at(name, format_args!("is built {} times ({}): bring the versions together, or add it to [bans] skip in deny.toml with the reason", versions.len(), versions.join(", "))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::{Edge, Node, Resolve};

    const RULES: &str = r#"
        graph.targets = []
        licenses.allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
        licenses.exceptions = [{ crate = "ours-by-exception", allow = ["MPL-2.0"] }]
        bans.deny = [{ crate = "ring", reason = "one provider" }, { crate = "cmake", wrappers = ["aws-lc-sys"], reason = "fresh machines have none" }]
        bans.skip = [{ crate = "syn", reason = "two generations" }]
    "#;

    /// Packages as `name version licence`, and who uses whom.
    fn check_graph(packages: &[&str], uses: &[(&str, &str)]) -> Vec<String> {
        let packages: Vec<_> = packages
            .iter()
            .map(|line| {
                let mut parts = line.splitn(3, ' ');
                let mut part = || parts.next().unwrap_or_default().to_owned();
                let (name, version, license) = (part(), part(), part());
                Package {
                    id: format!("{name} {version}"),
                    name,
                    version,
                    license: (!license.is_empty()).then_some(license),
                    source: Some("registry+https://example.org/crates.io-index".to_owned()),
                    dependencies: Vec::new(),
                }
            })
            .collect();
        let nodes = uses
            .iter()
            .map(|(user, used)| Node { id: (*user).to_owned(), deps: vec![Edge { pkg: (*used).to_owned() }] })
            .collect();
        let graph = Metadata { packages, resolve: Some(Resolve { nodes }), ..Metadata::default() };
        check(&toml::from_str(RULES).unwrap(), &graph).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn licences_are_read_as_expressions() {
        let fine = [
            "a 1.0.0 MIT OR GPL-3.0-only",
            "b 1.0.0 MIT/Apache-2.0",
            "c 1.0.0 Apache-2.0 WITH LLVM-exception",
            "ours-by-exception 1.0.0 MPL-2.0",
        ];
        assert_eq!(check_graph(&fine, &[]), [""; 0]);
        let wrong = ["a 1.0.0 MIT AND GPL-3.0-only", "b 1.0.0 MPL-2.0", "c 1.0.0", "d 1.0.0 Anything at all"];
        assert_eq!(check_graph(&wrong, &[]).len(), wrong.len());
    }

    #[test]
    fn a_banned_crate_is_found_whoever_uses_it() {
        let found = check_graph(&["ring 0.17.0 MIT", "a 1.0.0 MIT"], &[("a 1.0.0", "ring 0.17.0")]);
        assert_eq!(found, ["ring: is banned, and is used by a: one provider"]);
    }

    #[test]
    fn a_crate_that_is_banned_but_for_one_user_is_allowed_there() {
        let packages = ["cmake 0.1.0 MIT", "aws-lc-sys 1.0.0 MIT", "a 1.0.0 MIT"];
        assert_eq!(check_graph(&packages, &[("aws-lc-sys 1.0.0", "cmake 0.1.0")]), [""; 0]);
        assert_eq!(check_graph(&packages, &[("a 1.0.0", "cmake 0.1.0")]).len(), 1);
    }

    #[test]
    fn a_crate_that_is_built_twice_is_allowed_by_name_only() {
        assert_eq!(check_graph(&["syn 1.0.0 MIT", "syn 2.0.0 MIT"], &[]), [""; 0]);
        assert!(check_graph(&["a 1.0.0 MIT", "a 2.0.0 MIT"], &[])[0].contains("built 2 times (1.0.0, 2.0.0)"));
    }

    #[test]
    fn a_crate_from_elsewhere_is_found() {
        let git = Package {
            name: "a".to_owned(),
            source: Some("git+https://example.org/a".to_owned()),
            ..Package::default()
        };
        assert!(source(&git).is_some());
        assert!(source(&Package::default()).is_some());
    }
}
