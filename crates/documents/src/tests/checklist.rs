use waarborg_web::Lang;

use crate::sample::{example, smallest, usual};
use crate::{statement, statement_covers};

fn open(protocol: &waarborg_protocol::Protocol) -> Vec<u8> {
    statement_covers(protocol).into_iter().filter(|item| !item.met).map(|item| item.number).collect()
}

#[test]
fn the_complete_statement_answers_all_seventeen_items_in_both_languages() {
    let protocol = example("dexes-complete").protocol.expect("valid");
    assert_eq!(open(&protocol), Vec::<u8>::new());
    for lang in Lang::ALL {
        let html = statement(&protocol, lang, None).html().into_string();
        assert!(!html.contains("callout missing"), "{lang}: says of something that it is not stated");
        for item in statement_covers(&protocol) {
            let (_, part) = html.split_once(&format!("id=\"{}\"", item.anchor)).expect("the part is there");
            let words = part.split_once('>').map(|(_, rest)| rest).unwrap_or_default();
            let answer: String = words.chars().skip_while(|sign| *sign != '<').take(400).collect();
            assert!(
                answer.contains("<p") || answer.contains("<dl") || answer.contains("<ul"),
                "{lang}: {} says nothing",
                item.anchor
            );
        }
    }
    assert_eq!(open(&usual()), Vec::<u8>::new());
}

#[test]
fn a_protocol_without_gaps_has_no_page_that_misses_something() {
    for name in ["dexes-complete", "library"] {
        let loaded = example(name);
        assert_eq!(loaded.findings, [], "{name}");
        let protocol = loaded.protocol.expect("valid");
        assert_eq!(open(&protocol), Vec::<u8>::new(), "{name}");
        for lang in Lang::ALL {
            let html = statement(&protocol, lang, None).html().into_string();
            assert!(!html.contains("callout missing"), "{name}, {lang}: says of something that it is not stated");
        }
    }
}

#[test]
fn the_text_as_published_leaves_open_what_it_leaves_open() {
    let protocol = example("dexes").protocol.expect("valid");
    let expected = [2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17];
    let open = open(&protocol);
    assert!(expected.iter().all(|item| open.contains(item)), "{open:?}");
}

#[test]
fn an_empty_protocol_says_in_each_place_that_nothing_is_stated() {
    let expected: Vec<u8> = (1..=17).filter(|item| ![5, 13, 17].contains(item)).collect();
    let found = open(&smallest());
    assert!(expected.iter().all(|item| found.contains(item)), "{found:?}");
    let html = statement(&smallest(), Lang::En, None).html().into_string();
    assert!(html.contains("Leeg B.V. has not stated this here."));
}
