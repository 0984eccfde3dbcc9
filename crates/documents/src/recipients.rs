//! The list of recipients: who they are, in which role, where, under which agreement, and who works for them.

use waarborg_protocol::Protocol;
use waarborg_protocol::model::{Agreement, Named, Party, Recipient, RecipientRole, ServiceKind, Site};
use waarborg_web::Lang;

use crate::Standing;
use crate::document::{Block, Document, Fact, Section, Table};
use crate::edition::{Edition, leaves_eea};
use crate::statement::changes::version_line;
use crate::statement::controller::{reach, web};
use crate::statement::recipients::{country, role as role_of, tool, what};
use crate::text::Text;

/// The list of recipients in one language.
pub fn recipient_list(protocol: &Protocol, lang: Lang, standing: Option<&Standing>) -> Document {
    let edition = Edition::new(protocol, lang);
    let mut opening = vec![
        Block::Meta(version_line(edition, standing)),
        Block::Lead(edition.naming("recipients-lead").into()),
        Block::paragraph(edition.get("recipients-roles")),
    ];
    if protocol.recipient.is_empty() {
        opening.push(edition.missing(6, "missing-recipients", "13(1)(e)"));
    }
    let mut sections: Vec<Section> = protocol.recipient.iter().map(|recipient| section(edition, recipient)).collect();
    sections.extend(parties(edition));
    sections.extend(domains(edition));
    Document {
        title: edition.get("recipients-title").into(),
        opening,
        sections,
        contents: Some(edition.get("contents")),
    }
}

fn section(edition: Edition<'_>, recipient: &Named<Recipient>) -> Section {
    let mut facts = Vec::new();
    if let Some(organisation) = &recipient.organisation {
        facts.push(Fact::new(edition.get("organisation"), organisation.as_str()));
    }
    facts.push(Fact::new(edition.get("role"), role_of(edition, recipient)));
    if recipient.kind.is_some_and(|kind| kind.value != ServiceKind::Other) || recipient.description.is_none() {
        facts.push(Fact::new(edition.get("recipient-does"), what(edition, recipient)));
    }
    facts.push(Fact::new(edition.get("country"), country(edition, recipient)));
    if let Some(location) = &recipient.location {
        facts.push(Fact::new(edition.get("location"), location.as_str()));
    }
    if leaves_eea(recipient) || recipient.transfer.is_some() {
        facts.push(Fact::list(edition.get("transfer"), tool(edition, recipient.transfer.as_ref())));
    }
    let copy = recipient.transfer.as_ref().and_then(|transfer| transfer.copy.as_ref());
    facts.extend(copy.map(|copy| Fact::new(edition.get("transfer-copy"), edition.say(copy))));
    let data = edition.data(&recipient.data);
    facts.push(Fact::list(edition.get("data-used"), if data.is_empty() { vec![edition.unknown()] } else { data }));
    let purposes: Vec<Text> = purposes(edition, recipient);
    if !purposes.is_empty() {
        facts.push(Fact::list(edition.get("purposes"), purposes));
    }
    // The law asks for an agreement with processors (Art. 28) and joint controllers (Art. 26) only.
    let role = recipient.role.map(|role| role.value);
    let processes = matches!(role, None | Some(RecipientRole::Processor));
    if recipient.agreement.is_some() || processes || role == Some(RecipientRole::JointController) {
        facts.push(Fact::new(edition.get("agreement"), agreement(edition, recipient.agreement.as_ref())));
    }
    if recipient.sub_processors.is_some() || processes {
        facts.push(Fact::list(edition.get("sub-processors"), sub_processors(edition, recipient)));
    }
    if let Some(url) = &recipient.statement_url {
        facts.push(Fact::new(edition.get("own-statement"), web(url)));
    }
    let mut blocks = edition.said(recipient.description.as_ref());
    blocks.push(Block::Facts(facts));
    Section { anchor: recipient.id.clone(), title: edition.say(&recipient.name), blocks }
}

/// The purposes for which a recipient receives data.
pub(crate) fn purposes(edition: Edition<'_>, recipient: &Named<Recipient>) -> Vec<Text> {
    let receives = |recipients: &Vec<waarborg_protocol::model::Ref<Recipient>>| {
        recipients.iter().any(|one| one.id == recipient.id)
    };
    let purposes = edition.protocol.purpose.iter().filter(|purpose| purpose.recipients.as_ref().is_some_and(receives));
    purposes
        .map(|purpose| edition.say(&purpose.name).linked(&edition.path(&format!("/privacy#purpose-{}", purpose.id))))
        .collect()
}

fn agreement(edition: Edition<'_>, agreement: Option<&Agreement>) -> Text {
    let Some(agreement) = agreement else { return edition.unknown() };
    let mut text = edition.say(&agreement.title);
    if let Some(version) = &agreement.version {
        text = text.then(format!(", {}", edition.with("agreement-version", &[("version", version.as_str().into())])));
    }
    for (key, date) in [("agreement-signed", agreement.signed_on), ("agreement-ends", agreement.ends_on)] {
        if let Some(date) = date {
            text = text.then(format!(", {}", edition.with(key, &[("date", edition.date(date).into())])));
        }
    }
    text
}

fn sub_processors(edition: Edition<'_>, recipient: &Recipient) -> Vec<Text> {
    match recipient.sub_processors.as_deref() {
        None => vec![edition.unknown()],
        Some([]) => vec![edition.get("sub-processors-none").into()],
        Some(all) => all
            .iter()
            .map(|sub| {
                let text = Text::plain(format!("{} ({})", sub.name, edition.country(&sub.country)));
                match &sub.service {
                    Some(service) => text.then(": ").then(edition.say(service)),
                    None => text,
                }
            })
            .collect(),
    }
}

/// The parties of an exchange, by name: the recipients behind "authorised parties".
fn parties(edition: Edition<'_>) -> Option<Section> {
    if edition.protocol.party.is_empty() {
        return None;
    }
    let row = |party: &Named<Party>| {
        let reach = reach(party.email.as_ref(), None).into_iter().chain(party.url.as_ref().map(web));
        let description = party.description.as_ref().map(|words| edition.say(words));
        vec![
            vec![party.name.as_str().into()],
            vec![edition.word("party", party.role.as_str()).into()],
            vec![party.identifier.as_str().into()],
            description.into_iter().chain(reach).collect(),
        ]
    };
    let table = Table {
        anchor: "parties-table".to_owned(),
        caption: edition.get("parties-caption").into(),
        head: ["party", "role", "party-identifier", "party-about"].map(|key| edition.get(key)).to_vec(),
        rows: edition.protocol.party.iter().map(row).collect(),
    };
    let blocks = vec![Block::paragraph(edition.get("parties-text")), Block::Table(table)];
    Some(Section { anchor: "parties".to_owned(), title: edition.get("parties-title").into(), blocks })
}

/// Which registrar and which host stand behind each site.
fn domains(edition: Edition<'_>) -> Option<Section> {
    if edition.protocol.site.is_empty() {
        return None;
    }
    let name = |id: Option<&str>| {
        let recipient = id.and_then(|id| edition.protocol.recipient.get(id));
        vec![recipient.map_or_else(
            || edition.unknown(),
            |recipient| edition.say(&recipient.name).linked(&format!("#{}", recipient.id)),
        )]
    };
    let row = |site: &Named<Site>| {
        let address = site.url.as_ref().map(|url| web(&url.value));
        let title = site.name.as_ref().map(|name| edition.say(name));
        let first: Vec<Text> = title.into_iter().chain(address).collect();
        let location = site.location.as_deref().map_or_else(|| edition.unknown(), Text::plain);
        vec![
            if first.is_empty() { vec![site.id.as_str().into()] } else { first },
            name(site.registrar.as_ref().map(|registrar| registrar.id.as_str())),
            name(site.hosting.as_ref().map(|hosting| hosting.id.as_str())),
            vec![location],
        ]
    };
    let table = Table {
        anchor: "domains-table".to_owned(),
        caption: edition.get("domains-caption").into(),
        head: ["site", "registrar", "hosting", "location"].map(|key| edition.get(key)).to_vec(),
        rows: edition.protocol.site.iter().map(row).collect(),
    };
    Some(Section {
        anchor: "domains".to_owned(),
        title: edition.get("domains-title").into(),
        blocks: vec![Block::Table(table)],
    })
}
