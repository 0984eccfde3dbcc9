//! Which data, whose, and from where (Art. 14(1)(d), 14(2)(f)); and what must be given (Art. 13(2)(e)).

use waarborg_protocol::model::{Category, Form, Named, Source, StatementPart};

use super::{part, promised};
use crate::document::{Block, Fact, Section};
use crate::edition::Edition;
use crate::text::Text;

/// Categories with their fields, subjects and sources.
pub(super) fn section(edition: Edition<'_>) -> Section {
    let mut blocks = edition.passages(StatementPart::Data);
    if edition.protocol.category.is_empty() {
        blocks.push(edition.missing(4, "missing-categories", "14(1)(d)"));
        blocks.push(edition.missing(14, "missing-sources", "14(2)(f)"));
    } else {
        blocks.insert(0, Block::paragraph(edition.get("data-text")));
    }
    for category in &edition.protocol.category {
        blocks.push(Block::heading(format!("data-{}", category.id), edition.say(&category.name)));
        blocks.extend(edition.said(category.description.as_ref()));
        blocks.push(Block::Facts(facts(edition, category)));
    }
    blocks.extend(promised(edition, StatementPart::Data));
    part(edition, "data", blocks)
}

fn facts(edition: Edition<'_>, category: &Named<Category>) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !category.field.is_empty() {
        let names = category.field.iter().map(|field| edition.say(&field.name));
        facts.push(Fact::new(edition.get("fields"), Text::joined(names, ", ")));
    }
    if !category.subjects.is_empty() {
        let groups = category.subjects.iter().filter_map(|group| edition.protocol.subject.get(&group.id));
        let names = groups.map(|group| edition.say(&group.name));
        facts.push(Fact::new(edition.get("subjects"), Text::joined(names, ", ")));
    }
    facts.push(Fact::list(edition.get("source"), sources(edition, category)));
    if let Some(special) = category.special {
        let says = Text::strong(edition.word("special", special.value.as_str()));
        let exception =
            category.special_exception.map(|exception| edition.word("special-exception", exception.as_str()));
        let says = exception.map_or_else(|| says.clone(), |exception| says.clone().then(". ").then(exception));
        facts.push(Fact::new(edition.get("special"), says));
    }
    if category.criminal == Some(true) {
        facts.push(Fact::new(edition.get("special"), edition.get("criminal")));
    }
    for field in &category.field {
        if let Some(statute) = &field.statute {
            let term = Text::plain(edition.get("field-statute")).then(" ").then(edition.say(&field.name));
            facts.push(Fact::new(term, edition.say(statute)));
        }
    }
    facts
}

/// Where a category comes from, and whether that source is public.
pub(crate) fn sources(edition: Edition<'_>, category: &Category) -> Vec<Text> {
    let words = category.source_words.as_ref().map(|words| edition.say(words));
    // Whose own words say where data comes from, need not be told again; that a source is public must be (Art. 14(2)(f)).
    let told = words.is_some();
    let named = category.source.iter().filter(|source| !told || source.value == Source::Public);
    let named = named.map(|source| Text::plain(edition.word("source", source.value.as_str())));
    let sources: Vec<Text> = words.into_iter().chain(named).collect();
    if sources.is_empty() { vec![edition.unstated(14)] } else { sources }
}

/// What must be given, why, and what follows when it is not.
pub(super) fn provision(edition: Edition<'_>) -> Section {
    let mut blocks = edition.said(edition.protocol.provision.as_ref().map(|provision| &provision.words));
    if edition.protocol.form.is_empty() {
        blocks.push(edition.missing(12, "missing-forms", "13(2)(e)"));
    } else {
        blocks.insert(0, Block::paragraph(edition.get("provision-text")));
    }
    for form in &edition.protocol.form {
        blocks.push(Block::heading(format!("form-{}", form.id), edition.say(&form.name)));
        blocks.push(Block::Facts(form_facts(edition, form)));
    }
    part(edition, "provision", blocks)
}

fn form_facts(edition: Edition<'_>, form: &Form) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !form.required.is_empty() {
        facts.push(Fact::list(edition.get("form-required"), edition.data(&form.required)));
        let ground = form
            .ground
            .map_or_else(|| edition.unstated(12), |ground| edition.word("provision", ground.value.as_str()).into());
        facts.push(Fact::new(edition.get("form-ground"), ground));
        let consequence = form.consequence.as_ref().map_or_else(|| edition.unstated(12), |words| edition.say(words));
        facts.push(Fact::new(edition.get("form-consequence"), consequence));
    }
    if !form.optional.is_empty() {
        facts.push(Fact::list(edition.get("form-optional"), edition.data(&form.optional)));
    }
    facts
}
