//! What `cargo metadata` says, as far as the checks need it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    pub(crate) workspace_members: Vec<String>,
    pub(crate) resolve: Option<Resolve>,
    #[serde(default)]
    pub(crate) target_directory: PathBuf,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
}

/// A dependency as the manifest states it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `None`, `build` or `dev`.
    pub(crate) kind: Option<String>,
}

/// The graph as Cargo.lock resolves it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Resolve {
    pub(crate) nodes: Vec<Node>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) deps: Vec<Edge>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Edge {
    pub(crate) pkg: String,
}

impl Metadata {
    /// The graph for one target, or the manifests alone when no target is named.
    pub(crate) fn read(target: Option<&str>) -> Result<Self> {
        let mut command = Command::new("cargo");
        command.args(["metadata", "--format-version", "1", "--locked"]);
        match target {
            Some(target) => command.args(["--filter-platform", target]),
            None => command.arg("--no-deps"),
        };
        let output = command.output().context("cargo metadata did not start")?;
        ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
        serde_json::from_slice(&output.stdout).context("cargo metadata printed something unexpected")
    }

    /// The packages of this workspace.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.workspace_members.contains(&package.id))
    }

    /// Names of the packages that use this one directly.
    pub(crate) fn users_of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        let nodes = self.resolve.iter().flat_map(|resolve| &resolve.nodes);
        nodes
            .filter(move |node| node.deps.iter().any(|edge| edge.pkg == id))
            .filter_map(|node| self.packages.iter().find(|package| package.id == node.id))
            .map(|package| package.name.as_str())
    }
}
