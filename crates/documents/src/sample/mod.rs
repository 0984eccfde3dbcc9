//! Protocols for tests: the smallest, a usual one that uses every part of the language that is shown, and the worst.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use waarborg_protocol::load::{Folder, Unreadable};
use waarborg_protocol::{Loaded, Protocol, load};

/// Every sample with its name.
pub(crate) fn samples() -> Vec<(&'static str, Loaded)> {
    vec![
        ("smallest", loaded(SMALLEST)),
        ("usual", loaded(USUAL)),
        ("worst", loaded(&worst())),
        ("dexes", example("dexes")),
        ("dexes-complete", example("dexes-complete")),
    ]
}

/// Nothing but a name.
pub(crate) fn smallest() -> Protocol {
    loaded(SMALLEST).protocol.expect("valid")
}

/// Everything there is, once or twice.
pub(crate) fn usual() -> Protocol {
    loaded(USUAL).protocol.expect("valid")
}

/// A protocol that ships.
pub(crate) fn example(name: &str) -> Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    checked(load(&Files(folder), "protocol.toml"))
}

const SMALLEST: &str =
    "waarborg = 1\n[controller]\nname = 'Leeg B.V.'\ntime_zone = 'Europe/Amsterdam'\nlanguages = ['nl', 'en']\n";
const USUAL: &str = include_str!("usual.toml");

/// The usual protocol with markup in each text, words without an end, and four hundred recipients for one purpose.
fn worst() -> String {
    let marked = |line: &str| match line.split_once("nl = \"") {
        Some((before, after)) => {
            format!("{before}nl = \"<script>alert('1')</script> & &amp; {}{after}", "Aa".repeat(150))
        }
        None => line.to_owned(),
    };
    let mut text: String = USUAL.lines().map(marked).collect::<Vec<_>>().join("\n");
    let ids: Vec<String> = (0..400).map(|at| format!("many-{at}")).collect();
    for id in &ids {
        write!(text, "\n[recipient.{id}]\nname = \"=<i>{id}</i>\"\nrole = \"processor\"\ncountry = \"US\"\n")
            .expect("text grows");
    }
    let list = ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
    write!(text, "\n[purpose.many]\nname = \"+many\"\ndata = [\"health\"]\nrecipients = [{list}]\n")
        .expect("text grows");
    text
}

fn loaded(text: &str) -> Loaded {
    checked(load(&vec![("protocol.toml".to_owned(), text.to_owned())], "protocol.toml"))
}

fn checked(loaded: Loaded) -> Loaded {
    let findings = loaded.findings.iter().map(|finding| (loaded.sources.place(finding.span).line, &finding.message));
    assert!(loaded.protocol.is_some(), "{:?}", findings.take(5).collect::<Vec<_>>());
    loaded
}

struct Files(PathBuf);

impl Folder for Files {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        std::fs::read_to_string(self.0.join(path)).map_err(|error| Unreadable(error.to_string()))
    }
}
