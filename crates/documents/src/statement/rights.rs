//! The rights of people, how to use them, and where to complain (Art. 13(2)(b)–(d), (f)).

use waarborg_protocol::Protocol;
use waarborg_protocol::model::{
    AccessPart, At, ContactRole, CookieRules, Email, IdentityStep, LawfulBasis, Named, PortabilityScope, Purpose,
    RequestChannel, Requests, Right, Rights, StatementPart,
};

use super::controller::{reach, web};
use super::{part, promised};
use crate::document::{Block, Fact, Section};
use crate::edition::{Edition, part_of};
use crate::text::Text;

/// Where to write about personal data: the desk for requests, for privacy, or else the general one.
pub(crate) fn email(protocol: &Protocol) -> Option<&Email> {
    let privacy = protocol.contact.iter().find(|contact| contact.role.value == ContactRole::Privacy);
    let requests = protocol.requests.as_ref().and_then(|requests| requests.email.as_ref());
    requests.or_else(|| privacy.and_then(|contact| contact.email.as_ref())).or(protocol.controller.email.as_ref())
}

type Pick = fn(&Rights) -> Option<&Right>;

/// The rights of Art. 15 to 21: their key, their article, and where the protocol speaks of them.
const SIX: [(&str, &str, Pick); 6] = [
    ("access", "15", |rights| rights.access.as_ref()),
    ("rectification", "16", |rights| rights.rectification.as_ref()),
    ("erasure", "17", |rights| rights.erasure.as_ref()),
    ("restriction", "18", |rights| rights.restriction.as_ref()),
    ("portability", "20", |rights| rights.portability.as_ref()),
    ("objection", "21", |rights| rights.objection.as_ref()),
];

/// All rights, each with how.
pub(super) fn section(edition: Edition<'_>) -> Section {
    let mut blocks = vec![Block::paragraph(edition.get("rights-text"))];
    blocks.extend(edition.passages(StatementPart::Rights));
    blocks.extend(promised(edition, StatementPart::Rights));
    blocks.extend(requests(edition));
    let rights = edition.protocol.right.as_ref();
    for (name, article, pick) in SIX {
        blocks.push(Block::heading(format!("right-{name}"), edition.word("right", name)));
        blocks.push(Block::paragraph(format!(
            "{} ({}).",
            edition.get(&format!("right-{name}-means")),
            edition.article(article)
        )));
        match rights.and_then(pick) {
            Some(right) => blocks.extend(own(edition, right)),
            None => blocks.push(edition.missing(9, "missing-right", "13(2)(b)")),
        }
    }
    blocks.extend(withdrawal(edition));
    part(edition, "rights", blocks)
}

fn own(edition: Edition<'_>, right: &Right) -> Vec<Block> {
    let mut blocks = edition.said(right.words.as_ref());
    let mut facts = Vec::new();
    if !right.channels.is_empty() {
        facts.push(Fact::new(edition.get("right-how"), how(edition, &right.channels)));
    }
    if !right.includes.is_empty() {
        let part = |part: &AccessPart| edition.word("access", part.as_str());
        facts.push(Fact::new(
            edition.get("right-includes"),
            right.includes.iter().map(part).collect::<Vec<_>>().join(", "),
        ));
    }
    if let Some(scope) = right.scope {
        facts.push(Fact::new(edition.get("right-scope"), scope_words(edition, scope.value)));
    }
    if let Some(conditions) = &right.conditions {
        facts.push(Fact::new(edition.get("right-conditions"), edition.say(conditions)));
    }
    if let Some(marketing) = &right.direct_marketing {
        facts.push(Fact::new(edition.get("direct-marketing"), edition.say(marketing)));
    }
    if let Some(steps) = &right.identity {
        facts.push(Fact::list(edition.get("identity-title"), identity_steps(edition, &steps.value)));
    }
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    blocks
}

fn scope_words(edition: Edition<'_>, scope: PortabilityScope) -> String {
    edition.word("portability", scope.as_str())
}

/// How a request can be made, in a sentence, by these channels or else by those for all requests.
pub(crate) fn how(edition: Edition<'_>, channels: &[At<RequestChannel>]) -> Text {
    let requests = edition.protocol.requests.as_ref();
    let own: Vec<RequestChannel> = channels.iter().map(|channel| channel.value).collect();
    let general = requests.map(|requests| requests.channels.clone()).unwrap_or_default();
    let channels = if own.is_empty() { general } else { own };
    if channels.is_empty() {
        return match email(edition.protocol) {
            Some(email) => Text::plain(edition.get("how-write"))
                .then(" ")
                .then(Text::link(format!("mailto:{email}"), email.as_str()))
                .then("."),
            None => edition.unknown(),
        };
    }
    let texts = channels.into_iter().map(|channel| self::channel(edition, requests, channel));
    Text::plain(edition.get("how-ask")).then(" ").then(Text::listed(texts.collect(), &edition.get("or"))).then(".")
}

fn channel(edition: Edition<'_>, requests: Option<&Requests>, channel: RequestChannel) -> Text {
    let name = edition.word("channel", channel.as_str());
    let phone = requests.and_then(|requests| requests.phone.as_ref()).or(edition.protocol.controller.phone.as_ref());
    let detail = match channel {
        RequestChannel::Email => reach(email(edition.protocol), None).pop(),
        RequestChannel::Phone => reach(None, phone).pop(),
        RequestChannel::Form => requests.and_then(|requests| requests.url.as_ref()).map(web),
        RequestChannel::Portal | RequestChannel::Post | RequestChannel::EmailLink => None,
    };
    match detail {
        Some(detail) => Text::plain(format!("{name} (")).then(detail).then(")"),
        None => name.into(),
    }
}

/// How requests are received, how soon they are answered, what they cost, and how somebody shows who they are (Art. 12).
fn requests(edition: Edition<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::heading("requests", edition.get("requests-title"))];
    let Some(requests) = &edition.protocol.requests else {
        blocks.push(edition.missing(9, "missing-requests", "12(3)"));
        return blocks;
    };
    blocks.extend(edition.said(requests.words.as_ref()));
    let mut facts = vec![Fact::new(edition.get("right-how"), how(edition, &[]))];
    facts.push(Fact::list(edition.get("answer-within"), terms(edition, requests)));
    if requests.free == Some(true) {
        facts.push(Fact::new(edition.get("cost"), edition.get("cost-free")));
    }
    if let Some(steps) = &requests.identity {
        facts.push(Fact::list(edition.get("identity-title"), identity_steps(edition, &steps.value)));
    }
    facts.extend(id_copy(edition, requests));
    blocks.push(Block::Facts(facts));
    blocks
}

fn terms(edition: Edition<'_>, requests: &Requests) -> Vec<Text> {
    let own = requests.answer_within.as_ref().map(|within| ("answer-own", edition.period(&within.value)));
    let statutory = requests.statutory.as_ref().map(|period| ("answer-statutory", edition.period(period)));
    let extension = requests.extension.as_ref().map(|period| ("answer-extension", edition.period(period)));
    let stated = [own, statutory, extension].into_iter().flatten();
    let mut says: Vec<Text> =
        stated.map(|(key, period)| edition.with(key, &[("period", period.into())]).into()).collect();
    if requests.statutory.is_none() {
        says.push(Text::plain(edition.get("answer-law")));
    }
    says
}

fn identity_steps(edition: Edition<'_>, steps: &[IdentityStep]) -> Vec<Text> {
    if steps.is_empty() {
        return vec![edition.get("identity-not-asked").into()];
    }
    steps.iter().map(|step| edition.word("identity", step.as_str()).into()).collect()
}

fn id_copy(edition: Edition<'_>, requests: &Requests) -> Option<Fact> {
    let copy = requests.id_copy.as_ref()?;
    let mut says: Vec<Text> = copy.when.iter().map(|words| edition.say(words)).collect();
    if !copy.masked.is_empty() {
        let parts: Vec<String> = copy.masked.iter().map(|part| edition.word("id-part", part.as_str())).collect();
        says.push(edition.with("id-copy-masked", &[("parts", parts.join(", ").into())]).into());
    }
    if let Some(channel) = copy.channel {
        let channel = edition.word("channel", channel.value.as_str());
        says.push(edition.with("id-copy-channel", &[("channel", channel.into())]).into());
    }
    if let Some(rule) = copy.retention.as_ref().and_then(|rule| edition.protocol.retention.get(&rule.id)) {
        says.push(
            Text::plain(format!("{}: ", edition.get("how-long")))
                .then(super::retention::rule_text(edition, rule, false)),
        );
    }
    (!says.is_empty()).then(|| Fact::list(edition.get("id-copy-title"), says))
}

/// Whether anything rests on consent, and if so how each consent is withdrawn (Art. 7(3), 13(2)(c)).
fn withdrawal(edition: Edition<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::heading("withdrawal", edition.get("withdrawal-title")),
        Block::paragraph(edition.get("withdrawal-means")),
    ];
    let consents: Vec<Fact> = edition
        .protocol
        .purpose
        .iter()
        .filter_map(|purpose| match &purpose.basis {
            Some(LawfulBasis::Consent(consent)) => {
                Some(Fact::new(edition.say(&purpose.name), edition.say(&consent.withdraw)))
            }
            _ => None,
        })
        .collect();
    let right = edition.protocol.right.as_ref().and_then(|rights| rights.withdrawal.as_ref());
    let based = |purpose: &Named<Purpose>| purpose.basis.is_some();
    let all_based = !edition.protocol.purpose.is_empty() && edition.protocol.purpose.iter().all(based);
    let asks = edition.protocol.cookies.as_ref().is_some_and(asks_consent);
    match right {
        Some(right) => blocks.extend(own(edition, right)),
        None if consents.is_empty() && all_based && !asks => {
            blocks.push(Block::paragraph(edition.get("withdrawal-nothing")));
        }
        None if consents.is_empty() => blocks.push(edition.missing(10, "missing-withdrawal", "13(2)(c)")),
        None => {}
    }
    if !consents.is_empty() {
        blocks.push(Block::Facts(consents));
    }
    blocks
}

/// Where to write with a question about privacy.
pub(super) fn questions(protocol: &Protocol) -> Option<&Email> {
    let privacy = protocol.contact.iter().find(|contact| contact.role.value == ContactRole::Privacy);
    privacy.and_then(|contact| contact.email.as_ref()).or_else(|| email(protocol))
}

fn asks_consent(rules: &CookieRules) -> bool {
    rules.categories.iter().any(|category| category.needs_consent())
}

/// Decisions by machine alone and profiling: the logic, what it means, and how a person looks at it (Art. 13(2)(f), 22).
pub(super) fn decisions(edition: Edition<'_>) -> Section {
    let deciding =
        edition.protocol.purpose.iter().filter_map(|purpose| Some((purpose, purpose.automated_decision.as_ref()?)));
    let mut blocks: Vec<Block> = Vec::new();
    for (purpose, decision) in deciding {
        blocks.push(Block::heading(format!("decision-{}", purpose.id), edition.say(&purpose.name)));
        blocks.push(Block::Facts(vec![
            Fact::new(edition.get("decision-logic"), edition.say(&decision.logic)),
            Fact::new(edition.get("decision-significance"), edition.say(&decision.significance)),
            Fact::new(edition.get("decision-human"), edition.say(&decision.human_review)),
        ]));
    }
    let promised = edition.promises_where(|promise| part_of(promise).is_none());
    if blocks.is_empty() && promised.is_empty() {
        blocks.push(Block::paragraph(edition.get("decisions-none")));
    }
    let profiling: Vec<Text> = edition
        .protocol
        .purpose
        .iter()
        .filter(|purpose| purpose.profiling == Some(true))
        .map(|purpose| edition.say(&purpose.name))
        .collect();
    if !profiling.is_empty() {
        blocks.push(Block::Facts(vec![Fact::list(edition.get("profiling"), profiling)]));
    }
    blocks.extend(promised.into_iter().map(Block::Paragraph));
    if let Some(right) = edition.protocol.right.as_ref().and_then(|rights| rights.automated_decision.as_ref()) {
        blocks.extend(own(edition, right));
    }
    part(edition, "decisions", blocks)
}

/// The authority, other authorities, and the court (Art. 13(2)(d), 77–79).
pub(super) fn complaint(edition: Edition<'_>) -> Section {
    let mut blocks = vec![Block::paragraph(edition.get("complaint-text"))];
    blocks.extend(edition.passages(StatementPart::Complaints));
    blocks.extend(promised(edition, StatementPart::Complaints));
    let complaint = edition.protocol.complaint.as_ref();
    blocks.extend(edition.said(complaint.and_then(|complaint| complaint.words.as_ref())));
    match &edition.protocol.authority {
        None => blocks.push(edition.missing(11, "missing-authority", "13(2)(d)")),
        Some(authority) => {
            let own = complaint.and_then(|complaint| complaint.url.as_ref()).map(|url| &url.value);
            let form = own.or(authority.complaint_url.as_ref()).or(authority.website.as_ref());
            let mut says = vec![edition.say(&authority.name)];
            says.extend(authority.address.as_deref().map(Text::plain));
            says.extend(reach(None, authority.phone.as_ref()));
            let mut facts = vec![Fact::new(edition.get("authority"), Text::joined(says, " · "))];
            facts.extend(form.map(|form| Fact::new(edition.get("complaint-form"), web(form))));
            blocks.push(Block::Facts(facts));
        }
    }
    let other = complaint.and_then(|complaint| complaint.other_authorities.as_ref());
    blocks.extend(edition.said(other));
    blocks.push(Block::heading("court", edition.get("court-title")));
    match complaint.and_then(|complaint| complaint.court.as_ref()) {
        Some(court) => blocks.extend(edition.paragraphs(court)),
        None => blocks.push(edition.missing(11, "missing-court", "79")),
    }
    part(edition, "complaint", blocks)
}
