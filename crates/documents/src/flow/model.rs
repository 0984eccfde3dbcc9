//! What is on the map: boxes in three columns, and lines between them.

use waarborg_protocol::model::{Category, DataRef, Named, Purpose, Recipient};

use crate::edition::{Edition, leaves_eea};
use crate::statement::recipients::{country, role};
use crate::text::Text;

/// More lines than this in one picture are no picture.
pub(super) const MOST_LINES: usize = 12;

/// Headings of the table, which are those of the picture and two more.
pub(super) const HEAD: [&str; 5] = ["flow-data", "purpose", "recipient", "flow-special", "flow-outside"];

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) note: String,
}

/// A line from a box to one in the next column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// 0: from data to purpose. 1: from purpose to recipient.
    pub(super) column: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) special: bool,
    pub(super) outside: bool,
}

/// One picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Graph {
    pub(super) id: String,
    pub(super) columns: [Vec<Node>; 3],
    pub(super) lines: Vec<Line>,
}

/// Every picture: one when it fits, else one for each purpose.
pub(super) fn pictures(edition: Edition<'_>) -> Vec<Graph> {
    let whole = graph(edition, &edition.protocol.purpose);
    if whole.lines.len() <= MOST_LINES {
        return vec![whole];
    }
    edition.protocol.purpose.iter().map(|purpose| graph(edition, [purpose])).collect()
}

/// The picture of these purposes.
pub(super) fn graph<'a>(edition: Edition<'_>, purposes: impl IntoIterator<Item = &'a Named<Purpose>>) -> Graph {
    let mut graph = Graph::default();
    for purpose in purposes {
        graph.id = if graph.id.is_empty() { purpose.id.clone() } else { "all".to_owned() };
        let basis = purpose
            .basis
            .as_ref()
            .map_or_else(|| edition.get("not-stated"), |basis| edition.word("basis", basis.kind()));
        let at = node(&mut graph.columns[1], &purpose.id, || (edition.plain(&purpose.name), basis));
        for category in categories(edition, purpose) {
            let from = node(&mut graph.columns[0], &category.id, || {
                (edition.plain(&category.name), fields(edition, purpose, category))
            });
            graph.lines.push(Line { column: 0, from, to: at, special: is_special(category), outside: false });
        }
        for recipient in recipients(edition, purpose) {
            let note = format!("{}, {}", role(edition, recipient).words(), country(edition, recipient).words());
            let to = node(&mut graph.columns[2], &recipient.id, || (edition.plain(&recipient.name), note));
            let special = receives_special(edition, purpose, recipient);
            graph.lines.push(Line { column: 1, from: at, to, special, outside: leaves_eea(recipient) });
        }
    }
    graph
}

fn node(column: &mut Vec<Node>, id: &str, says: impl FnOnce() -> (String, String)) -> usize {
    column.iter().position(|node| node.id == id).unwrap_or_else(|| {
        let (title, note) = says();
        column.push(Node { id: id.to_owned(), title, note });
        column.len() - 1
    })
}

/// The categories a purpose uses, each once, in the order it names them.
fn categories<'a>(edition: Edition<'a>, purpose: &Purpose) -> Vec<&'a Named<Category>> {
    let mut categories: Vec<&Named<Category>> = Vec::new();
    for category in purpose.data.iter().filter_map(|data| edition.protocol.category.get(&data.category)) {
        if !categories.iter().any(|known| known.id == category.id) {
            categories.push(category);
        }
    }
    categories
}

/// The fields of a category that a purpose uses, when it does not use all of them.
fn fields(edition: Edition<'_>, purpose: &Purpose, category: &Named<Category>) -> String {
    let of_category: Vec<&DataRef> = purpose.data.iter().filter(|data| data.category == category.id).collect();
    let named: Option<Vec<&str>> = of_category.iter().map(|data| data.field.as_deref()).collect();
    let names =
        named.unwrap_or_default().into_iter().filter_map(|field| Some(edition.plain(&category.field.get(field)?.name)));
    names.collect::<Vec<_>>().join(", ")
}

fn recipients<'a>(edition: Edition<'a>, purpose: &'a Purpose) -> Vec<&'a Named<Recipient>> {
    let named = purpose.recipients.iter().flatten();
    named.filter_map(|recipient| edition.protocol.recipient.get(&recipient.id)).collect()
}

/// Whether a category needs the most care: special (Art. 9) or criminal (Art. 10) data.
fn is_special(category: &Category) -> bool {
    category.special.is_some() || category.criminal == Some(true)
}

/// Whether a recipient gets special data for a purpose: as its own list of data says, or else whatever the purpose uses.
fn receives_special(edition: Edition<'_>, purpose: &Purpose, recipient: &Recipient) -> bool {
    let gets = |category: &Named<Category>| {
        recipient.data.is_empty() || recipient.data.iter().any(|data| data.category == category.id)
    };
    categories(edition, purpose).into_iter().any(|category| is_special(category) && gets(category))
}

/// The rows of the table of one purpose.
pub(super) fn table_rows(edition: Edition<'_>, purpose: &Named<Purpose>) -> Vec<Vec<Vec<Text>>> {
    let link = edition.path(&format!("/privacy#purpose-{}", purpose.id));
    let row = |recipient: Option<&Named<Recipient>>| {
        let gets = |category: &&Named<Category>| {
            recipient.is_none_or(|recipient| {
                recipient.data.is_empty() || recipient.data.iter().any(|data| data.category == category.id)
            })
        };
        let known: Vec<&Named<Category>> = categories(edition, purpose).into_iter().filter(gets).collect();
        let special: Vec<Text> =
            known.iter().filter(|category| is_special(category)).map(|category| edition.say(&category.name)).collect();
        let outside = recipient.filter(|recipient| leaves_eea(recipient)).map(|recipient| country(edition, recipient));
        let dash = || vec![Text::plain("–")];
        vec![
            if known.is_empty() { dash() } else { known.iter().map(|category| edition.say(&category.name)).collect() },
            vec![edition.say(&purpose.name).linked(&link)],
            vec![recipient.map_or_else(
                || none_or_unknown(edition, purpose),
                |recipient| {
                    edition.say(&recipient.name).linked(&edition.path(&format!("/recipients#{}", recipient.id)))
                },
            )],
            if special.is_empty() { dash() } else { special },
            outside.map_or_else(dash, |country| vec![country]),
        ]
    };
    let recipients = recipients(edition, purpose);
    if recipients.is_empty() {
        vec![row(None)]
    } else {
        recipients.into_iter().map(|recipient| row(Some(recipient))).collect()
    }
}

fn none_or_unknown(edition: Edition<'_>, purpose: &Purpose) -> Text {
    match &purpose.recipients {
        Some(recipients) if recipients.is_empty() => edition.get("recipients-nobody").into(),
        _ => edition.unstated(6),
    }
}
