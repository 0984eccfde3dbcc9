//! SQL statements: each says what it is for, is used, and names tables of its own room only.

use super::{Finding, Tree, sql};

/// What an engine keeps about itself. Only `store` asks for it.
const CATALOGUES: &[&str] = &["sqlite_", "pg_", "information_schema."];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for room in tree.rooms() {
        let folder = format!("crates/{room}/sql/");
        let sources = format!("crates/{room}/src/");
        for (path, text) in tree.under(&folder, ".sql") {
            let stem = stem(&path[folder.len()..]);
            findings.extend(opens_with_a_comment(path, text));
            findings.extend(foreign_tables(room, path, text));
            if !tree.under(&sources, ".rs").any(|(_, source)| names(source, stem)) {
                findings
                    .push(Finding::at(path, "is not used by its room: name it in the room's statements or remove it"));
            }
        }
    }
    findings
}

/// `claim_job` for `claim_job.sql`, `claim_job.sqlite.sql` and `claim_job.postgres.sql`.
fn stem(file: &str) -> &str {
    let stem = file.trim_end_matches(".sql");
    stem.strip_suffix(".sqlite").or_else(|| stem.strip_suffix(".postgres")).unwrap_or(stem)
}

fn names(source: &str, stem: &str) -> bool {
    source.contains(&format!("\"{stem}\"")) || source.contains(&format!("/{stem}."))
}

pub(super) fn opens_with_a_comment(path: &str, text: &str) -> Option<Finding> {
    (!text.starts_with("-- ")).then(|| {
        Finding::on_line(path, 1, "opens with a comment: what it is for, and the article if a law asks for it")
    })
}

/// Tables of other rooms. A room asks its neighbour's service for the neighbour's facts.
pub(super) fn foreign_tables(room: &str, path: &str, text: &str) -> Vec<Finding> {
    let own = format!("{room}_");
    let foreign = sql::tables(text).into_iter().filter(|named| {
        let asks_the_engine = room == "store" && CATALOGUES.iter().any(|prefix| named.table.starts_with(prefix));
        !asks_the_engine && !named.table.starts_with(&own)
    });
    foreign
        .map(|named| {
            Finding::on_line(
                path,
                named.line,
                format_args!(
                    "names {}, which is no table of {room}: ask the room it belongs to, or call it {own}…",
                    named.table
                ),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOOR: (&str, &str) =
        ("crates/consent/src/store.rs", r#"statements! { pub ALL: FIND = "find", CLAIM = "claim" per engine }"#);

    fn check_one(path: &str, text: &str, expected: &str) {
        let findings = check(&Tree::of([DOOR, (path, text)]));
        let found = findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(if expected.is_empty() { found.is_empty() } else { found.contains(expected) }, "{path}: {found}");
    }

    #[test]
    fn sql_that_reaches_into_another_room_is_found() {
        check_one(
            "crates/consent/sql/find.sql",
            "-- One consent.\nSELECT id\nFROM vault_key\n",
            "find.sql:3: names vault_key",
        );
        check_one("crates/consent/sql/find.sql", "-- One consent.\nSELECT id FROM pg_class\n", "names pg_class");
        check_one("crates/consent/sql/find.sql", "-- One consent.\nSELECT id FROM consent_record\n", "");
    }

    #[test]
    fn a_statement_without_a_purpose_is_found() {
        check_one("crates/consent/sql/find.sql", "SELECT id FROM consent_record\n", "opens with a comment");
    }

    #[test]
    fn a_statement_that_nobody_runs_is_found() {
        check_one("crates/consent/sql/list.sql", "-- All.\nSELECT id FROM consent_record\n", "is not used");
        check_one("crates/consent/sql/claim.postgres.sql", "-- Next.\nSELECT id FROM consent_job\n", "");
    }
}
