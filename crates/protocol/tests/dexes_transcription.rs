//! `examples/dexes` is the published text and nothing else: each sentence of the text is in the protocol, and each word
//! of the protocol is in the text.

mod example;

use std::collections::HashSet;

use example::{Example, sentences, squeeze};
use waarborg_protocol::FindingKind;
use waarborg_protocol::model::{Recipient, Ref};

const SOURCE: &str = "source.txt";

/// Sentences of the source that are a heading or part of an address, and what stands for them in the protocol.
const STANDS_FOR: &[(&str, &str)] = &[
    ("Hosting and domain registration", "# Hosting and domain registration."),
    ("Right of access", "[right.access]"),
    ("Right to rectification", "[right.rectification]"),
    ("Right to data portability", "[right.portability]"),
    ("Right to erasure", "[right.erasure]"),
    ("Right to lodge a complaint", "[complaint]"),
    ("Right to object to processing", "[right.objection]"),
    (
        "Complaint form: https://autoriteitpersoonsgegevens.nl/nl/meldingsformulier-klachten",
        "url = \"https://autoriteitpersoonsgegevens.nl/nl/meldingsformulier-klachten\"",
    ),
    ("3532 AD Utrecht", "postcode = \"3532 AD\", city = \"Utrecht\""),
    ("The Netherlands", "country = \"NL\""),
];

/// Lines of the overview of sites, which [`every_site_has_its_registrar_and_host`] reads.
const OVERVIEW: (&str, &str) = ("Website: www.dexes.nl", "06. Data Security");

/// Keys whose values are words of the language or ids, by table; `*` is any table. All other text is the source's.
const NOT_PROSE: &[(&str, &str)] = &[
    ("include", "include"),
    ("*", "part"),
    ("*", "control"),
    ("*", "extent"),
    ("*", "kind"),
    ("*", "ground"),
    ("*", "of"),
    ("*", "country"),
    ("*", "channel"),
    ("*", "channels"),
    ("controller", "time_zone"),
    ("controller", "languages"),
    ("contact", "role"),
    ("certificate", "status"),
    ("register", "covers"),
    ("purpose", "services"),
    ("newsletter", "purpose"),
    ("promise", "standard"),
    ("site", "registrar"),
    ("site", "hosting"),
    ("cookies", "categories"),
    ("cookies", "withdraw"),
    ("right", "includes"),
    ("right", "scope"),
    ("requests", "answer_within"),
    ("requests", "identity"),
    ("requests", "masked"),
    ("breach", "measures"),
    ("breach", "process_standard"),
    ("breach", "classes"),
    ("breach", "classified_by"),
    ("breach", "officer_from"),
    ("breach", "officer_within"),
    ("breach", "authority_when"),
    ("breach", "subjects_when"),
    ("breach", "subject_message"),
];

fn is_prose(table: &str, key: &str) -> bool {
    !NOT_PROSE.iter().any(|(in_table, name)| *name == key && (*in_table == "*" || *in_table == table))
}

#[test]
fn the_transcription_is_valid() {
    let example = Example::open("dexes");
    assert_eq!(example.loaded.count(FindingKind::Invalid), 0, "{:#?}", example.loaded.findings);
}

#[test]
fn nothing_is_left_out() {
    let example = Example::open("dexes");
    let toml = example.toml();
    let prose: Vec<String> =
        example.texts().into_iter().filter(|text| is_prose(&text.table, &text.key)).map(|text| text.value).collect();
    let said: HashSet<String> = prose.iter().flat_map(|text| sentences(text)).collect();
    let mut left_out = Vec::new();
    let mut in_overview = false;
    for line in example.file(SOURCE).lines() {
        in_overview = (in_overview || line == OVERVIEW.0) && line != OVERVIEW.1;
        if in_overview {
            continue;
        }
        if let Some((number, title)) = section(line) {
            let comment = format!("§{number} {title}");
            assert!(toml.contains(&comment), "no comment names `{comment}`");
            continue;
        }
        for sentence in sentences(line.strip_prefix("- ").unwrap_or(line)) {
            let stand_in = STANDS_FOR.iter().find(|(heading, _)| *heading == sentence);
            if !stand_in.map_or_else(|| said.contains(&sentence), |(_, stand_in)| toml.contains(stand_in)) {
                left_out.push(sentence);
            }
        }
    }
    assert!(left_out.is_empty(), "not in the protocol:\n{}", left_out.join("\n"));
}

#[test]
fn nothing_is_added() {
    let example = Example::open("dexes");
    let source = squeeze(&example.file(SOURCE));
    let mut added = Vec::new();
    for text in example.texts().into_iter().filter(|text| is_prose(&text.table, &text.key)) {
        let new = sentences(&text.value).into_iter().filter(|sentence| !source.contains(sentence));
        added.extend(new.map(|sentence| format!("[{}] {}: {sentence}", text.table, text.key)));
    }
    assert!(added.is_empty(), "not in the published text:\n{}", added.join("\n"));
}

#[test]
fn every_site_has_its_registrar_and_host() {
    let example = Example::open("dexes");
    let protocol = example.loaded.protocol.as_ref().unwrap();
    let name = |reference: &Option<Ref<Recipient>>| {
        let recipient = protocol.recipient.get(&reference.as_ref().unwrap().id).unwrap();
        recipient.name.all().next().unwrap().1.to_owned()
    };
    let kept: Vec<[String; 4]> = protocol
        .site
        .iter()
        .map(|site| {
            let called = site.name.as_ref().and_then(|words| words.all().next()).map(|(_, text)| text.to_owned());
            let called = called.unwrap_or_else(|| site.url.as_ref().unwrap().value.to_string());
            [called, name(&site.registrar), name(&site.hosting), site.location.clone().unwrap_or_default()]
        })
        .collect();
    assert_eq!(kept, overview(&example.file(SOURCE)));
}

/// The overview of sites in the source: what it is called, registrar, host, place.
fn overview(source: &str) -> Vec<[String; 4]> {
    let lines = source.lines().skip_while(|line| *line != OVERVIEW.0).take_while(|line| *line != OVERVIEW.1);
    let lines: Vec<&str> = lines.collect();
    let after = |line: &str, label: &str| line.strip_prefix(label).unwrap_or(line).to_owned();
    lines
        .chunks(3)
        .map(|site| {
            let host = after(site[2], "Hosting provider: ");
            let (host, place) = host.split_once(" (").unwrap_or((&host, ""));
            [
                after(site[0], "Website: "),
                after(site[1], "Domain registrar: "),
                host.to_owned(),
                place.trim_end_matches(')').to_owned(),
            ]
        })
        .collect()
}

/// `05. Recipients` as its number and title.
fn section(line: &str) -> Option<(&str, &str)> {
    let (number, title) = line.split_once(". ")?;
    (number.len() == 2 && number.bytes().all(|digit| digit.is_ascii_digit())).then_some((number, title))
}
