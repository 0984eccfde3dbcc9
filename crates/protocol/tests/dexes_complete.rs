//! `examples/dexes-complete`: no gap, every table says where it comes from, and people can read it.

mod example;

use std::collections::BTreeSet;

use example::{Example, Text, sentences};
use waarborg_protocol::model::{DataRef, Protocol};

/// The most words a sentence for people may have; the names of statutes are as long as they are.
const MOST_WORDS: usize = 18;
/// The most words a sentence has on average (level B1).
const MOST_ON_AVERAGE: usize = 12;

#[test]
fn nothing_is_found_in_it() {
    let Example { loaded, .. } = Example::open("dexes-complete");
    assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
}

#[test]
fn every_table_names_a_section_of_the_source_or_an_assumption() {
    let mut silent = Vec::new();
    for (file, text) in Example::open("dexes-complete").loaded.written() {
        let mut heading = "";
        for block in text.split("\n\n") {
            heading = block.lines().rfind(|line| line.starts_with("# ──")).unwrap_or(heading);
            let says = |text: &str| text.contains('§') || text.contains("assumption:");
            let tables = block.lines().filter(|line| line.starts_with('['));
            if !says(block) && !says(heading) && !stands_under_its_own_parent(block, &text) {
                silent.extend(tables.map(|table| format!("{file}: {table}")));
            }
        }
    }
    assert!(silent.is_empty(), "neither a section nor an assumption:\n{}", silent.join("\n"));
}

/// `[category.contact.field]` goes with `[category.contact]` just above.
fn stands_under_its_own_parent(block: &str, text: &str) -> bool {
    let header = block.lines().find(|line| line.starts_with('[')).unwrap_or("");
    let name = header.trim_matches(['[', ']']);
    name.rsplit_once('.').is_some_and(|(parent, _)| text.contains(&format!("[{parent}]")))
}

#[test]
fn sentences_are_short_in_both_languages() {
    let example = Example::open("dexes-complete");
    for language in ["nl", "en"] {
        let texts = example.texts();
        let words = texts.iter().filter(|text| text.language.as_deref() == Some(language) && text.key != "statute");
        let lengths: Vec<(usize, String)> = words.flat_map(lengths).collect();
        let long: Vec<_> = lengths.iter().filter(|(length, _)| *length > MOST_WORDS).collect();
        assert!(long.is_empty(), "longer than {MOST_WORDS} words: {long:#?}");
        let total: usize = lengths.iter().map(|(length, _)| length).sum();
        assert!(total <= lengths.len() * MOST_ON_AVERAGE, "{language}: {total} words in {} sentences", lengths.len());
    }
}

fn lengths(text: &Text) -> Vec<(usize, String)> {
    sentences(&text.value).into_iter().map(|sentence| (sentence.split(' ').count(), sentence)).collect()
}

#[test]
fn all_data_of_a_purpose_has_a_retention_rule_there() {
    let example = Example::open("dexes-complete");
    let protocol = example.loaded.protocol.as_ref().unwrap();
    for purpose in &protocol.purpose {
        let rules = purpose.retention.iter().map(|rule| protocol.retention.get(&rule.id).unwrap());
        let covered: BTreeSet<String> = rules.flat_map(|rule| fields(protocol, &rule.data)).collect();
        let uncovered: Vec<String> = fields(protocol, &purpose.data).difference(&covered).cloned().collect();
        assert!(uncovered.is_empty(), "{}: {uncovered:?}", purpose.id);
    }
}

#[test]
fn every_recipient_is_named_by_a_purpose_that_uses_data_it_receives() {
    let example = Example::open("dexes-complete");
    let protocol = example.loaded.protocol.as_ref().unwrap();
    for recipient in &protocol.recipient {
        let receives = fields(protocol, &recipient.data);
        let named = protocol
            .purpose
            .iter()
            .filter(|purpose| purpose.recipients.iter().flatten().any(|named| named.id == recipient.id));
        let used: BTreeSet<String> = named.flat_map(|purpose| fields(protocol, &purpose.data)).collect();
        assert!(!used.is_disjoint(&receives), "{} is named by no purpose for data it receives", recipient.id);
    }
}

/// The fields that references stand for.
fn fields(protocol: &Protocol, data: &[DataRef]) -> BTreeSet<String> {
    data.iter()
        .flat_map(|reference| {
            let category = protocol.category.get(&reference.category).expect("references are checked at loading");
            let whole = category.field.iter().map(|field| format!("{}.{}", reference.category, field.id));
            let named =
                |name: &String| reference.field.as_ref().is_none_or(|field| name.ends_with(&format!(".{field}")));
            whole.filter(named).collect::<Vec<_>>()
        })
        .collect()
}
