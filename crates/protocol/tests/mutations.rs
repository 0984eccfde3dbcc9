//! A short slice of the fuzzing (`fuzz/`): whatever is done to a protocol's text, reading it never panics, and says why when it
//! refuses.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use waarborg_protocol::load;

const TEXTS: [&str; 4] = [
    include_str!("../../../examples/dexes/data.toml"),
    include_str!("../../../examples/dexes/recipients.toml"),
    include_str!("../../../examples/dexes-complete/rights.toml"),
    include_str!("../presets/nl.toml"),
];

const LEAST: &str = "waarborg = 1\npresets = ['nl']\n[controller]\nname = 'E'\ntime_zone = 'Europe/Amsterdam'\nlanguages = ['nl', 'en']\n";

/// One thing that can happen to a text.
#[derive(Clone, Debug)]
enum Edit {
    Cut { at: usize, length: usize },
    Insert { at: usize, text: String },
    Swap { at: usize, with: usize, length: usize },
}

fn edit() -> impl Strategy<Value = Edit> {
    let sign = prop_oneof![
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just("\"".to_owned()),
        Just("{ nl = ".to_owned()),
        Just("\n".to_owned()),
        any::<char>().prop_map(String::from)
    ];
    prop_oneof![
        (any::<usize>(), 1..40_usize).prop_map(|(at, length)| Edit::Cut { at, length }),
        (any::<usize>(), sign).prop_map(|(at, text)| Edit::Insert { at, text }),
        (any::<usize>(), any::<usize>(), 1..60_usize).prop_map(|(at, with, length)| Edit::Swap { at, with, length }),
    ]
}

fn apply(text: &mut Vec<char>, edit: &Edit) {
    let length_now = text.len();
    if length_now == 0 {
        return;
    }
    let range = |at: usize, length: usize| {
        let start = at % length_now;
        start..(start + length).min(length_now)
    };
    match edit {
        Edit::Cut { at, length } => drop(text.drain(range(*at, *length))),
        Edit::Insert { at, text: new } => {
            let start = at % length_now;
            text.splice(start..start, new.chars());
        }
        Edit::Swap { at, with, length } => {
            let copied = text[range(*with, *length)].to_vec();
            text.splice(range(*at, *length), copied);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(33), ..ProptestConfig::default() })]

    #[test]
    fn no_change_to_a_text_makes_reading_panic(which in 0..TEXTS.len(), edits in prop::collection::vec(edit(), 1..12)) {
        let mut text: Vec<char> = TEXTS[which].chars().collect();
        for edit in &edits {
            apply(&mut text, edit);
        }
        let text: String = LEAST.chars().chain(text).collect();
        let loaded = load(&vec![("protocol.toml".to_owned(), text)], "protocol.toml");
        for finding in &loaded.findings {
            for span in std::iter::once(&finding.span).chain(&finding.also) {
                let place = loaded.sources.place(*span);
                prop_assert!(place.line >= 1 && place.column >= 1);
            }
        }
        prop_assert!(loaded.protocol.is_some() || !loaded.findings.is_empty(), "refused without saying why");
    }
}
