//! What happens when something goes wrong (Art. 33–34).

use waarborg_protocol::model::{Breach, ImpactClass, StatementPart};

use super::{part, said};
use crate::document::{Block, Fact, Section};
use crate::edition::{Edition, part_of};
use crate::text::Text;

/// Whom the organisation tells, when, and what it does afterwards.
pub(super) fn section(edition: Edition<'_>) -> Section {
    let mut blocks = edition.passages(StatementPart::Breaches);
    let Some(breach) = &edition.protocol.breach else {
        blocks.push(Block::paragraph(edition.get("breaches-text")));
        blocks.push(Block::Paragraph(edition.unknown()));
        return part(edition, "breaches", blocks);
    };
    blocks.extend(edition.said(breach.words.as_ref()));
    let measures: Vec<Text> = breach
        .measures
        .iter()
        .filter_map(|promise| edition.protocol.promise.get(&promise.id))
        .map(|promise| edition.say(&promise.words))
        .collect();
    if !measures.is_empty() {
        blocks.push(Block::paragraph(edition.get("breaches-measures")));
        blocks.push(Block::List(measures));
    }
    let facts = facts(edition, breach);
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    let measure = |id: &str| breach.measures.iter().any(|measure| measure.id == id);
    let others =
        edition.promises_where(|promise| part_of(promise) == Some(StatementPart::Breaches) && !measure(&promise.id));
    blocks.extend(said(others));
    blocks.extend(edition.said(breach.aftermath.as_ref()));
    part(edition, "breaches", blocks)
}

fn facts(edition: Edition<'_>, breach: &Breach) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let (Some(period), false) = (&breach.officer_within, breach.officer_from.is_empty()) {
        let period = edition.period(period);
        // Every class named says no more than that it is always so.
        let always = ImpactClass::ALL.iter().all(|class| breach.officer_from.contains(class));
        let text = if always {
            edition.with("breach-officer-always", &[("period", period.into())])
        } else {
            let classes = breach.officer_from.iter().map(|class| Text::plain(edition.word("impact", class.as_str())));
            let classes = Text::listed(classes.collect(), &edition.get("or")).words();
            edition.with("breach-officer", &[("classes", classes.into()), ("period", period.into())])
        };
        facts.push(Fact::new(edition.get("breach-officer-title"), text));
    }
    if let Some(when) = breach.authority_when {
        let mut text = Text::plain(edition.word("breach-authority", when.value.as_str()));
        if let Some(within) = &breach.authority_within {
            text = text
                .then(" ")
                .then(edition.with("breach-authority-within", &[("period", edition.period(&within.value).into())]));
        }
        facts.push(Fact::new(edition.get("breach-authority-title"), text));
    }
    if let Some(when) = breach.subjects_when {
        let mut says = vec![Text::plain(edition.word("breach-subjects", when.as_str()))];
        if let Some(parts) = &breach.subject_message {
            let parts: Vec<String> = parts.value.iter().map(|part| edition.word("message", part.as_str())).collect();
            says.push(edition.with("breach-message", &[("parts", parts.join(", ").into())]).into());
        }
        says.extend(breach.subject_exceptions.as_ref().map(|words| edition.say(words)));
        facts.push(Fact::list(edition.get("breach-subjects-title"), says));
    }
    if breach.registers_all == Some(true) {
        facts.push(Fact::new(edition.get("breach-register-title"), edition.get("breach-register")));
    }
    if let Some(within) = &breach.inform_controllers_within {
        let text = edition.with("breach-customers", &[("period", edition.period(within).into())]);
        facts.push(Fact::new(edition.get("breach-customers-title"), text));
    }
    facts
}
