//! Languages.

use std::collections::HashSet;

use super::{Checked, Gap, Rule, list};
use crate::model::Language;
use crate::source::Span;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "L01",
        law: "GDPR Art. 12(1)",
        duty: "Every text stands in every language of the statement; the own name of a recipient, service, site or contact \
               is one string and needs no translation.",
        help: "Add the missing language: `{ nl = \"…\", en = \"…\" }`.",
        find: language_missing,
    },
    Rule {
        code: "L02",
        law: "GDPR Art. 12(1)",
        duty: "The statement is in the language of the people it addresses: Dutch for a controller in the Netherlands.",
        help: "Add `nl` to `languages` in `[controller]`, and the words.",
        find: own_language_missing,
    },
];

fn language_missing(checked: &Checked<'_>) -> Option<Gap> {
    let wanted = &checked.controller.languages.value;
    let own_names = own_names(checked);
    let lacking: Vec<_> = checked
        .words
        .iter()
        .filter(|words| !(words.plain && own_names.contains(&words.span)))
        .filter(|words| wanted.iter().any(|language| !words.languages.contains(language)))
        .collect();
    let missing = wanted.iter().filter(|language| lacking.iter().any(|words| !words.languages.contains(language)));
    let names = list(missing.map(|language| language.as_str()));
    let texts = super::count(lacking.len(), "text is", "texts are");
    Gap::everywhere(
        lacking.iter().map(|words| words.span).collect(),
        format!("{texts} missing in a language of the statement ({names})"),
    )
}

/// Where the names stand that are the same in every language when they are written as one string.
fn own_names(checked: &Checked<'_>) -> HashSet<Span> {
    let recipients = checked.recipient.iter().map(|recipient| recipient.name.span);
    let services = checked.service.iter().map(|service| service.name.span);
    let sites = checked.site.iter().filter_map(|site| site.name.as_ref()).map(|name| name.span);
    let contacts = checked.contact.iter().filter_map(|contact| contact.name.as_ref()).map(|name| name.span);
    recipients.chain(services).chain(sites).chain(contacts).collect()
}

fn own_language_missing(checked: &Checked<'_>) -> Option<Gap> {
    let controller = &checked.controller;
    let dutch = controller.address.as_ref().is_some_and(|address| address.country.as_str() == "NL");
    let spoken = controller.languages.value.contains(&Language::Nl);
    (dutch && !spoken).then(|| {
        Gap::at(controller.languages.span, "the statement of an organisation in the Netherlands is not in Dutch")
    })
}
