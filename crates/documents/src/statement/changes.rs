//! Which version this is, what changed, and how a change is made known (Art. 13(3), 14(4); WP260 §29–30).

use waarborg_protocol::model::{Named, Review, ReviewOf, StatementPart};

use super::{part, promised};
use crate::document::{Block, Callout, Fact, Section};
use crate::edition::Edition;
use crate::standing::{Standing, date, day};
use crate::text::Text;

/// "Versie 2.1 · geldt vanaf 1 december 2026 · alle versies".
pub(crate) fn version_line(edition: Edition<'_>, standing: Option<&Standing>) -> Text {
    let statement = edition.protocol.statement.as_ref();
    let version = statement.and_then(|statement| statement.version.as_ref());
    let mut parts: Vec<Text> = Vec::new();
    parts.push(match version {
        Some(version) => edition.with("version-declared", &[("version", version.as_str().into())]).into(),
        None => Text::plain(edition.get("version-word")).then(" ").then(edition.unknown()),
    });
    parts.push(match statement.and_then(|statement| statement.effective_on) {
        Some(date) => edition.with("effective-on", &[("date", edition.date(date).into())]).into(),
        None => Text::plain(edition.get("effective-word")).then(" ").then(edition.unknown()),
    });
    if standing.is_some() {
        parts.push(Text::link(edition.path("/privacy/versions"), edition.get("versions-all")));
    }
    Text::joined(parts, " · ")
}

/// Above a version that no longer applies, or does not apply yet: which one does.
pub(super) fn not_in_force(edition: Edition<'_>, standing: &Standing) -> Option<Block> {
    if standing.in_force() {
        return announced(edition, standing);
    }
    let until = standing.until_words(edition);
    let text = Text::plain(until)
        .then(" ")
        .then(Text::link(edition.path("/privacy"), edition.get("version-current")))
        .then(".");
    Some(Block::Callout {
        kind: Callout::Changed,
        anchor: None,
        title: edition.get("version-old-title"),
        blocks: vec![Block::Paragraph(text)],
    })
}

/// Above a version that was published before the day it applies: people are told beforehand (GDPR Art. 13(3)), and until that
/// day the version before it holds.
fn announced(edition: Edition<'_>, standing: &Standing) -> Option<Block> {
    let applies_on = edition.protocol.statement.as_ref()?.effective_on?;
    let before = standing.number - 1;
    if before < 1 || applies_on <= date(edition, standing.from) {
        return None;
    }
    let words = [("published", day(edition, standing.from).into()), ("date", edition.date(applies_on).into())];
    let earlier = edition.path(&format!("/privacy/versions/{before}"));
    let text = Text::plain(edition.with("version-announced", &words))
        .then(" ")
        .then(Text::link(earlier, edition.with("version-until-then", &[("number", before.into())])))
        .then(".");
    Some(Block::Callout {
        kind: Callout::Changed,
        anchor: None,
        title: edition.get("version-announced-title"),
        blocks: vec![Block::Paragraph(text)],
    })
}

/// What this version changed, where people see it first.
pub(super) fn changed(edition: Edition<'_>) -> Option<Block> {
    let changes = edition.protocol.statement.as_ref()?.changes.as_ref()?;
    Some(Block::Callout {
        kind: Callout::Changed,
        anchor: Some("changed"),
        title: edition.get("changed-title"),
        blocks: edition.paragraphs(changes),
    })
}

/// How the statement is kept true, and how people learn of a change.
pub(super) fn section(edition: Edition<'_>, standing: Option<&Standing>) -> Section {
    let statement = edition.protocol.statement.as_ref();
    let mut blocks = edition.passages(StatementPart::Changes);
    blocks.extend(edition.said(statement.and_then(|statement| statement.words.as_ref())));
    let announced: Vec<Text> = statement
        .iter()
        .flat_map(|statement| &statement.announced_by)
        .map(|way| edition.word("announced", way.as_str()).into())
        .collect();
    if announced.is_empty() {
        blocks.push(edition.missing(15, "missing-announcement", "13(3)"));
    } else {
        blocks.push(Block::paragraph(edition.get("changes-announced")));
        blocks.push(Block::List(announced));
        blocks.push(Block::heading("new-purposes", edition.get("new-purposes-title")));
        blocks.push(Block::paragraph(format!(
            "{} ({}).",
            edition.naming("new-purposes-text"),
            edition.article("13(3)")
        )));
    }
    blocks.extend(promised(edition, StatementPart::Changes));
    blocks.extend(reviews(edition, |of| of == ReviewOf::Statement));
    blocks.extend(edition.said(edition.protocol.register.as_ref().and_then(|register| register.words.as_ref())));
    blocks.push(Block::heading("documents", edition.get("documents-title")));
    blocks.push(Block::List(documents(edition)));
    if let Some(standing) = standing {
        let permanent = edition.path(&format!("/privacy/versions/{}", standing.number));
        blocks.push(Block::Meta(
            Text::plain(edition.get("permanent-address")).then(" ").then(Text::link(permanent.clone(), permanent)),
        ));
    }
    part(edition, "changes", blocks)
}

/// How often something is reviewed, by whom, and when it last was.
pub(super) fn reviews(edition: Edition<'_>, wanted: impl Fn(ReviewOf) -> bool) -> Option<Block> {
    let fact = |review: &Named<Review>| {
        let every = review.every.as_ref().map(|every| match every.as_str() {
            "P1Y" | "P12M" => edition.get("review-yearly"),
            _ => edition.with("review-every", &[("period", edition.period(every).into())]),
        });
        let last = review.last_on.map(|date| edition.with("review-last", &[("date", edition.date(date).into())]));
        let words = review.words.as_ref().map(|words| edition.say(words));
        let dated = every.into_iter().chain(last).map(Text::plain);
        let says = Text::joined(dated.chain(words), " ");
        (!says.is_empty()).then(|| Fact::new(edition.word("review", review.of.as_str()), says))
    };
    let facts: Vec<Fact> = edition.protocol.review.iter().filter(|review| wanted(review.of)).filter_map(fact).collect();
    (!facts.is_empty()).then_some(Block::Facts(facts))
}

/// Every other document of the same protocol.
pub(crate) fn documents(edition: Edition<'_>) -> Vec<Text> {
    let mut documents = vec![
        ("/cookies", "cookies-title"),
        ("/recipients", "recipients-title"),
        ("/retention", "retention-title"),
        ("/data-flow", "flow-title"),
        ("/register", "register-title"),
    ];
    if !edition.protocol.processing.is_empty() {
        documents.push(("/register/processor", "processor-register-title"));
    }
    documents.push(("/privacy/versions", "versions-title"));
    documents.into_iter().map(|(path, key)| Text::link(edition.path(path), edition.get(key))).collect()
}
