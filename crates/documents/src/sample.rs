//! Protocols for tests: the smallest, and the worst.

use waarborg_protocol::{Protocol, load};

/// The protocol in `text`.
pub(crate) fn read(text: &str) -> Protocol {
    let loaded = load(&vec![("protocol.toml".to_owned(), text.to_owned())], "protocol.toml");
    let invalid: Vec<&str> = loaded.findings.iter().map(|finding| finding.message.as_str()).collect();
    loaded.protocol.unwrap_or_else(|| panic!("{invalid:?}"))
}

/// Nothing but a name.
pub(crate) fn smallest() -> Protocol {
    read("waarborg = 1\n[controller]\nname = 'Leeg B.V.'\ntime_zone = 'Europe/Amsterdam'\nlanguages = ['nl', 'en']\n")
}
