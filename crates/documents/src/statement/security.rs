//! How data is protected: the promises, the certificates, and what is protected without anybody's doing anything (Art. 25, 32).

use waarborg_protocol::model::{Certificate, Control, Named, Promise, ReviewOf, StatementPart};

use super::{changes, part};
use crate::document::{Block, Fact, Section};
use crate::edition::{Edition, part_of};
use crate::text::Text;

/// Security promises, by design and by default, certificates.
pub(super) fn section(edition: Edition<'_>) -> Section {
    let mut blocks = edition.passages(StatementPart::Security);
    let measures = measures(edition);
    if measures.is_empty() {
        blocks.push(Block::Paragraph(edition.unknown()));
    } else {
        blocks.push(Block::paragraph(edition.get("security-text")));
        blocks.push(Block::List(measures));
    }
    let reviews = changes::reviews(edition, |of| of != ReviewOf::Statement);
    if let Some(reviews) = reviews {
        blocks.push(Block::heading("reviews", edition.get("reviews-title")));
        blocks.push(reviews);
    }
    blocks.extend(design(edition));
    if !edition.protocol.certificate.is_empty() {
        blocks.push(Block::heading("certificates", edition.get("certificates-title")));
        blocks.push(Block::Facts(
            edition.protocol.certificate.iter().map(|certificate| certificate_fact(edition, certificate)).collect(),
        ));
    }
    part(edition, "security", blocks)
}

/// The measures that are promised; also those of the registers.
pub(crate) fn measures(edition: Edition<'_>) -> Vec<Text> {
    edition.promises_where(|promise| in_security(promise) && promise.control.value != Control::ByDesign)
}

fn in_security(promise: &Promise) -> bool {
    part_of(promise) == Some(StatementPart::Security)
}

fn design(edition: Edition<'_>) -> Vec<Block> {
    let mut said = edition.promises_where(|promise| in_security(promise) && promise.control.value == Control::ByDesign);
    if let Some(design) = &edition.protocol.design {
        said.extend(design.words.as_ref().map(|words| edition.say(words)));
    }
    let defaults: Vec<Text> =
        edition.protocol.design.iter().flat_map(|design| &design.defaults).map(|words| edition.say(words)).collect();
    if said.is_empty() && defaults.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::heading("by-design", edition.get("by-design-title"))];
    blocks.extend(said.into_iter().map(Block::Paragraph));
    if !defaults.is_empty() {
        blocks.push(Block::paragraph(edition.get("by-default-text")));
        blocks.push(Block::List(defaults));
    }
    blocks
}

fn certificate_fact(edition: Edition<'_>, certificate: &Named<Certificate>) -> Fact {
    let mut status = edition.word("certificate", certificate.status.value.as_str());
    for (key, date) in [("on-date", certificate.status_on), ("until-date", certificate.valid_until)] {
        if let Some(date) = date {
            status = format!("{status}, {}", edition.with(key, &[("date", edition.date(date).into())]));
        }
    }
    if let Some(body) = &certificate.body {
        status = format!("{status} ({body})");
    }
    let words = certificate.words.as_ref().map(|words| edition.say(words));
    Fact {
        term: certificate.standard.as_str().into(),
        says: std::iter::once(Text::plain(status)).chain(words).collect(),
    }
}
