//! The glossary is the one list of words: no word twice, and every spelling it gives stands in the code.

use std::collections::BTreeSet;

use super::{Finding, Tree};

const GLOSSARY: &str = "docs/glossary.md";
const CODE: &[&str] = &[".rs", ".toml", ".ftl", ".html"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for (number, line) in tree.text(GLOSSARY).unwrap_or_default().lines().enumerate() {
        let Some((word, spellings)) = row(line) else { continue };
        if !seen.insert(word) {
            findings.push(Finding::on_line(GLOSSARY, number + 1, format_args!("`{word}` is listed twice")));
        }
        // Between the marks: `a`, `b` gives a and b.
        for spelling in spellings.split('`').skip(1).step_by(2) {
            if !stands_in_code(tree, spelling) {
                findings.push(Finding::on_line(
                    GLOSSARY,
                    number + 1,
                    format_args!("`{spelling}` stands nowhere in the code: spell it as the code does, or put a dash"),
                ));
            }
        }
    }
    findings
}

/// Word and spelling of a row of a table. Heads and rules are no rows.
fn row(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.strip_prefix("| ")?.split(" | ");
    let (word, _dutch, code) = (cells.next()?, cells.next()?, cells.next()?);
    (word != "Word").then_some((word, code))
}

fn stands_in_code(tree: &Tree, spelling: &str) -> bool {
    let mut code = tree.files().filter(|(path, _)| CODE.iter().any(|suffix| path.ends_with(suffix)));
    code.any(|(_, text)| text.match_indices(spelling).any(|(at, _)| is_whole(text, at, spelling.len())))
}

/// Whether what stands there is no part of a longer word.
fn is_whole(text: &str, at: usize, length: usize) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    !text[..at].ends_with(part) && !text[at + length..].starts_with(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_rows(rows: &str) -> usize {
        let glossary = format!("| Word | Dutch | In code | Means |\n|---|---|---|---|\n{rows}");
        check(&Tree::of([(GLOSSARY, &glossary), ("a.rs", "struct DataSubjectId; let opt_in = 1;")])).len()
    }

    #[test]
    fn a_spelling_that_stands_nowhere_is_found() {
        assert_eq!(check_rows("| data subject | betrokkene | `DataSubjectId` | The person. |\n"), 0);
        assert_eq!(check_rows("| data subject | betrokkene | `DataSubject`, `opt_in` | The person. |\n"), 1);
        assert_eq!(check_rows("| third party | derde | – | Anyone else. |\n"), 0);
    }

    #[test]
    fn a_word_is_listed_once() {
        assert_eq!(check_rows("| a | b | – | c |\n| a | d | – | e |\n"), 1);
    }
}
