//! The controller, its statement, its officers.

use super::{Checked, Gap, Rule, list};
use crate::model::{CertificateStatus, ContactRole};
use crate::source::Span;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "G17",
        law: "GDPR Art. 13(1)(b), 37",
        duty: "The data protection officer can be reached, or it is said why there is none and who handles privacy.",
        help: "Declare `[dpo]` with `appointed` and either its `email` or `why`, and a `[contact.…]` with the role `privacy`.",
        find: officer_missing,
    },
    Rule {
        code: "G24",
        law: "GDPR Art. 12(1), 13(3)",
        duty: "The statement has a version and a date, and material changes are announced.",
        help: "Set `version`, `effective_on` and `announced_by` in `[statement]`; asking people to check regularly is not announcing.",
        find: version_missing,
    },
    Rule {
        code: "G32",
        law: "GDPR Art. 25",
        duty: "Protection by design and by default shows in defaults that are named.",
        help: "Name under `defaults` in `[design]` what is set to protect people without their doing anything.",
        find: defaults_missing,
    },
    Rule {
        code: "G33",
        law: "GDPR Art. 5(2)",
        duty: "A certificate that is not held is mentioned with its status and date.",
        help: "Set `status` and `status_on` in `[certificate.…]`, and do not call a process by a certificate you do not hold.",
        find: certificate_unclear,
    },
    Rule {
        code: "G34",
        law: "BW Art. 3:15d; GDPR Art. 13(1)(a)",
        duty: "The controller is identified: address, number in the trade register, VAT number.",
        help: "Set `address`, `chamber_of_commerce` and `vat` in `[controller]`.",
        find: controller_unidentified,
    },
];

fn officer_missing(checked: &Checked<'_>) -> Option<Gap> {
    let mut problems = Vec::new();
    match &checked.dpo {
        None => problems.push("it is not stated whether there is a data protection officer"),
        Some(dpo) if dpo.appointed && dpo.email.is_none() && dpo.phone.is_none() => {
            problems.push("the data protection officer cannot be reached");
        }
        Some(dpo) if !dpo.appointed && dpo.why.is_none() => {
            problems.push("it is not stated why there is no data protection officer");
        }
        Some(_) => {}
    }
    if !checked.contact.iter().any(|contact| contact.role.value == ContactRole::Privacy) {
        problems.push("nobody is named who handles privacy");
    }
    let place =
        checked.near(&[checked.dpo.as_ref().map(|dpo| dpo.span), checked.contact.first().map(|contact| contact.span)]);
    (!problems.is_empty()).then(|| Gap::at(place, list(problems)))
}

fn version_missing(checked: &Checked<'_>) -> Option<Gap> {
    let Some(statement) = &checked.statement else {
        return Some(Gap::at(checked.controller.span, "the statement has no version and no date"));
    };
    let problems: Vec<&str> = [
        (statement.version.is_none(), "no version"),
        (statement.effective_on.is_none(), "no date"),
        (statement.announced_by.is_empty(), "no way in which changes are announced"),
    ]
    .into_iter()
    .filter_map(|(wrong, message)| wrong.then_some(message))
    .collect();
    (!problems.is_empty()).then(|| Gap::at(statement.span, format!("the statement has {}", list(problems))))
}

fn defaults_missing(checked: &Checked<'_>) -> Option<Gap> {
    if checked.design.as_ref().is_some_and(|design| !design.defaults.is_empty()) {
        return None;
    }
    let place = checked.near(&[checked.design.as_ref().map(|design| design.span)]);
    Some(Gap::at(place, "protection by default is not shown by any default"))
}

fn certificate_unclear(checked: &Checked<'_>) -> Option<Gap> {
    let unclear: Vec<_> = checked
        .certificate
        .iter()
        .filter(|certificate| {
            certificate.status.value != CertificateStatus::Certified && certificate.status_on.is_none()
        })
        .collect();
    let relies = |id: &str| unclear.iter().any(|certificate| certificate.id == id);
    let process = checked.breach.iter().filter_map(|breach| breach.process_standard.as_ref());
    let claims = checked.promise.iter().filter_map(|promise| promise.standard.as_ref());
    let uses: Vec<Span> =
        process.chain(claims).filter(|reference| relies(&reference.id)).map(|reference| reference.span).collect();
    let names = list(unclear.iter().map(|certificate| certificate.standard.as_str()));
    let claimed = if uses.is_empty() { "" } else { ", while other sentences rely on it" };
    let message = format!("{names}: not held, and not said since when or how far{claimed}");
    Some(Gap::everywhere(unclear.iter().map(|certificate| certificate.span).collect(), message)?.also(uses))
}

fn controller_unidentified(checked: &Checked<'_>) -> Option<Gap> {
    let controller = &checked.controller;
    let missing: Vec<&str> = [
        (controller.address.is_none(), "address"),
        (controller.chamber_of_commerce.is_none(), "number in the trade register (KvK)"),
        (controller.vat.is_none(), "VAT number"),
    ]
    .into_iter()
    .filter_map(|(wrong, message)| wrong.then_some(message))
    .collect();
    (!missing.is_empty())
        .then(|| Gap::at(controller.name.span, format!("not stated of the controller: {}", list(missing))))
}
