//! As controller: a row for each purpose.

use waarborg_protocol::Protocol;
use waarborg_protocol::model::{Named, Purpose, Recipient};
use waarborg_web::Lang;

use super::{Column, Register, RegisterKind, Row};
use crate::edition::{Edition, leaves_eea};
use crate::statement::controller::{contacts, facts};
use crate::statement::purposes::{basis_facts, subjects};
use crate::statement::recipients::{country, role, tool};
use crate::statement::retention::rule_text;
use crate::statement::security;
use crate::text::Text;

/// Key, article, and whether a row needs it.
const COLUMNS: [(&str, Option<&str>, bool); 13] = [
    ("controller", Some("30(1)(a)"), true),
    ("purpose", Some("30(1)(b)"), true),
    ("basis", Some("6(1)"), true),
    ("data-subjects", Some("30(1)(c)"), true),
    ("data", Some("30(1)(c)"), true),
    ("recipients", Some("30(1)(d)"), true),
    ("transfers", Some("30(1)(e)"), true),
    ("retention", Some("30(1)(f)"), true),
    ("measures", Some("30(1)(g)"), true),
    ("impact-assessment", Some("35"), false),
    ("services", None, false),
    ("owner", None, true),
    ("reviewed-on", None, true),
];

/// The record of processing activities as controller, in one language.
pub fn controller_register(protocol: &Protocol, lang: Lang) -> Register {
    let edition = Edition::new(protocol, lang);
    let shared = Shared { controller: controller(edition), measures: security::measures(edition) };
    Register {
        kind: RegisterKind::Controller,
        columns: columns(edition, &COLUMNS),
        rows: protocol.purpose.iter().map(|purpose| row(edition, purpose, &shared)).collect(),
    }
}

pub(super) fn columns(edition: Edition<'_>, columns: &[(&'static str, Option<&'static str>, bool)]) -> Vec<Column> {
    let column = |(key, article, needed): &(&'static str, Option<&'static str>, bool)| Column {
        key,
        title: edition.get(&format!("column-{key}")),
        article: *article,
        needed: *needed,
    };
    columns.iter().map(column).collect()
}

/// What is the same in every row.
struct Shared {
    controller: Vec<Text>,
    measures: Vec<Text>,
}

fn row(edition: Edition<'_>, purpose: &Named<Purpose>, shared: &Shared) -> Row {
    let description = purpose.description.as_ref().map(|words| edition.say(words));
    let activities = purpose.activities.iter().map(|words| edition.say(words));
    let about = std::iter::once(edition.say(&purpose.name)).chain(description).chain(activities).collect();
    let services = purpose.services.iter().filter_map(|service| edition.protocol.service.get(&service.id));
    let cells = vec![
        shared.controller.clone(),
        about,
        basis(edition, purpose),
        subjects(edition, purpose),
        data(edition, purpose),
        recipients(edition, purpose),
        transfers(edition, purpose),
        retention(edition, purpose),
        shared.measures.clone(),
        impact(edition, purpose),
        services.map(|service| edition.say(&service.name)).collect(),
        purpose.owner.iter().map(|owner| edition.say(owner)).collect(),
        purpose.reviewed_on.iter().map(|date| Text::plain(date.to_string())).collect(),
    ];
    Row { id: purpose.id.clone(), name: edition.say(&purpose.name), cells }
}

/// The controller, joint controllers, representative and officer (Art. 30(1)(a)).
pub(super) fn controller(edition: Edition<'_>) -> Vec<Text> {
    let mut says: Vec<Text> = facts(edition)
        .into_iter()
        .filter(|fact| fact.says.iter().all(|text| text.open_items().next().is_none()))
        .take(4)
        .map(|fact| Text::joined(fact.says, ", "))
        .collect();
    if let Some(dpo) = edition.protocol.dpo.as_ref().filter(|dpo| dpo.appointed) {
        let reach = dpo.email.as_ref().map(|email| email.as_str().to_owned());
        let who = dpo.name.iter().cloned().chain(reach).collect::<Vec<_>>().join(", ");
        says.push(format!("{}: {who}", edition.get("dpo")).into());
    }
    for contact in contacts(edition, waarborg_protocol::model::ContactRole::Privacy) {
        if let Some(email) = &contact.email {
            says.push(format!("{}: {email}", edition.get("privacy-contact")).into());
        }
    }
    says
}

fn basis(edition: Edition<'_>, purpose: &Purpose) -> Vec<Text> {
    let Some(basis) = &purpose.basis else { return Vec::new() };
    let first = Text::plain(format!("{} ({})", edition.word("basis", basis.kind()), edition.article(basis.article())));
    let rest = basis_facts(edition, basis).into_iter().skip(1);
    let rest = rest.map(|fact| fact.term.then(": ").then(Text::joined(fact.says, "; ")));
    std::iter::once(first).chain(rest).collect()
}

fn data(edition: Edition<'_>, purpose: &Purpose) -> Vec<Text> {
    let mut says = edition.data(&purpose.data);
    let special = |data: &waarborg_protocol::model::DataRef| {
        let category = edition.protocol.category.get(&data.category)?;
        let special = category.special.map(|special| edition.word("special", special.value.as_str()));
        let criminal = (category.criminal == Some(true)).then(|| edition.get("criminal"));
        special.or(criminal).map(|sort| Text::plain(format!("{}: {sort}", edition.get("special"))))
    };
    let mut specials: Vec<Text> = purpose.data.iter().filter_map(special).collect();
    specials.dedup();
    says.extend(specials);
    says
}

fn receiving<'a>(edition: Edition<'a>, purpose: &'a Purpose) -> impl Iterator<Item = &'a Named<Recipient>> {
    purpose.recipients.iter().flatten().filter_map(move |recipient| edition.protocol.recipient.get(&recipient.id))
}

fn recipients(edition: Edition<'_>, purpose: &Purpose) -> Vec<Text> {
    if purpose.recipients.as_ref().is_some_and(Vec::is_empty) {
        return vec![edition.get("recipients-nobody").into()];
    }
    let line = |recipient: &Named<Recipient>| {
        edition
            .recipient(recipient)
            .then(" – ")
            .then(role(edition, recipient))
            .then(", ")
            .then(country(edition, recipient))
    };
    receiving(edition, purpose).map(line).collect()
}

/// Transfers with their tool; "none" only when it is known of every recipient where it is.
fn transfers(edition: Edition<'_>, purpose: &Purpose) -> Vec<Text> {
    let line = |recipient: &Named<Recipient>| {
        let tool = Text::joined(tool(edition, recipient.transfer.as_ref()), "; ");
        edition.say(&recipient.name).then(format!(" ({}): ", country(edition, recipient).words())).then(tool)
    };
    let outside: Vec<Text> = receiving(edition, purpose).filter(|recipient| leaves_eea(recipient)).map(line).collect();
    let known =
        purpose.recipients.is_some() && receiving(edition, purpose).all(|recipient| recipient.country.is_some());
    if outside.is_empty() && known { vec![edition.get("transfer-none").into()] } else { outside }
}

fn retention(edition: Edition<'_>, purpose: &Purpose) -> Vec<Text> {
    let rules = purpose.retention.iter().filter_map(|rule| edition.protocol.retention.get(&rule.id));
    rules
        .filter(|rule| rule.period.is_some() || rule.criteria.is_some())
        .map(|rule| rule_text(edition, rule, true))
        .collect()
}

fn impact(edition: Edition<'_>, purpose: &Purpose) -> Vec<Text> {
    let Some(assessment) = &purpose.impact_assessment else { return Vec::new() };
    let needed = Text::plain(edition.get(if assessment.needed { "impact-needed" } else { "impact-not-needed" }));
    let made = assessment
        .assessed_on
        .map(|date| Text::plain(edition.with("impact-made", &[("date", edition.date(date).into())])));
    std::iter::once(needed.then(" ").then(edition.say(&assessment.why))).chain(made).collect()
}
