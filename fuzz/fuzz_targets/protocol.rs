//! No text makes reading a protocol panic, and every finding has a place that can be shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waarborg_protocol::load;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    // A line of three hyphens parts the main file from one that it may include.
    let (main, other) = text.split_once("\n---\n").unwrap_or((&text, ""));
    let files = vec![("protocol.toml".to_owned(), main.to_owned()), ("other.toml".to_owned(), other.to_owned())];
    let loaded = load(&files, "protocol.toml");
    for finding in &loaded.findings {
        for span in std::iter::once(&finding.span).chain(&finding.also) {
            let place = loaded.sources.place(*span);
            assert!(place.line >= 1 && place.column >= 1);
        }
    }
    assert!(loaded.protocol.is_some() || !loaded.findings.is_empty(), "refused without saying why");
});
