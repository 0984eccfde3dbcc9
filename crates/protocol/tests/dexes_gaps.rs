//! `waarborg check` finds in `examples/dexes` each gap that the published text has, at the line that has it.

mod example;

use example::Example;
use waarborg_protocol::FindingKind;

/// Code, file, and the line the finding points at.
const GAPS: &[(&str, &str, &str)] = &[
    ("B1", "breaches.toml", "[breach]"),
    ("B2", "breaches.toml", "authority_when = \"impact-class\""),
    ("B3", "breaches.toml", "[breach]"),
    ("B4", "breaches.toml", "[breach]"),
    ("B5", "breaches.toml", "[breach]"),
    ("B6", "breaches.toml", "classified_by = \"incident-manager\""),
    ("B7", "breaches.toml", "subject_message = [\"what-happened\", \"steps\"]"),
    ("B8", "breaches.toml", "classified_by = \"incident-manager\""),
    ("B9", "breaches.toml", "measures = [\"s11-encryption\", \"s11-updates\", \"s11-audits\", \"s11-access\"]"),
    ("G01", "data.toml", "[general_basis]"),
    ("G02", "data.toml", "[general_basis]"),
    ("G03", "data.toml", "[purpose.legal-obligations]"),
    ("G04", "recipients.toml", "[recipient.google-email]"),
    ("G05", "recipients.toml", "[promise.s04-no-sharing]"),
    ("G06", "recipients.toml", "[recipient.google-email]"),
    ("G07", "rights.toml", "[right.access]"),
    ("G08", "rights.toml", "[right.access]"),
    ("G09", "rights.toml", "[right.objection]"),
    ("G10", "rights.toml", "scope = \"all\""),
    ("G11", "rights.toml", "[right.access]"),
    ("G12", "rights.toml", "channels = [\"email-link\"]"),
    ("G13", "rights.toml", "identity = [\"id-copy\"]"),
    ("G14", "rights.toml", "[requests.id_copy]"),
    ("G15", "rights.toml", "answer_within = \"P1W\""),
    ("G16", "rights.toml", "url = \"https://autoriteitpersoonsgegevens.nl/nl/meldingsformulier-klachten\""),
    ("G17", "protocol.toml", "[contact.general]"),
    ("G18", "data.toml", "[category.name]"),
    ("G19", "data.toml", "[category.name]"),
    ("G20", "data.toml", "[provision]"),
    ("G21", "recipients.toml", "anonymous = true"),
    ("G22", "sites.toml", "withdraw = [\"browser\"]"),
    ("G23", "sites.toml", "[service.saas-solutions]"),
    ("G24", "protocol.toml", "[statement]"),
    ("G25", "data.toml", "[purpose.improvement]"),
    ("G26", "recipients.toml", "[disclosure.legal-obligation]"),
    ("G27", "security.toml", "[promise.s06-encryption]"),
    ("G28", "sites.toml", "url = \"http://opengdc.nl\""),
    ("G29", "recipients.toml", "covers = [\"data\"]"),
    ("G30", "data.toml", "[newsletter.newsletters]"),
    ("G31", "breaches.toml", "[breach]"),
    ("G32", "security.toml", "[design]"),
    ("G33", "security.toml", "[certificate.iso-27001]"),
    ("G34", "protocol.toml", "name = \"Dexes B.V.\""),
    ("L02", "protocol.toml", "languages = [\"en\"]"),
];

#[test]
fn each_gap_of_the_published_text_is_found_at_its_line_and_no_other() {
    let Example { loaded, .. } = Example::open("dexes");
    let gaps = loaded.findings.iter().filter(|finding| finding.kind == FindingKind::Gap);
    let mut found: Vec<(&str, String, String)> = gaps
        .map(|finding| {
            let place = loaded.sources.place(finding.span);
            let text = loaded.written().into_iter().find(|(name, _)| name == place.file).unwrap().1;
            (finding.code, place.file.to_owned(), text.lines().nth(place.line - 1).unwrap().to_owned())
        })
        .collect();
    found.sort();
    let expected: Vec<(&str, String, String)> =
        GAPS.iter().map(|(code, file, line)| (*code, (*file).to_owned(), (*line).to_owned())).collect();
    assert_eq!(found, expected);
}
