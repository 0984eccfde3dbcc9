//! Recipients, transfers, roles.

use super::{Checked, Gap, Rule, list};
use crate::model::{Control, Extent, Recipient, RecipientRole, RegisterPart, ServiceRole, Transfer, TransferTool};
use crate::read::Named;
use crate::source::Span;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "G04",
        law: "GDPR Art. 13(1)(f), 44–46",
        duty: "Each recipient says in which country it is, and what allows a transfer outside the European Economic Area.",
        help: "Set `country` and `group_country` (a `preset` knows them for usual recipients), and `[recipient.….transfer]` with `tool`, \
               `checked_on` and, for clauses and rules, where people get a `copy`.",
        find: transfer_missing,
    },
    Rule {
        code: "G05",
        law: "GDPR Art. 13(1)(e)",
        duty: "Recipients are stated per purpose, and no sentence denies them.",
        help: "Name the `recipients` of each purpose (`[]` for none), give each newsletter its `sender`, and promise `only-named-recipients` \
               instead of `no-sharing`.",
        find: recipients_denied,
    },
    Rule {
        code: "G06",
        law: "GDPR Art. 13(1)(e), 28",
        duty: "Each recipient has a role; each processor an agreement and a list of the processors behind it.",
        help: "Set `role`, `[recipient.….agreement]` and `sub_processors` (`[]` for none).",
        find: role_missing,
    },
    Rule {
        code: "G23",
        law: "GDPR Art. 26, 28",
        duty: "Each service says for what the organisation is controller and for what processor.",
        help: "Set `role` and `role_words` in each `[service.…]`.",
        find: service_role_missing,
    },
    Rule {
        code: "G29",
        law: "GDPR Art. 30(1), 30(2)",
        duty: "The record of processing activities covers all that Art. 30 lists, also as processor for others.",
        help: "Take `covers` out of `[register]` or complete it, and declare `[processing.…]` for what is done on behalf of others.",
        find: register_incomplete,
    },
];

fn names<'a>(recipients: impl IntoIterator<Item = &'a Named<Recipient>>) -> String {
    list(recipients.into_iter().map(|recipient| format!("`{}`", recipient.id)))
}

/// Whether a service is known by name to belong to a group outside the Area.
fn known_group_outside(recipient: &Recipient) -> bool {
    let texts = recipient.name.all().map(|(_, text)| text).chain(recipient.organisation.as_deref());
    let names: Vec<String> = texts
        .map(|text| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase())
        .collect();
    groups().any(|group| names.iter().any(|name| name.contains(group)))
}

/// Names of groups outside the Area: the keys of the shipped list.
fn groups() -> impl Iterator<Item = &'static str> {
    crate::preset::GROUPS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split(" = ").next())
        .filter(|name| !name.is_empty())
}

fn transfer_complete(transfer: &Transfer) -> bool {
    match transfer.tool.value {
        TransferTool::Adequacy | TransferTool::DataPrivacyFramework => transfer.checked_on.is_some(),
        TransferTool::StandardClauses | TransferTool::BindingCorporateRules => {
            transfer.checked_on.is_some() && transfer.copy.is_some()
        }
        TransferTool::Derogation | TransferTool::None => true,
    }
}

fn transfer_missing(checked: &Checked<'_>) -> Option<Gap> {
    let lacking: Vec<_> = checked
        .recipient
        .iter()
        .filter(|recipient| {
            let outside = [&recipient.country, &recipient.group_country]
                .into_iter()
                .flatten()
                .any(|country| !country.value.in_eea());
            match &recipient.transfer {
                Some(transfer) => !transfer_complete(transfer),
                None => {
                    outside
                        || recipient.country.is_none()
                        || (recipient.group_country.is_none() && known_group_outside(recipient))
                }
            }
        })
        .collect();
    let message = format!(
        "not stated in which country these recipients or their groups are, or what allows a transfer there: {}",
        names(lacking.iter().copied()),
    );
    Gap::everywhere(lacking.iter().map(|recipient| recipient.span).collect(), message)
}

fn recipients_denied(checked: &Checked<'_>) -> Option<Gap> {
    let denied = checked.promise.iter().find(|promise| {
        let absolute = promise.extent.as_ref().is_none_or(|extent| extent.value == Extent::Always);
        promise.control.value == Control::NoSharing && absolute && !checked.recipient.is_empty()
    });
    let silent: Vec<_> = checked.purpose.iter().filter(|purpose| purpose.recipients.is_none()).collect();
    let unsent = checked.newsletter.iter().filter(|letter| letter.sender.is_none());
    let mut problems = Vec::new();
    if denied.is_some() {
        problems.push("a promise says data is not shared, while recipients are listed".to_owned());
    }
    if !silent.is_empty() {
        problems.push(format!(
            "recipients are not stated for {}",
            list(silent.iter().map(|purpose| format!("`{}`", purpose.id)))
        ));
    }
    let mut spans: Vec<Span> =
        denied.iter().map(|promise| promise.span).chain(silent.iter().map(|purpose| purpose.span)).collect();
    let before = spans.len();
    spans.extend(unsent.map(|letter| letter.span));
    if spans.len() > before {
        problems.push("a newsletter does not say who sends it".to_owned());
    }
    Gap::everywhere(spans, list(problems))
}

fn role_missing(checked: &Checked<'_>) -> Option<Gap> {
    let lacking: Vec<_> = checked
        .recipient
        .iter()
        .filter(|recipient| match recipient.role.as_ref().map(|role| role.value) {
            None => true,
            Some(RecipientRole::Processor) => recipient.agreement.is_none() || recipient.sub_processors.is_none(),
            Some(RecipientRole::JointController) => {
                recipient.agreement.as_ref().is_none_or(|agreement| agreement.essence.is_none())
            }
            Some(RecipientRole::Controller | RecipientRole::AuthorisedParty | RecipientRole::PublicAuthority) => false,
        })
        .collect();
    let message = format!("role, agreement or processors behind it not stated for {}", names(lacking.iter().copied()));
    Gap::everywhere(lacking.iter().map(|recipient| recipient.span).collect(), message)
}

fn service_role_missing(checked: &Checked<'_>) -> Option<Gap> {
    let without: Vec<_> =
        checked.service.iter().filter(|service| service.role.is_none() || service.role_words.is_none()).collect();
    let names = list(without.iter().map(|service| format!("`{}`", service.id)));
    let message = format!("not explained for what we are controller and for what processor: {names}");
    Gap::everywhere(without.iter().map(|service| service.span).collect(), message)
}

/// Whether the organisation processes on behalf of others, or does not say.
pub(super) fn may_be_processor(checked: &Checked<'_>) -> bool {
    let unclear = |role: Option<ServiceRole>| role.is_none_or(|role| role != ServiceRole::Controller);
    !checked.processing.is_empty()
        || checked.service.iter().any(|service| unclear(service.role.as_ref().map(|role| role.value)))
}

fn register_incomplete(checked: &Checked<'_>) -> Option<Gap> {
    if let Some(covers) = checked.register.as_ref().and_then(|register| register.covers.as_ref()) {
        let missing: Vec<_> =
            RegisterPart::ALL.iter().filter(|part| !covers.value.contains(part)).map(|part| part.as_str()).collect();
        if !missing.is_empty() {
            return Some(Gap::at(covers.span, format!("the register is not said to cover {}", list(missing))));
        }
    }
    let processor = checked.service.iter().find(|service| {
        service.role.as_ref().is_some_and(|role| role.value != ServiceRole::Controller) && checked.processing.is_empty()
    })?;
    Some(Gap::at(processor.span, "data is processed on behalf of others, and no `[processing.…]` records it"))
}
