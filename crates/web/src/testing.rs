//! What every room's tests use: the check of its words.

use std::collections::BTreeSet;
use std::path::Path;

use fluent_bundle::FluentResource;

use crate::{Catalogue, Lang};

/// What is wrong with a room's words: text that does not parse, keys that one language lacks, keys nothing uses.
///
/// Keys count as used when they stand in quotes in a file below `src` or `templates` of `room` (its `CARGO_MANIFEST_DIR`), or
/// begin with one of `composed`: the fixed beginnings of keys that the code puts together.
///
/// ```no_run
/// # static WORDS: waarborg_web::Catalogue = waarborg_web::Catalogue::new("", "");
/// assert_eq!(waarborg_web::testing::findings(&WORDS, env!("CARGO_MANIFEST_DIR"), &["status-"]), Vec::<String>::new());
/// ```
pub fn findings(catalogue: &Catalogue, room: &str, composed: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    let keys = Lang::ALL.map(|lang| keys(catalogue, lang, &mut findings));
    let all: BTreeSet<&String> = keys.iter().flatten().collect();
    for (lang, keys) in Lang::ALL.into_iter().zip(&keys) {
        findings.extend(all.iter().filter(|key| !keys.contains(**key)).map(|key| format!("{lang}: {key} is missing")));
    }
    let mut code = String::new();
    for folder in ["src", "templates"] {
        read(&Path::new(room).join(folder), &mut code);
    }
    let used = |key: &str| composed.iter().any(|start| key.starts_with(start)) || code.contains(&format!("\"{key}\""));
    findings.extend(all.iter().filter(|key| !used(key)).map(|key| format!("{key} is used nowhere")));
    findings
}

fn keys(catalogue: &Catalogue, lang: Lang, findings: &mut Vec<String>) -> BTreeSet<String> {
    let resource = FluentResource::try_new(catalogue.source(lang).to_owned()).unwrap_or_else(|(resource, errors)| {
        findings.extend(errors.into_iter().map(|error| format!("{lang}: {error}")));
        resource
    });
    let mut keys = BTreeSet::new();
    for line in resource.source().lines() {
        let name: &str = line.split('=').next().unwrap_or_default().trim_end();
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic()) && line.contains('=');
        if starts
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            && !keys.insert(name.to_owned())
        {
            findings.push(format!("{lang}: {name} is there twice"));
        }
    }
    keys
}

fn read(folder: &Path, code: &mut String) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            read(&path, code);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            code.push_str(&text);
        }
    }
}
