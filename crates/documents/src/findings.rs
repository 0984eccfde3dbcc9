//! What `check` finds in the text, for people to read: the demo shows it, so that nobody takes an example for perfect.

use waarborg_protocol::{Finding, FindingKind, Loaded};
use waarborg_web::Lang;

use crate::document::{Block, Document, Fact, Section};
use crate::edition::Edition;
use crate::text::Text;

/// Every finding with its place, the law and what to do, and the way to what other versions lack. `None` when the protocol
/// cannot run, and so has no pages.
pub fn findings_page(loaded: &Loaded, lang: Lang, others: &[i64]) -> Option<Document> {
    let edition = Edition::new(loaded.protocol.as_ref()?, lang);
    let gaps = loaded.count(FindingKind::Gap);
    let lead = edition.with("check-lead", &[("n", gaps.into())]);
    let mut opening = vec![Block::Lead(lead.into()), Block::paragraph(edition.get("check-how"))];
    if !others.is_empty() {
        let link = |number: &i64| {
            let address = edition.path(&format!("/privacy/versions/{number}/check"));
            Text::link(address, edition.with("check-version", &[("number", (*number).into())]))
        };
        opening.push(Block::Links { label: edition.get("check-others"), links: others.iter().map(link).collect() });
    }
    let sections =
        loaded.findings.iter().enumerate().map(|(at, finding)| section(edition, loaded, at, finding)).collect();
    Some(Document { title: edition.get("check-title").into(), opening, sections, contents: None })
}

fn section(edition: Edition<'_>, loaded: &Loaded, at: usize, finding: &Finding) -> Section {
    // Findings speak English, like the command that prints them.
    let english = |text: &str| Text::said(edition.lang, Lang::En, &readable(text));
    let place = |span| {
        let place = loaded.sources.place(span);
        Text::plain(format!("{}:{}:{}", place.file, place.line, place.column))
    };
    let places: Vec<Text> = std::iter::once(finding.span).chain(finding.also.iter().copied()).map(place).collect();
    let mut facts = vec![Fact::list(edition.get("check-place"), places)];
    facts.extend(finding.law.map(|law| Fact::new(edition.get("check-law"), law)));
    facts.push(Fact::new(edition.get("check-help"), english(&finding.help)));
    Section {
        anchor: format!("finding-{}", at + 1),
        title: Text::plain(format!("{}: ", finding.code)).then(english(&finding.message)),
        blocks: vec![Block::Facts(facts)],
    }
}

/// What stands between backticks on a terminal stands between quotation marks on a page.
fn readable(text: &str) -> String {
    let mut open = false;
    let quote = |letter: char| match letter {
        '`' => {
            open = !open;
            if open { '“' } else { '”' }
        }
        other => other,
    };
    text.chars().map(quote).collect()
}
