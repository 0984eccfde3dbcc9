//! What two versions of the statement say differently, part by part, in the words of the reader's language.

use waarborg_protocol::Protocol;
use waarborg_web::Lang;

use crate::document::{Block, Document, Part, Section};
use crate::edition::Edition;
use crate::statement::statement;
use crate::text::Text;

/// The difference of two versions as a document. Each version comes with its number.
pub fn comparison(earlier: (i64, &Protocol), later: (i64, &Protocol), lang: Lang) -> Document {
    let edition = Edition::new(later.1, lang);
    let numbers = [("from", earlier.0.into()), ("to", later.0.into())];
    let (was, is) = (statement(earlier.1, lang, None).parts(), statement(later.1, lang, None).parts());
    let sections: Vec<Section> =
        edits(&anchors(&was), &anchors(&is)).into_iter().filter_map(|edit| section(edit, &was, &is)).collect();
    let version = |number: i64| Text::link(edition.path(&format!("/privacy/versions/{number}")), number.to_string());
    let links = Text::plain(edition.get("compare-versions"))
        .then(" ")
        .then(version(earlier.0))
        .then(", ")
        .then(version(later.0));
    let mut opening = vec![Block::Meta(links)];
    let key = if sections.is_empty() { "compare-same" } else { "compare-lead" };
    opening.push(Block::Lead(edition.get(key).into()));
    let contents = (sections.len() > 1).then(|| edition.get("contents"));
    Document { title: edition.with("compare-title", &numbers).into(), opening, sections, contents }
}

fn anchors(parts: &[Part]) -> Vec<&str> {
    parts.iter().map(|part| part.anchor.as_str()).collect()
}

/// What changed in one part; `None` when nothing did.
fn section(edit: Edit, was: &[Part], is: &[Part]) -> Option<Section> {
    let (before, after) = match edit {
        Edit::Same(before, after) => (Some(&was[before]), Some(&is[after])),
        Edit::Deleted(before) => (Some(&was[before]), None),
        Edit::Inserted(after) => (None, Some(&is[after])),
    };
    let part = after.or(before)?;
    let text = |part: Option<&Part>| part.map(whole).unwrap_or_default();
    let lines = lines(&text(before), &text(after));
    let anchor = if part.anchor.is_empty() { "opening" } else { &part.anchor };
    (!lines.is_empty()).then(|| Section {
        anchor: anchor.to_owned(),
        title: part.title.as_str().into(),
        blocks: vec![Block::List(lines)],
    })
}

/// The lines of a part, its heading first: a heading can change too.
fn whole(part: &Part) -> Vec<String> {
    std::iter::once(&part.title).chain(&part.lines).cloned().collect()
}

/// The lines that differ. A line that took the place of another is shown as one, with the words that changed.
fn lines(was: &[String], is: &[String]) -> Vec<Text> {
    let mut lines = Vec::new();
    let (mut gone, mut new): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for edit in edits(was, is).into_iter().map(Some).chain([None]) {
        match edit {
            Some(Edit::Deleted(at)) => gone.push(plain(&was[at])),
            Some(Edit::Inserted(at)) => new.push(plain(&is[at])),
            Some(Edit::Same(..)) | None => {
                let pairs = gone.len().min(new.len());
                let (gone_alone, new_alone) = (gone.split_off(pairs), new.split_off(pairs));
                lines.extend(gone.drain(..).zip(new.drain(..)).map(|(was, is)| words(was, is)));
                lines.extend(gone_alone.into_iter().map(Text::deleted));
                lines.extend(new_alone.into_iter().map(Text::inserted));
            }
        }
    }
    lines
}

/// A line without the marks that say what sort of line it is.
fn plain(line: &str) -> &str {
    line.trim_start_matches(['#', '-', '!']).trim_start()
}

/// One line in both versions, with the words that changed.
fn words(was: &str, is: &str) -> Text {
    let (was, is): (Vec<&str>, Vec<&str>) = (was.split(' ').collect(), is.split(' ').collect());
    let edits = edits(&was, &is);
    let kept = edits.iter().filter(|edit| matches!(edit, Edit::Same(..))).count();
    if 2 * kept < was.len().max(is.len()) {
        // Hardly a word in common: word by word it would not be readable.
        return Text::deleted(was.join(" ")).then(" ").then(Text::inserted(is.join(" ")));
    }
    let mut runs: Vec<(Sort, Vec<&str>)> = Vec::new();
    for edit in edits {
        let (sort, word) = match edit {
            Edit::Same(_, at) => (Sort::Same, is[at]),
            Edit::Deleted(at) => (Sort::Deleted, was[at]),
            Edit::Inserted(at) => (Sort::Inserted, is[at]),
        };
        match runs.last_mut() {
            Some((last, words)) if *last == sort => words.push(word),
            _ => runs.push((sort, vec![word])),
        }
    }
    let texts = runs.into_iter().map(|(sort, words)| match sort {
        Sort::Same => Text::plain(words.join(" ")),
        Sort::Deleted => Text::deleted(words.join(" ")),
        Sort::Inserted => Text::inserted(words.join(" ")),
    });
    Text::joined(texts, " ")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Same,
    Deleted,
    Inserted,
}

/// A step from one list to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edit {
    Same(usize, usize),
    Deleted(usize),
    Inserted(usize),
}

/// The fewest steps from one list to another, by their longest common subsequence.
fn edits<T: PartialEq>(was: &[T], is: &[T]) -> Vec<Edit> {
    let start = was.iter().zip(is).take_while(|(was, is)| was == is).count();
    let (was_rest, is_rest) = (&was[start..], &is[start..]);
    let end = was_rest.iter().rev().zip(is_rest.iter().rev()).take_while(|(was, is)| was == is).count();
    let (was_rest, is_rest) = (&was_rest[..was_rest.len() - end], &is_rest[..is_rest.len() - end]);
    // longest[i][j]: how much of was[i..] and is[j..] is common.
    let wide = is_rest.len() + 1;
    let mut longest = vec![0_u32; (was_rest.len() + 1) * wide];
    for i in (0..was_rest.len()).rev() {
        for j in (0..is_rest.len()).rev() {
            longest[i * wide + j] = if was_rest[i] == is_rest[j] {
                longest[(i + 1) * wide + j + 1] + 1
            } else {
                longest[(i + 1) * wide + j].max(longest[i * wide + j + 1])
            };
        }
    }
    let mut edits: Vec<Edit> = (0..start).map(|at| Edit::Same(at, at)).collect();
    let (mut i, mut j) = (0, 0);
    while i < was_rest.len() || j < is_rest.len() {
        if i < was_rest.len() && j < is_rest.len() && was_rest[i] == is_rest[j] {
            edits.push(Edit::Same(start + i, start + j));
            (i, j) = (i + 1, j + 1);
        } else if j == is_rest.len() || i < was_rest.len() && longest[(i + 1) * wide + j] >= longest[i * wide + j + 1] {
            edits.push(Edit::Deleted(start + i));
            i += 1;
        } else {
            edits.push(Edit::Inserted(start + j));
            j += 1;
        }
    }
    edits.extend((0..end).map(|at| Edit::Same(was.len() - end + at, is.len() - end + at)));
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(was: &[&str], is: &[&str], expected: &[&str]) {
        let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        let found: Vec<String> = lines(&owned(was), &owned(is)).iter().map(Text::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_difference_shows_the_words_that_changed_and_nothing_else() {
        check(&["a", "b"], &["a", "b"], &[]);
        check(&["a", "b", "c"], &["a", "c"], &["<del>b</del>"]);
        check(&["a", "c"], &["a", "- b", "c"], &["<ins>b</ins>"]);
        check(
            &["Wij bewaren facturen tien jaar."],
            &["Wij bewaren facturen zeven jaar."],
            &["Wij bewaren facturen <del>tien</del> <ins>zeven</ins> jaar."],
        );
        check(
            &["one two three"],
            &["quite another thing"],
            &["<del>one two three</del> <ins>quite another thing</ins>"],
        );
        check(&["<b>"], &[], &["<del>&#60;b&#62;</del>"]);
    }

    #[test]
    fn a_part_is_compared_with_itself_even_under_another_heading() {
        let (earlier, later) = (crate::sample::smallest(), crate::sample::usual());
        let document = comparison((1, &earlier), (2, &later), Lang::En);
        assert_eq!(document.sections[0].anchor, "opening");
        assert!(document.sections.iter().any(|section| section.anchor == "retention"));
        let same = comparison((1, &later), (2, &later), Lang::En);
        assert!(same.sections.is_empty());
        assert_eq!(same.opening[1], Block::Lead("The statement says the same in both versions.".into()));
    }
}
