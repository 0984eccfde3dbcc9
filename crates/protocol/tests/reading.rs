//! Reading: every mistake at once, each at its place, with what to do; includes and presets keep their places.

use waarborg_protocol::{FindingKind, Loaded, load};

const LEAST: &str =
    "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"en\"]\n";

fn read(files: &[(&str, &str)]) -> Loaded {
    let files: Vec<(String, String)> =
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    load(&files, files[0].0.as_str())
}

/// `code file:line:column message | help` of everything invalid.
fn problems(loaded: &Loaded) -> Vec<String> {
    loaded
        .findings
        .iter()
        .filter(|finding| finding.kind == FindingKind::Invalid)
        .map(|finding| {
            let place = loaded.sources.place(finding.span);
            let (code, message, help) = (finding.code, &finding.message, &finding.help);
            format!("{code} {}:{}:{} {message} | {help}", place.file, place.line, place.column)
        })
        .collect()
}

/// The least protocol with `extra` behind it has exactly these problems, from line 6 on.
fn refused(extra: &str, expected: &[&str]) {
    let loaded = read(&[("protocol.toml", &format!("{LEAST}{extra}"))]);
    assert_eq!(problems(&loaded), expected, "in:\n{extra}");
    assert!(loaded.protocol.is_none(), "an invalid protocol must not run");
}

#[test]
fn the_least_protocol_runs() {
    let loaded = read(&[("protocol.toml", LEAST)]);
    assert_eq!(problems(&loaded), [] as [&str; 0]);
    assert_eq!(loaded.protocol.expect("valid").controller.name.value, "Example");
}

#[test]
fn each_mistake_is_named_where_it_stands_with_what_to_do() {
    refused(
        "[dpo]\nappointed = maybe\n",
        &["E01 protocol.toml:7:13 string values must be quoted, expected literal string | Check that text \
             stands in quotes, a date is written as 2027-01-31, and each quote, `{` and `[` is closed (TOML, https://toml.io)."],
    );
    refused(
        "[controler]\n",
        &["E02 protocol.toml:6:2 unknown key `controler` in protocol | Did you mean `controller`?"],
    );
    refused(
        "[dpo]\nappointed = \"no\"\n",
        &["E03 protocol.toml:7:13 expected true or false, found text | Write true or false here."],
    );
    refused(
        "[dpo]\n",
        &["E04 protocol.toml:6:2 `appointed` is missing in this dpo | Add `appointed = …` to this table."],
    );
    refused(
        "[contact.us]\nrole = \"privcy\"\n",
        &["E05 protocol.toml:7:8 `privcy` is not a known contact role | Did you mean `privacy`?"],
    );
    refused(
        "[purpose.tax]\nname = \"Tax\"\nretention = \"book\"\n[retention.books]\nperiod = \"P7Y\"\n",
        &["E06 protocol.toml:8:13 unknown retention `book` | Did you mean `books`?"],
    );
    refused(
        "presets = [\"xx\"]\n",
        &["E02 protocol.toml:6:1 unknown key `presets` in controller | The key can be: `name`, \
        `trade_names`, `description`, `address`, `phone`, `email`, `website`, `chamber_of_commerce`, `vat`, `time_zone`, `languages`."],
    );
    refused(
        "[recipient.a]\nname = \"A\"\npreset = \"googel-workspace\"\n",
        &["E09 protocol.toml:8:10 unknown preset `googel-workspace` | Did you mean `google-workspace`?"],
    );
    refused(
        "[holiday.day]\nname = \"Day\"\nmonth = 4\n",
        &[
            "E12 protocol.toml:6:10 `day` is neither a fixed date nor a number of days from Easter | Give `month` and `day`, or `easter`.",
        ],
    );
}

#[test]
fn values_are_checked_at_the_door() {
    let cases = [
        ("email = \"info.example.org\"", "is not an e-mail address"),
        ("email = \"a b@example.org\"", "is not an e-mail address"),
        ("website = \"www.example.org\"", "is not a web address"),
        ("website = \"javascript:alert(1)\"", "is not a web address"),
        ("phone = \"030 123\"", "is not a telephone number"),
        ("address = { street = \"a\", postcode = \"b\", city = \"c\", country = \"nl\" }", "is not a country code"),
        ("vat = \"  \"", "this text is empty"),
    ];
    for (line, message) in cases {
        let found = problems(&read(&[("protocol.toml", &format!("{LEAST}{line}\n"))]));
        assert!(
            matches!(found.as_slice(), [one] if one.starts_with("E05") && one.contains(message)),
            "{line}: {found:?}"
        );
    }
    for period in ["7 years", "P", "-P1Y", "P0D", "1Y", "PT"] {
        let found =
            problems(&read(&[("protocol.toml", &format!("{LEAST}[requests]\nanswer_within = \"{period}\"\n"))]));
        assert!(matches!(found.as_slice(), [one] if one.contains("is not a length of time")), "{period}: {found:?}");
    }
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_text() {
    let text = "waarborg = 2\n[controller]\nnam = \"x\"\ntime_zone = \"Mars\"\n[purpose.A]\nname = 3\nbasis = { kind = \"hope\" }\n";
    let loaded = read(&[("protocol.toml", text)]);
    let codes: Vec<&str> = loaded.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["E04", "E04", "E02", "E05", "E05", "E03", "E05"], "{:#?}", problems(&loaded));
}

#[test]
fn places_survive_includes_and_the_same_key_twice_is_shown_at_both() {
    let main = format!("include = [\"a.toml\", \"b/c.toml\"]\n{LEAST}");
    let a = "[purpose.tax]\nname = \"Tax\"\n";
    let c = "\n\n[purpose.tax]\nname = \"Taxes\"\n[purpose.news]\nnaam = \"News\"\n";
    let loaded = read(&[("protocol.toml", &main), ("a.toml", a), ("b/c.toml", c)]);
    assert_eq!(
        problems(&loaded),
        [
            "E07 b/c.toml:4:1 `name` is defined twice | Keep one of the two.",
            "E04 b/c.toml:5:10 `name` is missing in this purpose | Add `name = …` to this table.",
            "E02 b/c.toml:6:1 unknown key `naam` in purpose | Did you mean `name`?",
        ]
    );
    let twice = loaded.findings.iter().find(|finding| finding.code == "E07").expect("found above");
    let other = loaded.sources.place(twice.also[0]);
    assert_eq!((other.file, other.line), ("a.toml", 2));
}

#[test]
fn an_include_stays_inside_the_folder_and_comes_once() {
    let with = |include: &str| {
        let main = format!("include = {include}\n{LEAST}");
        problems(&read(&[("protocol.toml", &main), ("a.toml", "include = \"protocol.toml\"\n")]))
    };
    for outside in ["\"../secret.toml\"", "\"/etc/passwd\"", "\"a/../../b.toml\"", "\"c:/x\""] {
        let found = with(outside);
        assert!(
            matches!(found.as_slice(), [one] if one.contains("inside the protocol's folder")),
            "{outside}: {found:?}"
        );
    }
    assert!(with("\"missing.toml\"")[0].contains("cannot read `missing.toml`: no such file"));
    assert!(with("\"a.toml\"")[0].contains("`protocol.toml` is included twice"), "a circle ends");
}

#[test]
fn a_preset_fills_in_what_the_author_left_out_and_nothing_else() {
    let main = format!(
        "presets = [\"nl\"]\n{LEAST}[authority]\nphone = \"+31 70 000 0000\"\n[recipient.mail]\npreset = \"google-workspace\"\nname = \"Mail\"\n\
         organisation = \"Our reseller\"\n"
    );
    let loaded = read(&[("protocol.toml", &main)]);
    let written = loaded.written();
    let protocol = loaded.protocol.expect("valid");
    let authority = protocol.authority.expect("from the preset");
    assert_eq!(authority.phone.expect("written").as_str(), "+31 70 000 0000");
    assert_eq!(authority.country.as_str(), "NL");
    let mail = protocol.recipient.get("mail").expect("declared");
    assert_eq!(mail.organisation.as_deref(), Some("Our reseller"));
    assert_eq!(mail.group_country.as_ref().expect("from the preset").value.as_str(), "US");
    assert_eq!(
        written.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["protocol.toml"],
        "presets are not the author's text"
    );
}

#[test]
fn every_preset_reads_without_a_problem() {
    let presets = include_str!("../presets/recipients.toml");
    for id in presets.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']')) {
        let text = format!("presets = [\"nl\"]\n{LEAST}[recipient.one]\nname = \"One\"\npreset = \"{id}\"\n");
        assert_eq!(problems(&read(&[("protocol.toml", &text)])), [] as [&str; 0], "{id}");
    }
}

#[test]
fn the_digest_changes_with_any_byte_of_any_file_and_with_nothing_else() {
    let main = format!("include = \"a.toml\"\n{LEAST}");
    let digest = |main: &str, a: &str| read(&[("protocol.toml", main), ("a.toml", a)]).digest();
    let first = digest(&main, "# one\n");
    assert_eq!(first, digest(&main, "# one\n"));
    assert_ne!(first, digest(&main, "# two\n"));
    assert_ne!(first, digest(&format!("{main}\n"), "# one\n"));
}

#[test]
fn a_protocol_larger_than_64_mib_is_refused_whichever_file_is_so_large() {
    let large = "#".repeat(waarborg_protocol::load::MOST_BYTES + 1 - LEAST.len());
    let alone = read(&[("protocol.toml", &format!("{LEAST}{large}"))]);
    assert_eq!(alone.findings.len(), 1);
    assert_eq!((alone.findings[0].code, &*alone.findings[0].message), ("E08", "this protocol is larger than 64 MiB"));
    let main = format!("include = \"a.toml\"\n{LEAST}");
    let included = read(&[("protocol.toml", &main), ("a.toml", &large)]);
    assert_eq!(included.findings.len(), 1);
    assert_eq!(included.findings[0].message, alone.findings[0].message);
}

#[test]
fn a_suggestion_is_a_slip_away_and_nothing_longer_is_weighed() {
    let help = |key: &str| {
        let loaded = read(&[("protocol.toml", &format!("{LEAST}[{key}]\n"))]);
        loaded.findings[0].help.clone()
    };
    assert_eq!(help("purposes"), "Did you mean `purpose`?");
    assert_eq!(help("urpose"), "Did you mean `purpose`?");
    // Weighing each sign against each sign of every key would take memory and time without end.
    assert!(help(&"purpose".repeat(1_000_000)).starts_with("The key can be:"));
}

#[test]
fn many_unknown_ids_are_told_and_weighed_only_as_long_as_that_is_affordable() {
    // Declared so often that a thousand uses are more than what is weighed.
    let declared: Vec<String> = (0..8_000).map(|number| format!("[category.kind-{number}]\nname = \"x\"\n")).collect();
    let used: Vec<String> = (0..1_000).map(|number| format!("\"kidn-{number}\"")).collect();
    let (declared, used) = (declared.concat(), used.join(", "));
    let loaded =
        read(&[("protocol.toml", &format!("{LEAST}{declared}[purpose.news]\nname = \"x\"\ndata = [{used}]\n"))]);
    let told: Vec<&str> = loaded.findings.iter().filter(|one| one.code == "E06").map(|one| one.help.as_str()).collect();
    assert_eq!(told.len(), 1_000);
    assert_eq!(told[0], "Did you mean `kind-0`?");
    assert_eq!(told[999], "Look at how it is spelled where it is declared.");
}

#[test]
fn a_preset_named_twice_is_read_once() {
    let loaded = read(&[("protocol.toml", &format!("presets = [\"nl\", \"nl\"]\n{LEAST}"))]);
    assert!(loaded.protocol.is_some());
    assert_eq!(loaded.sources.files().filter(|(name, _)| *name == "preset:nl").count(), 1);
}

#[test]
fn beyond_a_thousand_mistakes_the_rest_is_counted() {
    let text = LEAST.to_owned() + &(0..1_500).map(|n| format!("nonsense_{n} = 1\n")).collect::<Vec<_>>().concat();
    let found = problems(&read(&[("protocol.toml", &text)]));
    assert_eq!(found.len(), 1_001);
    assert!(found[1_000].starts_with("E13 protocol.toml:1006:1 500 more problems are not told"), "{}", found[1_000]);
}

#[test]
fn a_term_that_its_vocabulary_does_not_have_is_refused() {
    let category = |line: &str| format!("[category.contact]\nname = \"Contact\"\n{line}\n");
    refused(
        &category("dpv = \"pd:EmailAdress\""),
        &["E05 protocol.toml:8:7 `pd:EmailAdress` is not in DPV 2.3 | Did you mean `pd:EmailAddress`?"],
    );
    refused(
        &category("fideslang = [\"user.contact.emial\"]"),
        &["E05 protocol.toml:8:14 `user.contact.emial` is not in fideslang 3 | Did you mean `user.contact.email`?"],
    );
    for own in
        ["dpv = \"dexes:Eori\"", "dpv = [\"pd:EmailAddress\", \"pd:Name\"]", "fideslang = \"user.contact.email\""]
    {
        let loaded = read(&[("protocol.toml", &format!("{LEAST}{}", category(own)))]);
        assert_eq!(problems(&loaded), [] as [&str; 0], "{own}");
    }
}
