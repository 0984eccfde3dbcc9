//! The privacy statement (GDPR Art. 12–14): a short layer first, then everything, each part at an address of its own.

pub(crate) mod breaches;
pub(crate) mod changes;
pub(crate) mod checklist;
pub(crate) mod controller;
pub(crate) mod cookies;
pub(crate) mod data;
pub(crate) mod purposes;
pub(crate) mod recipients;
pub(crate) mod retention;
pub(crate) mod rights;
pub(crate) mod security;
pub(crate) mod short;

use waarborg_protocol::Protocol;
use waarborg_protocol::model::StatementPart;
use waarborg_web::Lang;

use crate::document::{Block, Document, Section};
use crate::edition::Edition;
use crate::standing::Standing;
use crate::text::Text;

/// The privacy statement in one language. `standing` says which version it is; without it, it is a draft.
pub fn statement(protocol: &Protocol, lang: Lang, standing: Option<&Standing>) -> Document {
    let edition = Edition::new(protocol, lang);
    Document {
        title: title(edition),
        opening: short::opening(edition, standing),
        sections: vec![
            controller::section(edition),
            data::section(edition),
            purposes::section(edition),
            data::provision(edition),
            recipients::section(edition),
            recipients::transfers(edition),
            retention::section(edition),
            security::section(edition),
            cookies::section(edition),
            rights::section(edition),
            rights::decisions(edition),
            rights::complaint(edition),
            breaches::section(edition),
            changes::section(edition, standing),
            controller::contact(edition),
        ],
        contents: Some(edition.get("contents")),
    }
}

/// The title of the statement in one language.
pub fn statement_title(protocol: &Protocol, lang: Lang) -> String {
    title(Edition::new(protocol, lang)).words()
}

/// The title of the statement: its own, or simply what it is.
fn title(edition: Edition<'_>) -> Text {
    let own = edition.protocol.statement.as_ref().and_then(|statement| statement.title.as_ref());
    own.map_or_else(|| edition.get("statement-title").into(), |title| edition.say(title))
}

/// The promises of a part, as a list, if there are any.
fn promised(edition: Edition<'_>, part: StatementPart) -> Option<Block> {
    let promises = edition.promises(part);
    said(promises)
}

/// One sentence as a paragraph, several as a list.
fn said(mut texts: Vec<Text>) -> Option<Block> {
    match texts.len() {
        0 => None,
        1 => texts.pop().map(Block::Paragraph),
        _ => Some(Block::List(texts)),
    }
}

fn part(edition: Edition<'_>, anchor: &str, blocks: Vec<Block>) -> Section {
    Section { anchor: anchor.to_owned(), title: edition.get(&format!("part-{anchor}")).into(), blocks }
}
