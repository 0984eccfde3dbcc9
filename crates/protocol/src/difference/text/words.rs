//! What changed in words only.

use super::{labels, plural, stopped};
use crate::difference::Difference;
use crate::difference::change::{Subject, Weight};
use crate::difference::phrase::{count, list};

/// Translations are counted, rewordings listed by subject, and the rest is said.
pub(super) fn lines(difference: &Difference) -> Vec<String> {
    let mut translated: Vec<(&str, u64)> = Vec::new();
    let mut reworded: Vec<(&Subject, Vec<&str>)> = Vec::new();
    let mut reordered: Vec<&str> = Vec::new();
    let mut others: Vec<(&str, Vec<&Subject>)> = Vec::new();
    let wording = difference.changes.iter().filter(|change| change.weight == Weight::Wording);
    for (change, piece) in wording.flat_map(|change| change.says.split("; ").map(move |piece| (change, piece))) {
        if let Some((_, language)) = piece.split_once(" now also in ") {
            match translated.iter_mut().find(|(known, _)| *known == language) {
                Some((_, texts)) => *texts += 1,
                None => translated.push((language, 1)),
            }
        } else if let Some(key) = piece.strip_suffix(" reworded") {
            match reworded.iter_mut().find(|(subject, _)| *subject == &change.subject) {
                Some((_, keys)) => keys.push(key),
                None => reworded.push((&change.subject, vec![key])),
            }
        } else if piece == "in another order" && change.subject.id.is_none() {
            reordered.push(&change.subject.name);
        } else {
            match others.iter_mut().find(|(says, all)| *says == piece && all[0].table == change.subject.table) {
                Some((_, subjects)) => subjects.push(&change.subject),
                None => others.push((piece, vec![&change.subject])),
            }
        }
    }
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        translated.iter().map(|(language, texts)| format!("Now also in {language}: {}.", count(*texts, "text"))),
    );
    if !reworded.is_empty() {
        let all: Vec<String> =
            reworded.iter().map(|(subject, keys)| format!("{} ({})", labels(&[*subject]), list(keys))).collect();
        lines.push(format!("Reworded: {}.", all.join("; ")));
    }
    if !reordered.is_empty() {
        let tables: Vec<String> = reordered.iter().map(|table| plural(table)).collect();
        lines.push(format!("Shown in another order: {}.", list(&tables)));
    }
    lines.extend(others.into_iter().map(|(says, subjects)| format!("{}: {}", labels(&subjects), stopped(says))));
    lines
}
