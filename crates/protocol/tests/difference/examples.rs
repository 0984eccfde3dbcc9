//! The plan for the protocols that ship, read as a person reads it. The snapshot is read before it is accepted.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use waarborg_protocol::difference::{Consequence, Difference, What, difference};
use waarborg_protocol::{Folder, Protocol, Unreadable, load};

const SHIPPED: [&str; 3] = ["dexes", "dexes-complete", "library"];

struct OnDisk(PathBuf);

impl Folder for OnDisk {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        std::fs::read_to_string(self.0.join(path)).map_err(|error| Unreadable(error.to_string()))
    }
}

fn example(name: &str) -> Protocol {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    load(&OnDisk(folder), "protocol.toml").protocol.expect("an example that ships is valid")
}

#[test]
fn closing_the_gaps_of_dexes_reads_like_a_review() {
    let plan = difference(&example("dexes"), &example("dexes-complete")).on(jiff::civil::date(2026, 11, 22)).text();
    insta::assert_snapshot!(plan);
}

#[test]
fn what_is_seen_on_the_way_there_is_seen_on_the_way_back() {
    let paths = |difference: &Difference| -> BTreeSet<String> {
        let seen = difference.changes.iter().filter(|change| !matches!(change.what, What::Renamed { .. }));
        seen.flat_map(|change| change.paths.iter().cloned()).collect()
    };
    let protocols = SHIPPED.map(example);
    for old in &protocols {
        assert!(difference(old, old).is_empty());
        for new in &protocols {
            assert_eq!(paths(&difference(old, new)), paths(&difference(new, old)));
        }
    }
}

#[test]
fn every_sentence_is_whole() {
    let protocols = SHIPPED.map(example);
    for (old, new) in protocols.iter().flat_map(|old| protocols.iter().map(move |new| (old, new))) {
        let plan = difference(old, new);
        for line in plan.text().lines() {
            let odd = ["..", " ,", " .", "  :", ": :", "“”", "()", "{", " ;", "::"]
                .iter()
                .find(|odd| line.trim().contains(**odd));
            let inside_words = line.contains("http") || line.contains('…');
            assert!(odd.is_none() || inside_words, "{odd:?} in: {line}");
        }
        for change in &plan.changes {
            assert!(!change.says.trim().is_empty() && !change.paths.is_empty(), "{change:?}");
            for consequence in &change.consequences {
                if let Consequence::Tell { about, .. } = consequence {
                    assert!(!about.item.is_empty() && !about.topic.ends_with(' '), "{change:?}");
                }
            }
        }
    }
}
