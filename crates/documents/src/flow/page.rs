//! The page of the map: pictures, each with the table that says the same.

use waarborg_protocol::Protocol;
use waarborg_protocol::model::{Named, Purpose};
use waarborg_web::Lang;

use super::model::{Graph, HEAD, graph, pictures, table_rows};
use super::svg;
use crate::Standing;
use crate::document::{Block, Document, Picture, Section, Table};
use crate::edition::Edition;
use crate::statement::changes::version_line;
use crate::text::Text;

/// The data-flow map in one language.
pub fn flow_page(protocol: &Protocol, lang: Lang, standing: Option<&Standing>) -> Document {
    let edition = Edition::new(protocol, lang);
    let links = [("svg", "file-svg"), ("csv", "file-csv")];
    let links = links.map(|(ending, key)| Text::link(edition.path(&format!("/data-flow.{ending}")), edition.get(key)));
    let mut opening = vec![
        Block::Meta(version_line(edition, standing)),
        Block::Lead(edition.naming("flow-lead").into()),
        Block::paragraph(edition.get("flow-how-to-read")),
        Block::Links { label: edition.get("downloads"), links: links.to_vec() },
    ];
    let pictures = pictures(edition);
    let mut sections = Vec::new();
    if protocol.purpose.is_empty() {
        opening.push(edition.missing(3, "missing-purposes", "13(1)(c)"));
    } else if pictures.len() == 1 {
        opening.push(picture(edition, &pictures[0], &edition.get("flow-title").into(), protocol.purpose.iter()));
    } else {
        sections.extend(protocol.purpose.iter().map(|purpose| section(edition, purpose)));
    }
    Document { title: edition.get("flow-title").into(), opening, sections, contents: None }
}

fn section(edition: Edition<'_>, purpose: &Named<Purpose>) -> Section {
    let name = edition.say(&purpose.name);
    let block = picture(edition, &graph(edition, [purpose]), &name, [purpose]);
    Section { anchor: purpose.id.clone(), title: name, blocks: vec![block] }
}

fn picture<'a>(
    edition: Edition<'_>,
    graph: &Graph,
    title: &Text,
    purposes: impl IntoIterator<Item = &'a Named<Purpose>>,
) -> Block {
    let caption = title.clone().then(": ").then(edition.get("flow-caption"));
    Block::Picture(Box::new(Picture {
        svg: svg::inline(edition, graph, &title.words()),
        label: caption.words(),
        caption: caption.clone(),
        summary: edition.get("flow-as-table"),
        table: Table {
            anchor: format!("table-{}", graph.id),
            caption,
            head: HEAD.map(|key| edition.get(key)).to_vec(),
            rows: purposes.into_iter().flat_map(|purpose| table_rows(edition, purpose)).collect(),
        },
    }))
}
