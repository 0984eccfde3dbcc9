//! A register as a page: a part for each activity, because a row of thirteen columns reads badly on any screen and on paper.

use waarborg_protocol::Protocol;
use waarborg_web::Lang;

use super::{Column, Register, RegisterKind, Row, controller_register, processor_register};
use crate::Standing;
use crate::document::{Block, Callout, Document, Fact, Section};
use crate::edition::Edition;
use crate::statement::changes::version_line;
use crate::statement::controller;
use crate::text::Text;

/// The endings under which a register can be fetched.
pub(crate) const FILES: [&str; 5] = ["csv", "xlsx", "json", "ttl", "jsonld"];

/// The page of a register.
pub(crate) fn register_page(
    protocol: &Protocol,
    kind: RegisterKind,
    lang: Lang,
    standing: Option<&Standing>,
) -> Document {
    let edition = Edition::new(protocol, lang);
    let register = match kind {
        RegisterKind::Controller => controller_register(protocol, lang),
        RegisterKind::Processor => processor_register(protocol, lang),
    };
    let complete = register.rows.iter().filter(|row| register.is_complete(row)).count();
    let counts = [("n", register.rows.len().into()), ("complete", complete.into())];
    let mut opening = vec![
        Block::Meta(version_line(edition, standing)),
        Block::Lead(edition.naming(&format!("register-{}-lead", kind.word())).into()),
        Block::Links { label: edition.get("downloads"), links: downloads(edition, kind) },
        Block::paragraph(edition.with("register-counts", &counts)),
    ];
    if kind == RegisterKind::Controller {
        opening.push(Block::Facts(controller::facts(edition)));
    }
    if register.rows.is_empty() {
        opening.push(edition.missing(0, &format!("missing-register-{}", kind.word()), "30"));
    }
    let sections = register.rows.iter().map(|row| section(edition, &register, row)).collect();
    Document {
        title: edition.get(kind.title()).into(),
        opening,
        sections,
        contents: Some(edition.get("register-contents")),
    }
}

fn downloads(edition: Edition<'_>, kind: RegisterKind) -> Vec<Text> {
    let file =
        |ending: &str| Text::link(edition.path(&format!("{}.{ending}", kind.path())), edition.word("file", ending));
    let other = match kind {
        RegisterKind::Controller => RegisterKind::Processor,
        RegisterKind::Processor => RegisterKind::Controller,
    };
    FILES
        .iter()
        .map(|ending| file(ending))
        .chain([Text::link(edition.path(other.path()), edition.get(other.title()))])
        .collect()
}

fn section(edition: Edition<'_>, register: &Register, row: &Row) -> Section {
    let lacks: Vec<&str> = register.lacks(row).map(|column| column.title.as_str()).collect();
    let mark = if lacks.is_empty() {
        Block::Meta(Text::tag(edition.get("register-complete")))
    } else {
        Block::Callout {
            kind: Callout::Missing(0),
            anchor: None,
            title: edition.get("register-incomplete"),
            blocks: vec![Block::paragraph(format!("{}.", lacks.join(", ")))],
        }
    };
    // The controller itself stands above all rows.
    let own =
        register.columns.iter().zip(&row.cells).filter(|(column, _)| !matches!(column.key, "controller" | "processor"));
    let facts = own.filter(|(column, cell)| column.needed || !cell.is_empty()).map(|(column, cell)| Fact {
        term: column.title.as_str().into(),
        says: if cell.is_empty() { vec![edition.unknown()] } else { shown(edition, column, cell) },
    });
    Section { anchor: row.id.clone(), title: row.name.clone(), blocks: vec![mark, Block::Facts(facts.collect())] }
}

/// A cell as a page shows it: dates in words, where files keep them as ISO 8601.
fn shown(edition: Edition<'_>, column: &Column, cell: &[Text]) -> Vec<Text> {
    let date = |text: &Text| text.words().parse().map_or_else(|_| text.clone(), |date| edition.date(date).into());
    match column.key {
        "reviewed-on" => cell.iter().map(date).collect(),
        // Its name stands above it.
        "purpose" if cell.len() > 1 => cell[1..].to_vec(),
        _ => cell.to_vec(),
    }
}
