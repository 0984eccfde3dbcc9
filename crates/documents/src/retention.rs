//! The retention table: every rule with its reason and its exceptions.

use waarborg_protocol::Protocol;
use waarborg_protocol::model::{Named, Retention, RetentionException};
use waarborg_web::Lang;

use crate::Standing;
use crate::document::{Block, Document, Table};
use crate::edition::Edition;
use crate::statement::changes::version_line;
use crate::statement::retention::length;
use crate::text::Text;

/// The retention table in one language.
pub fn retention_table(protocol: &Protocol, lang: Lang, standing: Option<&Standing>) -> Document {
    let edition = Edition::new(protocol, lang);
    let mut opening =
        vec![Block::Meta(version_line(edition, standing)), Block::Lead(edition.naming("retention-lead").into())];
    if protocol.retention.is_empty() {
        opening.push(edition.missing(8, "missing-retention", "13(2)(a)"));
    } else {
        opening.push(Block::Table(Table {
            anchor: "rules".to_owned(),
            caption: edition.get("retention-rules-caption").into(),
            head: [
                "retention-rule",
                "data-used",
                "how-long",
                "retention-action",
                "retention-why",
                "retention-exceptions",
            ]
            .map(|key| edition.get(key))
            .to_vec(),
            rows: protocol.retention.iter().map(|rule| row(edition, rule)).collect(),
        }));
    }
    Document { title: edition.get("retention-title").into(), opening, sections: Vec::new(), contents: None }
}

fn row(edition: Edition<'_>, rule: &Named<Retention>) -> Vec<Vec<Text>> {
    let name = rule.name.as_ref().map_or_else(|| rule.id.as_str().into(), |name| edition.say(name));
    let action = rule
        .action
        .map_or_else(|| edition.unknown(), |action| edition.word("retention-action", action.as_str()).into());
    let why: Vec<Text> = [&rule.statute, &rule.reason].into_iter().flatten().map(|words| edition.say(words)).collect();
    let exception = |exception: &RetentionException| {
        Text::plain(format!("{}: ", edition.word("exception", exception.ground.as_str())))
            .then(edition.say(&exception.words))
    };
    vec![
        vec![name],
        if rule.data.is_empty() { vec![edition.get("retention-all-data").into()] } else { edition.data(&rule.data) },
        vec![length(edition, rule)],
        vec![action],
        if why.is_empty() { vec![edition.unknown()] } else { why },
        rule.exceptions.iter().map(exception).collect(),
    ]
}
