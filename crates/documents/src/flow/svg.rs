//! The picture as SVG: inside a page it has classes only; as a file of its own also plain colours for a saved copy.

use askama::Template;
use waarborg_web::SafeHtml;

use super::layout::{BOX, Curve, EDGE, HEAD, INSET, LINE, Layout, NOTE_LINE, Placed, WIDTH, layout};
use super::model::Graph;
use crate::edition::Edition;

/// Room for the legend below a picture.
const LEGEND: usize = 40;
/// Room between two pictures of one file, its title included.
const BAND: usize = 30;

/// A picture inside a page.
pub(super) fn inline(edition: Edition<'_>, graph: &Graph, title: &str) -> SafeHtml {
    let layout = layout(graph);
    let height = layout.height + LEGEND;
    SafeHtml::of(&Svg {
        id: &graph.id,
        title,
        height,
        bands: vec![Band::new(edition, &layout, 0)],
        file: false,
        stylesheet: "",
    })
}

/// One or more pictures as a file.
pub(super) fn file(edition: Edition<'_>, graphs: &[Graph], title: &str) -> String {
    let layouts: Vec<Layout> = graphs.iter().map(layout).collect();
    let mut bands = Vec::new();
    let mut y = 0;
    for layout in &layouts {
        bands.push(Band::new(edition, layout, y));
        y += layout.height + LEGEND + BAND;
    }
    let stylesheet = waarborg_web::files::address("site.css");
    let id = if graphs.len() == 1 { &graphs[0].id } else { "all" };
    let svg = Svg { id, title, height: y.saturating_sub(BAND).max(1), bands, file: true, stylesheet };
    SafeHtml::of(&svg).into_string()
}

/// One picture at its height in the file.
struct Band<'a> {
    y: usize,
    heads: [Word; 3],
    curves: Vec<Path<'a>>,
    boxes: Vec<Shape<'a>>,
    legend: Vec<Sample>,
    legend_y: usize,
}

struct Word {
    x: usize,
    text: String,
}

struct Path<'a> {
    curve: &'a Curve,
    bend: usize,
}

struct Shape<'a> {
    placed: &'a Placed,
    fill: usize,
    lines: Vec<Row<'a>>,
}

struct Row<'a> {
    y: usize,
    text: &'a str,
    note: bool,
}

/// A line of the legend: a sample of the line, and what it means.
struct Sample {
    x: usize,
    special: bool,
    outside: bool,
    text: String,
}

impl<'a> Band<'a> {
    fn new(edition: Edition<'_>, layout: &'a Layout, y: usize) -> Self {
        let keys = ["flow-data", "purpose", "recipient"];
        let heads = std::array::from_fn(|column| Word {
            x: EDGE + column * (BOX + super::layout::BETWEEN),
            text: edition.get(keys[column]),
        });
        let curves = layout.curves.iter().map(|curve| Path { curve, bend: (curve.to.0 - curve.from.0) / 2 }).collect();
        let shape = |(column, placed): (usize, &'a Placed)| Shape { placed, fill: column + 1, lines: rows(placed) };
        let boxes = layout
            .boxes
            .iter()
            .enumerate()
            .flat_map(|(column, boxes)| boxes.iter().map(move |placed| (column, placed)));
        let legend = legend(edition, layout);
        Self { y, heads, curves, boxes: boxes.map(shape).collect(), legend, legend_y: layout.height + LEGEND / 2 }
    }
}

/// The text of a box, centred from top to bottom.
fn rows(placed: &Placed) -> Vec<Row<'_>> {
    let text = placed.title.len() * LINE + placed.note.len() * NOTE_LINE;
    let mut y = placed.y + (placed.height - text) / 2;
    let mut rows = Vec::new();
    for title in &placed.title {
        rows.push(Row { y: y + LINE - 5, text: title, note: false });
        y += LINE;
    }
    for note in &placed.note {
        rows.push(Row { y: y + NOTE_LINE - 4, text: note, note: true });
        y += NOTE_LINE;
    }
    rows
}

/// Only what the picture shows.
fn legend(edition: Edition<'_>, layout: &Layout) -> Vec<Sample> {
    let special = layout.curves.iter().any(|curve| curve.special);
    let outside = layout.curves.iter().any(|curve| curve.outside);
    let kinds = [
        (true, false, false, "flow-legend-plain"),
        (special, true, false, "flow-legend-special"),
        (outside, false, true, "flow-legend-outside"),
    ];
    let mut x = EDGE;
    let mut samples = Vec::new();
    for (shown, special, outside, key) in kinds {
        if shown {
            let text = edition.get(key);
            let room = 60 + text.chars().count() * 8;
            samples.push(Sample { x, special, outside, text });
            x += room;
        }
    }
    samples
}

#[derive(Template)]
#[template(path = "flow.svg", escape = "html")]
struct Svg<'a> {
    id: &'a str,
    title: &'a str,
    height: usize,
    bands: Vec<Band<'a>>,
    file: bool,
    stylesheet: &'a str,
}
