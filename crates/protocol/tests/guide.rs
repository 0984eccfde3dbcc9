//! `docs/writing-a-protocol.md`: what it shows can be copied.

use waarborg_protocol::load;

const GUIDE: &str = include_str!("../../../docs/writing-a-protocol.md");

/// What the parts in the guide leave out, so that each of them can be read by itself.
const LEAST: &str =
    "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"nl\", \"en\"]\n";

/// A part may leave out keys (`E04`), refer to other parts (`E06`) and include files that are not here (`E08`).
const OF_A_PART: &[&str] = &["E04", "E06", "E08"];

#[test]
fn no_part_of_the_guide_uses_a_key_or_value_that_is_not_in_the_language() {
    let parts: Vec<&str> = GUIDE.split("```toml\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    let tables = parts.iter().filter(|part| part.starts_with('[')).copied();
    let mut read = 0;
    for part in tables {
        let loaded = load(&vec![("protocol.toml".to_owned(), format!("{LEAST}{part}"))], "protocol.toml");
        let wrong: Vec<_> = loaded
            .findings
            .iter()
            .filter(|finding| finding.code.starts_with('E') && !OF_A_PART.contains(&finding.code))
            .collect();
        assert!(wrong.is_empty(), "{part}\n{wrong:#?}");
        read += 1;
    }
    assert!(read > 10, "the guide shows its tables as TOML");
}

#[test]
fn the_guide_names_every_preset_of_a_recipient() {
    let unknown = format!("{LEAST}[recipient.a]\nname = \"A\"\npreset = \"no-such-organisation\"\n");
    let loaded = load(&vec![("protocol.toml".to_owned(), unknown)], "protocol.toml");
    let help = &loaded.findings.first().expect("an unknown preset is refused").help;
    let presets: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
    assert!(presets.len() > 5, "the help lists the presets: {help}");
    for preset in presets {
        assert!(GUIDE.contains(&format!("`{preset}`")), "the guide does not name the preset `{preset}`");
    }
}
