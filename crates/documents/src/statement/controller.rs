//! Who is responsible, and for what (Art. 13(1)(a)–(b), 26(2)).

use waarborg_protocol::model::{
    Address, Contact, ContactRole, Email, Named, Phone, RecipientRole, Service, StatementPart, Url,
};

use super::{part, promised};
use crate::document::{Block, Fact, Section};
use crate::edition::Edition;
use crate::text::Text;

/// Who decides why and how.
pub(super) fn section(edition: Edition<'_>) -> Section {
    let mut blocks = vec![Block::paragraph(edition.naming("controller-text"))];
    blocks.extend(edition.passages(StatementPart::Controller));
    blocks.extend(promised(edition, StatementPart::Controller));
    blocks.push(Block::Facts(facts(edition)));
    blocks.extend(officer(edition));
    blocks.extend(services(edition));
    blocks.extend(joint(edition));
    part(edition, "controller", blocks)
}

/// Names, addresses and numbers of the controller. Also the head of the registers (Art. 30(1)(a)).
pub(crate) fn facts(edition: Edition<'_>) -> Vec<Fact> {
    let controller = &edition.protocol.controller;
    let mut facts = vec![Fact::new(edition.get("name"), controller.name.value.as_str())];
    if !controller.trade_names.is_empty() {
        facts.push(Fact::new(edition.get("trade-names"), controller.trade_names.join(", ")));
    }
    let address =
        controller.address.as_ref().map_or_else(|| edition.unstated(1), |address| self::address(edition, address));
    facts.push(Fact::new(edition.get("address"), address));
    let reach = reach(controller.email.as_ref(), controller.phone.as_ref());
    facts.push(Fact::new(
        edition.get("contact"),
        if reach.is_empty() { edition.unstated(1) } else { on_one_line(reach) },
    ));
    if let Some(website) = &controller.website {
        facts.push(Fact::new(edition.get("website"), web(website)));
    }
    for (key, number) in [("chamber-of-commerce", &controller.chamber_of_commerce), ("vat", &controller.vat)] {
        facts.push(Fact::new(
            edition.get(key),
            number.as_ref().map_or_else(|| edition.unknown(), |number| number.as_str().into()),
        ));
    }
    for representative in contacts(edition, ContactRole::Representative) {
        facts.push(Fact::new(edition.get("representative"), contact_line(edition, representative)));
    }
    facts
}

fn address(edition: Edition<'_>, address: &Address) -> Text {
    let Address { street, postcode, city, country, .. } = address;
    Text::plain(format!("{street}, {postcode} {city}, {}", edition.country(country)))
}

/// A link to write or to call.
pub(crate) fn reach(email: Option<&Email>, phone: Option<&Phone>) -> Vec<Text> {
    let email = email.map(|email| Text::link(format!("mailto:{email}"), email.as_str()));
    let phone = phone.map(|phone| Text::link(format!("tel:{}", digits(phone)), phone.as_str()));
    email.into_iter().chain(phone).collect()
}

/// A link to a site, without the scheme that nobody reads.
pub(crate) fn web(url: &Url) -> Text {
    let shown = url.as_str().trim_start_matches("https://").trim_end_matches('/');
    Text::link(url.as_str(), shown)
}

fn digits(phone: &Phone) -> String {
    phone.as_str().chars().filter(|sign| *sign == '+' || sign.is_ascii_digit()).collect()
}

pub(crate) fn contacts(edition: Edition<'_>, role: ContactRole) -> impl Iterator<Item = &Named<Contact>> {
    edition.protocol.contact.iter().filter(move |contact| contact.role.value == role)
}

fn contact_line(edition: Edition<'_>, contact: &Contact) -> Text {
    let name = contact.name.as_ref().map(|name| edition.say(name));
    let hours = contact.hours.as_ref().map(|hours| edition.say(hours).without_end('.'));
    on_one_line(name.into_iter().chain(reach(contact.email.as_ref(), contact.phone.as_ref())).chain(hours))
}

fn on_one_line(texts: impl IntoIterator<Item = Text>) -> Text {
    Text::joined(texts, " · ")
}

/// Who handles privacy: the officer, or why there is none, and whom to ask (Art. 13(1)(b)).
fn officer(edition: Edition<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::heading("dpo", edition.get("dpo-title"))];
    match &edition.protocol.dpo {
        None => blocks.push(edition.missing(2, "missing-dpo", "13(1)(b)")),
        Some(dpo) if dpo.appointed => {
            let reach = reach(dpo.email.as_ref(), dpo.phone.as_ref());
            let reach = if reach.is_empty() { vec![edition.unstated(2)] } else { reach };
            blocks.push(Block::paragraph(edition.get("dpo-appointed")));
            let name = dpo.name.iter().map(|name| Text::plain(name.as_str()));
            blocks.push(Block::Facts(vec![Fact::new(edition.get("dpo"), on_one_line(name.chain(reach)))]));
        }
        Some(dpo) => {
            blocks.push(Block::paragraph(edition.naming("dpo-none")));
            blocks.extend(edition.said(dpo.why.as_ref()));
        }
    }
    let desks: Vec<Fact> = contacts(edition, ContactRole::Privacy)
        .map(|contact| Fact::new(edition.get("privacy-contact"), contact_line(edition, contact)))
        .collect();
    match (desks.is_empty(), edition.protocol.dpo.as_ref()) {
        (false, _) => blocks.push(Block::Facts(desks)),
        (true, Some(dpo)) if !dpo.appointed => blocks.push(edition.missing(2, "missing-privacy-contact", "13(1)(b)")),
        _ => {}
    }
    blocks
}

/// For which service the organisation decides, and for which it works on behalf of its customer.
fn services(edition: Edition<'_>) -> Vec<Block> {
    if edition.protocol.service.is_empty() {
        return Vec::new();
    }
    let mut blocks =
        vec![Block::heading("roles", edition.get("roles-title")), Block::paragraph(edition.get("roles-text"))];
    let stated = |service: &Named<Service>| service.role.is_some();
    if !edition.protocol.service.iter().any(stated) {
        let names = edition.protocol.service.iter().map(|service| edition.say(&service.name)).collect();
        blocks.push(Block::List(names));
        blocks.push(edition.missing(1, "missing-roles", "13(1)(a)"));
        return blocks;
    }
    let fact = |service: &Named<Service>| {
        let role = service.role.map_or_else(
            || edition.unstated(1),
            |role| Text::strong(edition.word("service-role", role.value.as_str())),
        );
        let more = [&service.role_words, &service.description];
        let more = more.into_iter().flatten().map(|words| edition.say(words));
        Fact { term: edition.say(&service.name), says: std::iter::once(role).chain(more).collect() }
    };
    blocks.push(Block::Facts(edition.protocol.service.iter().map(fact).collect()));
    if !edition.protocol.processing.is_empty() {
        let register = Text::link(edition.path("/register/processor"), edition.get("processor-register-title"));
        blocks.push(Block::Paragraph(Text::plain(edition.get("roles-more")).then(" ").then(register).then(".")));
    }
    blocks
}

/// The essence of each arrangement with a joint controller (Art. 26(2)), or that there is none.
fn joint(edition: Edition<'_>) -> Vec<Block> {
    let is = |role| move |recipient: &&Named<_>| role_of(recipient) == Some(role);
    let joint: Vec<_> = edition.protocol.recipient.iter().filter(is(RecipientRole::JointController)).collect();
    let mut blocks = vec![Block::heading("joint", edition.get("joint-title"))];
    let all_stated = edition.protocol.recipient.iter().all(|recipient| recipient.role.is_some());
    if joint.is_empty() && all_stated {
        blocks.push(Block::paragraph(edition.naming("joint-none")));
    } else if joint.is_empty() {
        blocks.push(edition.missing(17, "missing-joint", "26(2)"));
    }
    for recipient in joint {
        let essence = recipient.agreement.as_ref().and_then(|agreement| agreement.essence.as_ref());
        let says = essence.map_or_else(|| edition.unstated(17), |essence| edition.say(essence));
        blocks.push(Block::Facts(vec![Fact::new(edition.recipient(recipient), says)]));
    }
    blocks
}

fn role_of(recipient: &waarborg_protocol::model::Recipient) -> Option<RecipientRole> {
    recipient.role.map(|role| role.value)
}

/// How to get in touch, at the end where people look for it.
pub(super) fn contact(edition: Edition<'_>) -> Section {
    let mut blocks = edition.passages(StatementPart::Contact);
    if blocks.is_empty() {
        blocks.push(Block::paragraph(edition.get("contact-text")));
    }
    blocks.extend(promised(edition, StatementPart::Contact));
    let controller = &edition.protocol.controller;
    let mut general = vec![Text::plain(controller.name.value.as_str())];
    general.extend(controller.address.as_ref().map(|address| self::address(edition, address)));
    general.extend(reach(controller.email.as_ref(), controller.phone.as_ref()));
    let mut facts = vec![Fact::new(edition.get("contact-general"), on_one_line(general))];
    for contact in &edition.protocol.contact {
        let role = contact.role.value;
        if matches!(role, ContactRole::General | ContactRole::Privacy | ContactRole::SecurityOfficer) {
            facts.push(Fact::new(edition.word("contact-role", role.as_str()), contact_line(edition, contact)));
        }
    }
    facts.retain(|fact| fact.says.iter().any(|says| !says.is_empty()));
    blocks.push(Block::Facts(facts));
    part(edition, "contact", blocks)
}
