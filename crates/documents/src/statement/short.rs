//! The short layer: what somebody reads who reads one screen (WP260 §35–36), and the right to object by itself (Art. 21(4)).

use waarborg_protocol::model::{LawfulBasis, Period, RecipientRole, StatementPart};

use super::{changes, rights};
use crate::document::{Block, Callout, Card};
use crate::edition::{Edition, leaves_eea};
use crate::standing::Standing;
use crate::text::Text;

pub(super) fn opening(edition: Edition<'_>, standing: Option<&Standing>) -> Vec<Block> {
    let mut blocks = vec![Block::Meta(changes::version_line(edition, standing))];
    blocks.extend(standing.and_then(|standing| changes::not_in_force(edition, standing)));
    blocks.push(Block::Lead(edition.naming("statement-lead").into()));
    blocks.extend(edition.said(edition.protocol.controller.description.as_ref()));
    blocks.extend(edition.passages(StatementPart::Introduction));
    blocks.extend(changes::changed(edition));
    blocks.push(Block::Cards(cards(edition)));
    blocks.push(objection(edition));
    blocks
}

fn cards(edition: Edition<'_>) -> Vec<Card> {
    let card = |name: &str, says: Text, anchor: &str| Card {
        title: edition.get(&format!("short-{name}")),
        says,
        more: Text::link(format!("#{anchor}"), edition.get(&format!("short-{name}-more"))),
    };
    vec![
        card("who", who(edition), "controller"),
        card("what", what(edition), "data"),
        card("why", why(edition), "purposes"),
        card("recipients", recipients(edition), "recipients"),
        card("how-long", how_long(edition), "retention"),
        card("rights", own_rights(edition), "rights"),
    ]
}

fn who(edition: Edition<'_>) -> Text {
    let email = rights::questions(edition.protocol);
    let who = Text::plain(edition.naming("short-who-text"));
    match email {
        Some(email) => who
            .then(" ")
            .then(edition.get("short-who-questions"))
            .then(" ")
            .then(Text::link(format!("mailto:{email}"), email.as_str()))
            .then("."),
        None => who,
    }
}

fn what(edition: Edition<'_>) -> Text {
    if edition.protocol.category.is_empty() {
        return edition.unstated(4);
    }
    some(edition, edition.protocol.category.iter().map(|category| edition.say(&category.name)).collect())
}

fn why(edition: Edition<'_>) -> Text {
    if edition.protocol.purpose.is_empty() {
        return edition.unstated(3);
    }
    some(edition, edition.protocol.purpose.iter().map(|purpose| edition.say(&purpose.name)).collect())
}

/// The first of many, and how many more there are.
fn some(edition: Edition<'_>, mut names: Vec<Text>) -> Text {
    const SHOWN: usize = 4;
    let more = names.len().saturating_sub(SHOWN);
    if more > 1 {
        names.truncate(SHOWN);
    }
    let text = Text::joined(names, ", ");
    if more > 1 {
        text.then(" ").then(edition.with("and-more", &[("n", more.into())])).then(".")
    } else {
        text.then(".")
    }
}

fn recipients(edition: Edition<'_>) -> Text {
    let all = edition.protocol.recipient.len();
    if all == 0 {
        return edition.unstated(6);
    }
    let processors = edition
        .protocol
        .recipient
        .iter()
        .filter(|recipient| recipient.role.is_some_and(|role| role.value == RecipientRole::Processor))
        .count();
    let outside = edition.protocol.recipient.iter().filter(|recipient| leaves_eea(recipient)).count();
    let stated = edition.protocol.recipient.iter().all(|recipient| recipient.role.is_some());
    let text = if stated {
        edition.with("short-recipients-text", &[("n", all.into()), ("processors", processors.into())])
    } else {
        edition.with("short-recipients-count", &[("n", all.into())])
    };
    let unknown = edition.protocol.recipient.iter().any(|recipient| recipient.country.is_none());
    if outside == 0 && unknown {
        return text.into();
    }
    format!("{text} {}", edition.with("short-recipients-outside", &[("n", outside.into())])).into()
}

fn how_long(edition: Edition<'_>) -> Text {
    let mut periods: Vec<&Period> = edition.protocol.retention.iter().filter_map(|rule| rule.period.as_ref()).collect();
    periods.sort_by(|left, right| left.cmp_length(right));
    match (periods.first(), periods.last()) {
        (Some(shortest), Some(longest)) if shortest != longest => {
            let (shortest, longest) = (edition.period(shortest), edition.period(longest));
            edition.with("short-how-long-range", &[("shortest", shortest.into()), ("longest", longest.into())]).into()
        }
        (Some(only), _) => edition.with("short-how-long-one", &[("period", edition.period(only).into())]).into(),
        _ if edition.protocol.retention.iter().any(|rule| rule.criteria.is_some()) => {
            edition.get("short-how-long-criteria").into()
        }
        _ => edition.unstated(8),
    }
}

fn own_rights(edition: Edition<'_>) -> Text {
    let text = Text::plain(edition.get("short-rights-text"));
    let within = edition.protocol.requests.as_ref().and_then(|requests| requests.answer_within.as_ref());
    match within {
        Some(within) => text
            .then(" ")
            .then(edition.with("short-rights-within", &[("period", edition.period(&within.value).into())])),
        None => text,
    }
}

/// The right to object, by itself and before everything else: nobody can overlook it (Art. 21(4)).
fn objection(edition: Edition<'_>) -> Block {
    let right = edition.protocol.right.as_ref().and_then(|rights| rights.objection.as_ref());
    let marketing = edition.protocol.purpose.iter().any(|purpose| purpose.direct_marketing == Some(true))
        || !edition.protocol.newsletter.is_empty();
    let Some(right) = right else { return edition.missing(16, "missing-objection", "21(4)") };
    let interest =
        edition.protocol.purpose.iter().any(|purpose| {
            matches!(purpose.basis, Some(LawfulBasis::LegitimateInterest(_) | LawfulBasis::PublicTask(_)))
        });
    let mut blocks = Vec::new();
    if interest || edition.protocol.general_basis.is_some() {
        blocks.push(Block::paragraph(edition.get("objection-interest")));
    }
    match &right.direct_marketing {
        Some(words) => blocks.extend(edition.paragraphs(words)),
        None if marketing => blocks.push(edition.missing(16, "missing-direct-marketing", "21(2)")),
        None => {}
    }
    blocks.push(Block::Paragraph(
        rights::how(edition, &right.channels)
            .then(" ")
            .then(Text::link("#right-objection", edition.get("objection-more"))),
    ));
    Block::Callout { kind: Callout::Notice, anchor: Some("objection"), title: edition.get("objection-title"), blocks }
}
