//! The difference of two versions: what it says, what it never overlooks, and how it reads.

mod cases;
mod every_key;
mod examples;

use waarborg_protocol::difference::{Difference, difference};
use waarborg_protocol::{Loaded, Protocol, load};

/// The least a protocol must say to be valid.
const LEAST: &str =
    "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"en\"]\n";

fn read(text: &str) -> Protocol {
    let loaded: Loaded = load(&vec![("protocol.toml".to_owned(), text.to_owned())], "protocol.toml");
    let findings = loaded.findings;
    loaded.protocol.unwrap_or_else(|| panic!("not a valid protocol: {findings:?}\n{text}"))
}

fn between(old: &str, new: &str) -> Difference {
    difference(&read(old), &read(new))
}
