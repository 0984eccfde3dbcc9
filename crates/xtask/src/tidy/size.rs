//! Files stay short enough to read in one go.

use super::{Finding, Tree};

const LIMIT: usize = 800;
const SOURCES: &[&str] = &[".rs", ".mjs", ".js", ".css", ".html", ".sql"];

/// Files that are longer for a reason.
const LONGER: &[(&str, &str)] = &[];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .filter(|(path, _)| SOURCES.iter().any(|suffix| path.ends_with(suffix)))
        .filter(|(path, _)| !LONGER.iter().any(|(longer, _)| longer == path))
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LIMIT)
        .map(|(path, lines)| {
            Finding::at(
                path,
                format_args!(
                    "has {lines} lines: past {LIMIT} a file usually holds a second concept that wants its own name"
                ),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_past_the_limit_is_found() {
        let short = "x\n".repeat(LIMIT);
        let long = "x\n".repeat(LIMIT + 1);
        let findings = check(&Tree::of([("a.rs", &short), ("b.rs", &long), ("c.toml", &long)]));
        assert_eq!(findings.iter().map(|finding| finding.place.as_str()).collect::<Vec<_>>(), ["b.rs"]);
    }
}
