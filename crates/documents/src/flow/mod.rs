//! The data-flow map: who gets what for which purpose, in three columns.
//!
//! At most twelve lines make a picture; with more of them each purpose has a picture of its own. The same protocol gives the
//! same bytes, so that two versions can be compared.

mod layout;
pub(crate) mod model;
mod page;
mod svg;

pub use page::flow_page;

use waarborg_protocol::Protocol;
use waarborg_web::Lang;

use crate::edition::Edition;

/// The map as a file of its own: one picture when it fits, else all of them below each other.
pub fn flow_svg(protocol: &Protocol, lang: Lang) -> String {
    let edition = Edition::new(protocol, lang);
    svg::file(edition, &model::pictures(edition), &edition.get("flow-title"))
}

/// The picture of one purpose as a file of its own; `None` when there is no such purpose.
pub fn purpose_flow_svg(protocol: &Protocol, lang: Lang, purpose: &str) -> Option<String> {
    let edition = Edition::new(protocol, lang);
    let purpose = protocol.purpose.get(purpose)?;
    let graph = model::graph(edition, [purpose]);
    Some(svg::file(edition, std::slice::from_ref(&graph), &edition.plain(&purpose.name)))
}

/// The map as CSV: a row for each line of data that goes to a recipient for a purpose.
pub fn flow_csv(protocol: &Protocol, lang: Lang) -> Vec<u8> {
    let edition = Edition::new(protocol, lang);
    let head = model::HEAD.map(|key| edition.get(key));
    let rows = protocol.purpose.iter().flat_map(|purpose| model::table_rows(edition, purpose));
    let rows = rows.map(|row| row.iter().map(|cell| crate::register::csv::cell(cell)).collect());
    crate::register::csv::write(head.iter().map(String::as_str), rows)
}
