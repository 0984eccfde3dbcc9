//! As processor: a row for each sort of processing on behalf of others.

use waarborg_protocol::Protocol;
use waarborg_protocol::model::{Named, ProcessingForOthers};
use waarborg_web::Lang;

use super::controller::{columns, controller};
use super::{Register, RegisterKind, Row};
use crate::edition::Edition;
use crate::statement::recipients::country;
use crate::statement::security;
use crate::text::Text;

/// Key, article, and whether a row needs it.
const COLUMNS: [(&str, Option<&str>, bool); 8] = [
    ("processor", Some("30(2)(a)"), true),
    ("controllers", Some("30(2)(a)"), true),
    ("processing", Some("30(2)(b)"), true),
    ("activities", Some("30(2)(b)"), true),
    ("services", None, false),
    ("sub-processors", None, false),
    ("transfers", Some("30(2)(c)"), true),
    ("measures", Some("30(2)(d)"), true),
];

/// The record of processing activities as processor, in one language.
pub fn processor_register(protocol: &Protocol, lang: Lang) -> Register {
    let edition = Edition::new(protocol, lang);
    let (processor, measures) = (controller(edition), security::measures(edition));
    let row = |processing: &Named<ProcessingForOthers>| {
        let service = processing.service.as_ref().and_then(|service| protocol.service.get(&service.id));
        let behind = processing.sub_processors.iter().filter_map(|sub| protocol.recipient.get(&sub.id));
        let own = processing.measures.as_ref().map(|words| vec![edition.say(words)]);
        let cells = vec![
            processor.clone(),
            vec![edition.say(&processing.controllers)],
            vec![edition.say(&processing.name)],
            processing.activities.iter().map(|words| edition.say(words)).collect(),
            service.iter().map(|service| edition.say(&service.name)).collect(),
            behind.map(|sub| edition.recipient(sub).then(", ").then(country(edition, sub))).collect(),
            processing.transfers.iter().map(|words| edition.say(words)).collect(),
            own.unwrap_or_else(|| measures.clone()),
        ];
        Row { id: processing.id.clone(), name: Text::clone(&edition.say(&processing.name)), cells }
    };
    Register {
        kind: RegisterKind::Processor,
        columns: columns(edition, &COLUMNS),
        rows: protocol.processing.iter().map(row).collect(),
    }
}
