//! How long data is kept, counted from what, and what happens then (Art. 13(2)(a)).

use waarborg_protocol::model::{Named, Purpose, Retention, RetentionEvent, StatementPart};

use super::{part, promised};
use crate::document::{Block, Section, Table};
use crate::edition::Edition;
use crate::text::Text;

/// The terms, purpose by purpose.
pub(super) fn section(edition: Edition<'_>) -> Section {
    let mut blocks = edition.passages(StatementPart::Retention);
    let stated = edition.protocol.purpose.iter().any(|purpose| !purpose.retention.is_empty());
    if stated {
        blocks.insert(0, Block::paragraph(edition.get("retention-text")));
        blocks.push(Block::Table(table(edition)));
        let more = Text::link(edition.path("/retention"), edition.get("retention-more"));
        blocks.push(Block::Paragraph(more));
    } else {
        blocks.push(edition.missing(8, "missing-retention", "13(2)(a)"));
    }
    blocks.extend(promised(edition, StatementPart::Retention));
    part(edition, "retention", blocks)
}

fn table(edition: Edition<'_>) -> Table {
    let row = |purpose: &Named<Purpose>| {
        let link = format!("#purpose-{}", purpose.id);
        vec![vec![edition.say(&purpose.name).linked(&link)], of_purpose(edition, purpose)]
    };
    Table {
        anchor: "retention-table".to_owned(),
        caption: edition.get("retention-caption").into(),
        head: vec![edition.get("purpose"), edition.get("how-long")],
        rows: edition.protocol.purpose.iter().map(row).collect(),
    }
}

/// The rules of a purpose, each a sentence or two.
pub(crate) fn of_purpose(edition: Edition<'_>, purpose: &Purpose) -> Vec<Text> {
    let rules = purpose.retention.iter().filter_map(|rule| edition.protocol.retention.get(&rule.id));
    let rules: Vec<Text> = rules.map(|rule| rule_text(edition, rule, purpose.retention.len() > 1)).collect();
    if rules.is_empty() { vec![edition.unstated(8)] } else { rules }
}

/// A rule in words: "Facturen: zeven jaar na het einde van het boekjaar. Daarna wissen wij de gegevens."
pub(crate) fn rule_text(edition: Edition<'_>, rule: &Retention, named: bool) -> Text {
    let mut text = Text::default();
    if named && let Some(name) = &rule.name {
        text = edition.say(name).then(": ");
    } else if named && !rule.data.is_empty() {
        text = Text::joined(edition.data(&rule.data), ", ").then(": ");
    }
    text = text.then(length(edition, rule)).then(".");
    match rule.action {
        Some(action) => text.then(" ").then(edition.word("retention-then", action.as_str())),
        None => text,
    }
}

/// How long, counted from what; or what decides.
pub(crate) fn length(edition: Edition<'_>, rule: &Retention) -> Text {
    let criteria = rule.criteria.as_ref().map(|words| without_stop(edition.say(words)));
    let Some(period) = &rule.period else { return criteria.unwrap_or_else(|| edition.unstated(8)) };
    let period = Text::plain(edition.period(period));
    let event = match (rule.from.map(|from| from.value), &rule.from_words) {
        (_, Some(words)) => Some(without_stop(edition.say(words))),
        (Some(RetentionEvent::Other) | None, None) => None,
        (Some(event), None) => Some(edition.word("event", event.as_str()).into()),
    };
    match (event, criteria) {
        (Some(event), _) => period.then(format!(" {} ", edition.get("after"))).then(event),
        (None, Some(criteria)) => period.then("; ").then(criteria),
        (None, None) => period.then(" ").then(edition.unstated(8)),
    }
}

/// The sentence goes on after these words.
fn without_stop(text: Text) -> Text {
    text.without_end('.')
}
