//! Words that do not belong in a tracked file.

use super::{Finding, Tree};

/// Beginnings of paths of one machine. In pieces, so that this file does not hold what it looks for.
const MACHINE_PATHS: &[&str] =
    &[concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("/wo", "rk/")];
const PROMISE: &str = concat!("TO", "DO");
const ABANDONED: &[&str] = &[concat!("FIX", "ME"), concat!("XX", "X:"), concat!("HA", "CK:")];
const CONFLICTS: &[&str] = &[concat!("<<<<", "<<< "), concat!(">>>>", ">>> ")];
/// Lock files and licence texts are not our words.
const NOT_OURS: &[&str] = &["Cargo.lock", "LICENSE-APACHE", "LICENSE-MIT"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| !NOT_OURS.contains(path)) {
        for (number, line) in text.lines().enumerate() {
            findings.extend(wrong_with(line).map(|says| Finding::on_line(path, number + 1, says)));
        }
    }
    findings
}

fn wrong_with(line: &str) -> Option<String> {
    if let Some(path) = MACHINE_PATHS.iter().find(|path| names_path(line, path)) {
        return Some(format!("names a path of one machine ({path}…): write it relative to the root"));
    }
    if let Some(at) = line.find(PROMISE).filter(|at| !names_issue(&line[at + PROMISE.len()..])) {
        return Some(format!("a {PROMISE} names its issue, as {PROMISE}(#123): {}", line[at..].trim()));
    }
    if let Some(word) = ABANDONED.iter().find(|word| line.contains(**word)) {
        return Some(format!("{word} tells nobody what to do: mend it, or write {PROMISE}(#123)"));
    }
    if CONFLICTS.iter().any(|mark| line.starts_with(mark)) {
        return Some("a merge was left unfinished here".to_owned());
    }
    let hidden = line
        .chars()
        .find(|c| matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))?;
    Some(format!(
        "holds an invisible character that changes how the line reads: write it as \\u{{{:X}}}",
        u32::from(hidden)
    ))
}

/// Whether the line holds an absolute path that begins so. `https://host/…` and `folder/…` are not absolute paths.
fn names_path(line: &str, beginning: &str) -> bool {
    line.match_indices(beginning).any(|(at, _)| {
        !line[..at].ends_with(|before: char| {
            before.is_alphanumeric() || matches!(before, '.' | '_' | '-' | '}' | '*' | ':' | '/')
        })
    })
}

fn names_issue(rest: &str) -> bool {
    let number = rest.strip_prefix("(#").and_then(|rest| rest.split_once(')'));
    number.is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_line(line: &str, expected: bool) {
        let findings = check(&Tree::of([("a.md", line)]));
        assert_eq!(!findings.is_empty(), expected, "{line:?}: {findings:?}");
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        for path in MACHINE_PATHS {
            check_line(&format!("see `{path}me/notes.md`"), true);
            check_line(&format!("see example.org{path}"), false);
        }
        check_line("see docs/notes.md", false);
    }

    #[test]
    fn an_open_end_names_its_issue() {
        check_line(&format!("// {PROMISE}: later"), true);
        check_line(&format!("// {PROMISE}(#x): later"), true);
        check_line(&format!("// {PROMISE}(#12): later"), false);
        check_line(&format!("// {}", ABANDONED[0]), true);
    }

    #[test]
    fn an_unfinished_merge_and_hidden_characters_are_found() {
        check_line(&format!("{}HEAD", CONFLICTS[0]), true);
        check_line("if admin {\u{202E}", true);
        check_line("één € — “woord”", false);
    }
}
