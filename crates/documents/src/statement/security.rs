//! How data is protected: the promises, the certificates, and what is protected without anybody's doing anything (Art. 25, 32).

use waarborg_protocol::model::{Certificate, Control, Extent, Named, Promise, StatementPart};

use super::part;
use crate::document::{Block, Fact, Section};
use crate::edition::Edition;
use crate::text::Text;

/// What is claimed about how data is kept safe; also the measures of the registers.
pub(crate) const MEASURES: &[Control] = &[
    Control::Encryption,
    Control::EncryptedConnections,
    Control::TwoFactor,
    Control::AccessLimited,
    Control::AccessReviewed,
    Control::DevicesLocked,
    Control::DevicesLimited,
    Control::MeasuresReviewed,
    Control::SecurityUpdates,
    Control::Audits,
    Control::NoPaper,
    Control::OnlyNamedSystems,
];

/// Security promises, by design and by default, certificates.
pub(super) fn section(edition: Edition<'_>) -> Section {
    let mut blocks = edition.passages(StatementPart::Security);
    let promise = |promise: &Named<Promise>| {
        let words = edition.say(&promise.words);
        match promise.extent.map(|extent| extent.value) {
            Some(Extent::WherePossible) => words.then(" ").then(Text::tag(edition.get("extent-where-possible"))),
            _ => words,
        }
    };
    let measures: Vec<Text> =
        edition.protocol.promise.iter().filter(|promise| MEASURES.contains(&promise.control.value)).map(promise).collect();
    if measures.is_empty() {
        blocks.push(Block::Paragraph(edition.unknown()));
    } else {
        blocks.push(Block::paragraph(edition.get("security-text")));
        blocks.push(Block::List(measures));
    }
    blocks.extend(design(edition));
    if !edition.protocol.certificate.is_empty() {
        blocks.push(Block::heading("certificates", edition.get("certificates-title")));
        blocks.push(Block::Facts(edition.protocol.certificate.iter().map(|certificate| certificate_fact(edition, certificate)).collect()));
    }
    part(edition, "security", blocks)
}

fn design(edition: Edition<'_>) -> Vec<Block> {
    let mut said = edition.promises(&[Control::ByDesign]);
    if let Some(design) = &edition.protocol.design {
        said.extend(design.words.as_ref().map(|words| edition.say(words)));
    }
    let defaults: Vec<Text> = edition.protocol.design.iter().flat_map(|design| &design.defaults).map(|words| edition.say(words)).collect();
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
    Fact { term: certificate.standard.clone(), says: std::iter::once(Text::plain(status)).chain(words).collect() }
}
