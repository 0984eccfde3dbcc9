//! Why, and on which basis (Art. 13(1)(c)–(d)).

use waarborg_protocol::model::{
    Disclosure, InterestAssessment, LawfulBasis, Named, Newsletter, Purpose, StatementPart,
};

use super::{part, promised, retention};
use crate::document::{Block, Callout, Fact, Section};
use crate::edition::Edition;
use crate::text::Text;

/// Every purpose with its basis and what that basis means.
pub(super) fn section(edition: Edition<'_>) -> Section {
    let mut blocks = edition.passages(StatementPart::Purposes);
    if edition.protocol.purpose.is_empty() {
        blocks.push(edition.missing(3, "missing-purposes", "13(1)(c)"));
    } else {
        let each_has_one = edition.protocol.purpose.iter().all(|purpose| purpose.basis.is_some());
        let text = if each_has_one { "purposes-text" } else { "purposes-text-open" };
        blocks.insert(0, Block::paragraph(edition.get(text)));
    }
    if let Some(basis) = &edition.protocol.general_basis {
        let mut inner = vec![Block::Facts(basis_facts(edition, basis))];
        inner.push(edition.missing(3, "missing-basis-per-purpose", "13(1)(c)"));
        if matches!(basis, LawfulBasis::LegitimateInterest(_)) {
            inner.push(edition.missing(5, "missing-interest-per-purpose", "13(1)(d)"));
        }
        blocks.push(Block::Callout {
            kind: Callout::Notice,
            anchor: None,
            title: edition.get("general-basis"),
            blocks: inner,
        });
    }
    blocks.extend(promised(edition, StatementPart::Purposes));
    for purpose in &edition.protocol.purpose {
        blocks.push(Block::heading(format!("purpose-{}", purpose.id), edition.say(&purpose.name)));
        blocks.extend(edition.said(purpose.description.as_ref()));
        if !purpose.activities.is_empty() {
            blocks.push(Block::List(purpose.activities.iter().map(|words| edition.say(words)).collect()));
        }
        blocks.push(Block::Facts(facts(edition, purpose)));
    }
    blocks.extend(disclosures(edition));
    part(edition, "purposes", blocks)
}

fn facts(edition: Edition<'_>, purpose: &Named<Purpose>) -> Vec<Fact> {
    let mut facts = match &purpose.basis {
        Some(basis) => basis_facts(edition, basis),
        None => vec![Fact::new(edition.get("basis"), edition.unstated(3))],
    };
    let data = edition.data(&purpose.data);
    let data = if data.is_empty() { edition.unstated(4) } else { Text::joined(data, "; ") };
    facts.push(Fact::new(edition.get("data-used"), data));
    if !purpose.subjects.is_empty() {
        let names = subjects(edition, purpose);
        facts.push(Fact::new(edition.get("subjects"), Text::joined(names, ", ")));
    }
    facts.push(Fact::new(edition.get("recipients"), recipients(edition, purpose)));
    facts.push(Fact::list(edition.get("how-long"), retention::of_purpose(edition, purpose)));
    facts.extend(newsletters(edition, purpose));
    if purpose.profiling == Some(true) {
        facts.push(Fact::new(edition.get("profiling"), edition.get("profiling-yes")));
    }
    if purpose.direct_marketing == Some(true) {
        let object = Text::link("#objection", edition.get("direct-marketing-object"));
        facts.push(Fact::new(
            edition.get("direct-marketing"),
            Text::plain(edition.get("direct-marketing-yes")).then(" ").then(object),
        ));
    }
    facts
}

/// The newsletters that serve a purpose: how people come to receive them, and how they stop them (Tw Art. 11.7).
fn newsletters(edition: Edition<'_>, purpose: &Named<Purpose>) -> Vec<Fact> {
    let serves = |letter: &&Named<Newsletter>| letter.purpose.as_ref().is_some_and(|served| served.id == purpose.id);
    let fact = |letter: &Named<Newsletter>| {
        let opt_in = letter.opt_in.map(|opt_in| edition.word("opt-in", opt_in.value.as_str()).into());
        let opt_in = opt_in.unwrap_or_else(|| edition.unknown());
        let words = [&letter.proof, &letter.frequency].into_iter().flatten().map(|words| edition.say(words));
        let ways: Vec<Text> =
            letter.unsubscribe.iter().map(|way| edition.word("unsubscribe", way.as_str()).into()).collect();
        let stop = (!ways.is_empty()).then(|| {
            Text::plain(edition.get("unsubscribe")).then(" ").then(Text::listed(ways, &edition.get("or"))).then(".")
        });
        let link = (letter.preferences_link == Some(true)).then(|| edition.get("preferences-link").into());
        let says = std::iter::once(opt_in).chain(words).chain(stop).chain(link).collect();
        Fact { term: edition.say(&letter.name), says }
    };
    edition.protocol.newsletter.iter().filter(serves).map(fact).collect()
}

/// Whose data a purpose uses: as it says itself, or as its categories say.
pub(crate) fn subjects(edition: Edition<'_>, purpose: &Purpose) -> Vec<Text> {
    let own = purpose.subjects.iter().map(|group| group.id.as_str());
    let of_data = purpose.data.iter().filter_map(|data| edition.protocol.category.get(&data.category));
    let of_data = of_data.flat_map(|category| category.subjects.iter().map(|group| group.id.as_str()));
    let mut ids: Vec<&str> = if purpose.subjects.is_empty() { of_data.collect() } else { own.collect() };
    let mut seen = std::collections::HashSet::new();
    ids.retain(|id| seen.insert(*id));
    ids.into_iter().filter_map(|id| edition.protocol.subject.get(id)).map(|group| edition.say(&group.name)).collect()
}

fn recipients(edition: Edition<'_>, purpose: &Purpose) -> Text {
    match purpose.recipients.as_deref() {
        None => edition.unstated(6),
        Some([]) => edition.get("recipients-nobody").into(),
        Some(recipients) => {
            let recipients = recipients.iter().filter_map(|recipient| edition.protocol.recipient.get(&recipient.id));
            let link = |recipient: &Named<_>| name(edition, recipient);
            Text::joined(recipients.map(link), ", ")
        }
    }
}

fn name(edition: Edition<'_>, recipient: &Named<waarborg_protocol::model::Recipient>) -> Text {
    edition.say(&recipient.name)
}

/// A basis: which one, what it means, and what it needs.
pub(crate) fn basis_facts(edition: Edition<'_>, basis: &LawfulBasis) -> Vec<Fact> {
    let article = edition.article(basis.article());
    let says = Text::strong(edition.word("basis", basis.kind()))
        .then(format!(" ({article}). "))
        .then(edition.get(&format!("basis-{}-means", meaning(basis))));
    let mut facts = vec![Fact::new(edition.get("basis"), says)];
    let mut add = |key: &str, words| facts.push(Fact::new(edition.get(key), edition.say(words)));
    match basis {
        LawfulBasis::Consent(consent) => {
            add("consent-text", &consent.text);
            add("consent-withdraw", &consent.withdraw);
            consent.guardian.iter().for_each(|guardian| add("guardian", guardian));
        }
        LawfulBasis::Contract(contract) => {
            add("contract", &contract.contract);
            contract.necessity.iter().for_each(|necessity| add("necessity", necessity));
        }
        LawfulBasis::LegalObligation(obligation) => add("statute", &obligation.statute),
        LawfulBasis::VitalInterest(vital) => add("vital-situation", &vital.situation),
        LawfulBasis::PublicTask(task) => add("public-task", &task.statute),
        LawfulBasis::LegitimateInterest(interest) => {
            add("interest", &interest.interest);
            match &interest.assessment {
                Some(assessment) => facts.extend(assessment_facts(edition, assessment)),
                None => facts.push(Fact::new(edition.get("assessment"), edition.unknown())),
            }
        }
    }
    facts
}

/// What a basis means to a reader. An interest that nobody has weighed is not said to weigh more.
fn meaning(basis: &LawfulBasis) -> &'static str {
    match basis {
        LawfulBasis::LegitimateInterest(interest) if interest.assessment.is_none() => "unweighed-interest",
        _ => basis.kind(),
    }
}

fn assessment_facts(edition: Edition<'_>, assessment: &InterestAssessment) -> Vec<Fact> {
    let dated = edition.with("assessed-on", &[("date", edition.date(assessment.assessed_on).into())]);
    let mut facts = vec![
        Fact::new(edition.get("interest-necessity"), edition.say(&assessment.necessity)),
        Fact::new(edition.get("interest-balance"), edition.say(&assessment.balance).then(" ").then(dated)),
    ];
    if !assessment.safeguards.is_empty() {
        let safeguards = assessment.safeguards.iter().map(|words| edition.say(words)).collect();
        facts.push(Fact::list(edition.get("interest-safeguards"), safeguards));
    }
    facts
}

/// Disclosures outside the purposes, each with its basis.
fn disclosures(edition: Edition<'_>) -> Vec<Block> {
    if edition.protocol.disclosure.is_empty() {
        return Vec::new();
    }
    let mut facts: Vec<Fact> = Vec::new();
    for disclosure in &edition.protocol.disclosure {
        let fact = disclosed(edition, disclosure);
        // One sentence about several cases is said once, under all of them.
        match facts.last_mut().filter(|last| last.says == fact.says) {
            Some(last) => last.term = std::mem::take(&mut last.term).then("; ").then(fact.term),
            None => facts.push(fact),
        }
    }
    vec![Block::heading("disclosure", edition.get("disclosure-title")), Block::Facts(facts)]
}

fn disclosed(edition: Edition<'_>, disclosure: &Named<Disclosure>) -> Fact {
    let mut says = vec![edition.say(&disclosure.words)];
    match &disclosure.basis {
        Some(basis) => says.extend(
            basis_facts(edition, basis)
                .into_iter()
                .map(|fact| fact.term.then(": ").then(Text::joined(fact.says, "; "))),
        ),
        None => says.push(Text::plain(format!("{}: ", edition.get("basis"))).then(edition.unstated(3))),
    }
    Fact { term: edition.word("disclosure", disclosure.ground.value.as_str()).into(), says }
}
