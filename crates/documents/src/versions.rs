//! The list of versions, and the feed that tells of each new one.

use askama::Template;
use waarborg_protocol::Protocol;
use waarborg_web::{Frame, Lang};

use crate::document::{Block, Document, Table};
use crate::edition::Edition;
use crate::published::Entry;
use crate::standing::day;
use crate::text::Text;

/// Every version with its permanent address, the newest first.
pub fn versions_page(protocol: &Protocol, lang: Lang, entries: &[Entry]) -> Document {
    let edition = Edition::new(protocol, lang);
    let feed = Text::link(edition.path("/privacy/versions.atom"), edition.get("versions-feed"));
    let opening = vec![
        Block::Lead(edition.naming("versions-lead").into()),
        Block::Links { label: edition.get("versions-follow"), links: vec![feed] },
        Block::Table(Table {
            anchor: "versions".to_owned(),
            caption: edition.get("versions-title").into(),
            head: [
                "version-number",
                "version-declared-head",
                "version-from",
                "version-until",
                "version-digest",
                "version-compare",
            ]
            .map(|key| edition.get(key))
            .to_vec(),
            rows: entries.iter().map(|entry| row(edition, entry)).collect(),
        }),
    ];
    Document { title: edition.get("versions-title").into(), opening, sections: Vec::new(), contents: None }
}

fn row(edition: Edition<'_>, entry: &Entry) -> Vec<Vec<Text>> {
    let number = entry.version.number;
    let address = edition.path(&format!("/privacy/versions/{number}"));
    let until =
        entry.until.map_or_else(|| Text::tag(edition.get("version-in-force")), |until| day(edition, until).into());
    let declared = entry.version.declared.as_deref().map_or_else(|| edition.unknown(), Text::plain);
    let digest: String = entry.version.digest.to_string().chars().take(16).collect();
    let compare = (number > 1).then(|| {
        let address = edition.path(&format!("/privacy/versions/{}/compare/{number}", number - 1));
        Text::link(address, edition.with("version-compare-with", &[("number", (number - 1).into())]))
    });
    let text = Text::link(format!("{address}/protocol"), edition.get("version-text"));
    vec![
        vec![Text::link(address, number.to_string())],
        vec![declared],
        vec![day(edition, entry.version.applied_at).into()],
        vec![until],
        vec![format!("{digest}…").into()],
        compare.into_iter().chain([text]).collect(),
    ]
}

/// The feed (RFC 4287): one entry for each version.
pub(crate) fn feed(protocol: &Protocol, lang: Lang, entries: &[Entry], frame: &Frame) -> String {
    let edition = Edition::new(protocol, lang);
    let base = &frame.public_url;
    let item = |entry: &Entry| Item {
        address: format!("{base}/{lang}/privacy/versions/{}", entry.version.number),
        title: match &entry.version.declared {
            Some(version) => edition.with("version-declared", &[("version", version.as_str().into())]),
            None => edition.with("version-numbered", &[("number", entry.version.number.into())]),
        },
        updated: entry.version.applied_at.to_string(),
        summary: entry.changes.as_ref().map(|changes| edition.plain(changes)),
    };
    let template = Atom {
        lang,
        title: format!("{} – {}", crate::statement_title(protocol, lang), edition.organisation()),
        author: edition.organisation(),
        address: format!("{base}/{lang}/privacy/versions"),
        updated: entries.first().map(|entry| entry.version.applied_at.to_string()).unwrap_or_default(),
        items: entries.iter().map(item).collect(),
    };
    template.render().expect("writing into a string cannot fail, and the feed calls nothing else")
}

struct Item {
    address: String,
    title: String,
    updated: String,
    summary: Option<String>,
}

#[derive(Template)]
#[template(path = "versions.atom", escape = "html")]
struct Atom<'a> {
    lang: Lang,
    title: String,
    author: &'a str,
    address: String,
    updated: String,
    items: Vec<Item>,
}
