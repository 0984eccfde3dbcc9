//! Rights, identity, terms, complaints.

use super::{Checked, Gap, Rule, data, list};
use crate::model::{
    AccessPart, CookieCategory, IdentityStep, LawfulBasis, PortabilityScope, RequestChannel, Right, Rights,
};
use crate::source::Span;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "G07",
        law: "GDPR Art. 13(2)(b), 18",
        duty: "The right to restriction is stated.",
        help: "Declare `[right.restriction]`.",
        find: |checked| {
            missing(
                checked,
                |rights| rights.restriction.as_ref(),
                "the right to restriction of processing is not stated",
            )
        },
    },
    Rule {
        code: "G08",
        law: "GDPR Art. 13(2)(c), 7(3)",
        duty: "Where anything rests on consent, the right to withdraw it is stated, and how.",
        help: "Declare `[right.withdrawal]` with `words` that say how; as easy as giving it.",
        find: withdrawal_missing,
    },
    Rule {
        code: "G09",
        law: "GDPR Art. 21(2)–(4)",
        duty: "Where there is direct marketing, the right to object to it always is stated apart from the rest.",
        help: "Set `direct_marketing` in `[right.objection]`: always, at once, without reasons.",
        find: marketing_objection_missing,
    },
    Rule {
        code: "G10",
        law: "GDPR Art. 20",
        duty: "Portability is stated with its conditions, and not for more than the law gives.",
        help: "Set `scope = \"provided\"` and `conditions` in `[right.portability]`.",
        find: portability_overstated,
    },
    Rule {
        code: "G11",
        law: "GDPR Art. 15(1), 15(3)",
        duty: "Access means a copy and all that Art. 15 lists, not an overview alone.",
        help: "Complete `includes` in `[right.access]`: copy, purposes, categories, recipients, retention, rights, complaint, source.",
        find: access_incomplete,
    },
    Rule {
        code: "G12",
        law: "GDPR Art. 16",
        duty: "Rectification is open to everybody, also to people who receive no e-mails.",
        help: "Declare `[right.rectification]`, without `channels` so that those of `[requests]` hold, or with others than a link in e-mails.",
        find: rectification_narrow,
    },
    Rule {
        code: "G13",
        law: "GDPR Art. 12(2), 12(6), 5(1)(c)",
        duty: "Identity is checked by the lightest step that suffices; a copy of a document comes last.",
        help: "List lighter steps first under `identity` in `[requests]`: signed-in, code, question, call-back.",
        find: identity_disproportionate,
    },
    Rule {
        code: "G15",
        law: "GDPR Art. 12(3)",
        duty: "The term of law for an answer is stated: one month, extendable by two.",
        help: "Set `statutory = \"P1M\"` and `extension = \"P2M\"` in `[requests]`, beside your own promise.",
        find: term_missing,
    },
    Rule {
        code: "G16",
        law: "GDPR Art. 12(4), 77, 79",
        duty: "Complaint and court are stated: an address of the authority that works, the authority of one's own residence, the way to a judge.",
        help: "Set `court` and `other_authorities` in `[complaint]`, and leave `url` to the preset of the authority.",
        find: remedy_incomplete,
    },
    Rule {
        code: "R01",
        law: "GDPR Art. 13(2)(b), 17",
        duty: "The right to erasure is stated.",
        help: "Declare `[right.erasure]` with its `words`.",
        find: |checked| missing(checked, |rights| rights.erasure.as_ref(), "the right to erasure is not stated"),
    },
    Rule {
        code: "R02",
        law: "GDPR Art. 13(2)(b), 21(1), 21(4)",
        duty: "The right to object is stated.",
        help: "Declare `[right.objection]` with its `words`.",
        find: |checked| missing(checked, |rights| rights.objection.as_ref(), "the right to object is not stated"),
    },
];

fn rights_place(checked: &Checked<'_>) -> Span {
    checked.near(&[
        checked.right.as_ref().map(|rights| rights.span),
        checked.requests.as_ref().map(|requests| requests.span),
    ])
}

fn missing(checked: &Checked<'_>, find: fn(&Rights) -> Option<&Right>, message: &str) -> Option<Gap> {
    match checked.right.as_ref().and_then(find) {
        Some(_) => None,
        None => Some(Gap::at(rights_place(checked), message)),
    }
}

/// Where something rests on consent.
fn rests_on_consent(checked: &Checked<'_>) -> Vec<Span> {
    let purposes = checked.purpose.iter().filter(|purpose| matches!(purpose.basis, Some(LawfulBasis::Consent(_))));
    let listed =
        checked.cookies.iter().filter(|rules| rules.categories.iter().any(|category| category.needs_consent()));
    let cookies =
        checked.site.iter().flat_map(|site| site.cookie.iter()).filter(|cookie| cookie.category.value.needs_consent());
    let spans = purposes.map(|purpose| purpose.span);
    let spans = spans.chain(listed.map(|rules| rules.span)).chain(cookies.map(|cookie| cookie.span));
    spans.chain(checked.newsletter.iter().map(|letter| letter.span)).collect()
}

fn withdrawal_missing(checked: &Checked<'_>) -> Option<Gap> {
    let consents = rests_on_consent(checked);
    let stated =
        checked.right.as_ref().and_then(|rights| rights.withdrawal.as_ref()).is_some_and(|right| right.words.is_some());
    if stated || consents.is_empty() {
        return None;
    }
    Some(Gap::at(rights_place(checked), "consent is asked, and the right to withdraw it is not stated").also(consents))
}

fn marketing_objection_missing(checked: &Checked<'_>) -> Option<Gap> {
    let purposes =
        checked.purpose.iter().filter(|purpose| purpose.direct_marketing == Some(true)).map(|purpose| purpose.span);
    let marketing: Vec<Span> = purposes.chain(checked.newsletter.iter().map(|letter| letter.span)).collect();
    let objection = checked.right.as_ref().and_then(|rights| rights.objection.as_ref());
    if marketing.is_empty() || objection.is_some_and(|right| right.direct_marketing.is_some()) {
        return None;
    }
    let place = objection.map_or_else(|| rights_place(checked), |right| right.span);
    Some(
        Gap::at(place, "there is direct marketing, and the right to object to it always is not stated").also(marketing),
    )
}

fn portability_overstated(checked: &Checked<'_>) -> Option<Gap> {
    let Some(right) = checked.right.as_ref().and_then(|rights| rights.portability.as_ref()) else {
        return Some(Gap::at(rights_place(checked), "the right to portability is not stated"));
    };
    match &right.scope {
        Some(scope) if scope.value == PortabilityScope::All => {
            Some(Gap::at(scope.span, "portability is promised for all data, and its conditions are not stated"))
        }
        _ if right.conditions.is_none() => Some(Gap::at(right.span, "the conditions of portability are not stated")),
        _ => None,
    }
}

/// What an answer to a request for access must hold; decisions by machine and transfers only where there are any.
const ACCESS: &[AccessPart] = &[
    AccessPart::Copy,
    AccessPart::Purposes,
    AccessPart::Categories,
    AccessPart::Recipients,
    AccessPart::Retention,
    AccessPart::Rights,
    AccessPart::Complaint,
    AccessPart::Source,
];

fn access_incomplete(checked: &Checked<'_>) -> Option<Gap> {
    let Some(right) = checked.right.as_ref().and_then(|rights| rights.access.as_ref()) else {
        return Some(Gap::at(rights_place(checked), "the right of access is not stated"));
    };
    let missing: Vec<&str> =
        ACCESS.iter().filter(|part| !right.includes.contains(part)).map(|part| part.as_str()).collect();
    (!missing.is_empty()).then(|| Gap::at(right.span, format!("access is described without {}", list(missing))))
}

fn rectification_narrow(checked: &Checked<'_>) -> Option<Gap> {
    let Some(right) = checked.right.as_ref().and_then(|rights| rights.rectification.as_ref()) else {
        return Some(Gap::at(rights_place(checked), "the right to rectification is not stated"));
    };
    let only_links =
        !right.channels.is_empty() && right.channels.iter().all(|channel| channel.value == RequestChannel::EmailLink);
    only_links.then(|| {
        Gap::at(right.channels[0].span, "rectification goes only by a link in e-mails, which not everybody receives")
    })
}

fn identity_disproportionate(checked: &Checked<'_>) -> Option<Gap> {
    let rights = checked.right.as_ref();
    let own = rights.into_iter().flat_map(|rights| {
        [
            &rights.access,
            &rights.rectification,
            &rights.erasure,
            &rights.restriction,
            &rights.portability,
            &rights.objection,
            &rights.automated_decision,
            &rights.withdrawal,
        ]
    });
    let own = own.flatten().filter_map(|right| right.identity.as_ref());
    let general = checked.requests.as_ref().and_then(|requests| requests.identity.as_ref());
    let heavy = |steps: &&crate::model::At<Vec<IdentityStep>>| steps.value.first() == Some(&IdentityStep::IdCopy);
    let spans: Vec<Span> = general.into_iter().chain(own).filter(heavy).map(|steps| steps.span).collect();
    let unladdered = general.is_none().then(|| data::asks_id_copy(checked)).flatten();
    let spans = spans.into_iter().chain(unladdered).collect();
    Gap::everywhere(spans, "a copy of an identity document is the first step, where a lighter one would do")
}

fn term_missing(checked: &Checked<'_>) -> Option<Gap> {
    let requests = checked.requests.as_ref();
    if requests.is_some_and(|requests| requests.statutory.is_some() && requests.extension.is_some()) {
        return None;
    }
    let aim = requests.and_then(|requests| requests.answer_within.as_ref()).map(|term| term.span);
    let place =
        checked.near(&[aim, requests.map(|requests| requests.span), checked.right.as_ref().map(|rights| rights.span)]);
    Some(Gap::at(place, "the term of law for an answer (one month, extendable by two) is not stated"))
}

/// Paths of authorities' sites from before they were rebuilt.
const OLD_PATHS: &[&str] = &["autoriteitpersoonsgegevens.nl/nl/"];

fn remedy_incomplete(checked: &Checked<'_>) -> Option<Gap> {
    let Some(complaint) = &checked.complaint else {
        return Some(Gap::at(rights_place(checked), "the right to complain and the way to a court are not stated"));
    };
    let old = complaint.url.as_ref().filter(|url| {
        let known = checked.authority.iter().flat_map(|authority| &authority.old_urls).any(|old| *old == url.value);
        known || OLD_PATHS.iter().any(|path| url.value.as_str().contains(path))
    });
    let unreachable =
        complaint.url.is_none() && checked.authority.as_ref().is_none_or(|authority| authority.complaint_url.is_none());
    let problems: Vec<&str> = [
        (old.is_some(), "the address of the authority is an old one"),
        (unreachable, "no address of the authority is stated"),
        (complaint.court.is_none(), "the way to a court is not stated"),
        (complaint.other_authorities.is_none(), "the authority of one's own residence or work is not mentioned"),
    ]
    .into_iter()
    .filter_map(|(wrong, message)| wrong.then_some(message))
    .collect();
    let place = old.map_or(complaint.span, |url| url.span);
    (!problems.is_empty()).then(|| Gap::at(place, list(problems)))
}

/// Kept here so that the word "needs consent" has one meaning for rights and sites.
pub(super) fn has_consent_cookies(checked: &Checked<'_>) -> bool {
    let listed = checked.cookies.iter().flat_map(|rules| rules.categories.iter().copied());
    let cookies = checked.site.iter().flat_map(|site| site.cookie.iter()).map(|cookie| cookie.category.value);
    listed.chain(cookies).any(CookieCategory::needs_consent)
}
