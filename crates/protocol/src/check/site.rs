//! Sites, cookies, connections.

use super::purpose::contains_any;
use super::rights::has_consent_cookies;
use super::{Checked, Gap, Rule, list};
use crate::model::{Control, CookieWithdrawal, FieldKind, ServiceKind, Words};
use crate::source::Span;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "G21",
        law: "GDPR Art. 4(1), 5(1)(a)",
        duty: "Measurements that hold addresses, device data or identifiers are not called anonymous, nor is a recipient that \
               receives personal data.",
        help: "Take the claim out (`anonymous`, or the promise `anonymous-analytics`), and say what is really measured. A \
               recipient of mere numbers has `anonymous = true`, a `kind` and no `data`.",
        find: called_anonymous,
    },
    Rule {
        code: "G22",
        law: "Tw Art. 11.7a; GDPR Art. 13, 7(3)",
        duty: "Each site lists its cookies (name, provider, purpose, life), and a choice can be changed on the site itself.",
        help: "Declare `[site.….cookie.…]` or `uses_cookies = false` for each site, and `withdraw = [\"site\"]` in `[cookies]`.",
        find: cookies_unlisted,
    },
    Rule {
        code: "G28",
        law: "GDPR Art. 32",
        duty: "Every site is reached over an encrypted connection, and is described so.",
        help: "Serve the site with `https://`; write TLS, not SSL.",
        find: connection_unencrypted,
    },
];

fn called_anonymous(checked: &Checked<'_>) -> Option<Gap> {
    let telling = [FieldKind::IpAddress, FieldKind::Device, FieldKind::CookieId, FieldKind::Behaviour];
    let fields = checked.category.iter().flat_map(|category| category.field.iter());
    let fields: Vec<Span> =
        fields.filter(|field| telling.contains(&field.kind.value)).map(|field| field.span).collect();
    let recipients = checked.recipient.iter().filter(|recipient| {
        let kind = recipient.kind.as_ref().map(|kind| kind.value);
        let belied = match kind {
            Some(ServiceKind::Analytics) => true,
            Some(_) => !recipient.data.is_empty(),
            None => !fields.is_empty(),
        };
        recipient.anonymous.is_some_and(|claim| claim.value) && belied
    });
    let recipients = recipients.filter_map(|recipient| recipient.anonymous.map(|claim| claim.span));
    let promises = checked
        .promise
        .iter()
        .filter(|promise| promise.control.value == Control::AnonymousAnalytics && !fields.is_empty());
    let claims: Vec<Span> = recipients.chain(promises.map(|promise| promise.span)).collect();
    let gap = Gap::everywhere(
        claims,
        "data is called anonymous, while addresses, device data or identifiers are collected, or personal data is received",
    )?;
    Some(gap.also(fields))
}

fn cookies_unlisted(checked: &Checked<'_>) -> Option<Gap> {
    let unlisted: Vec<_> =
        checked.site.iter().filter(|site| site.cookie.is_empty() && site.uses_cookies != Some(false)).collect();
    let rules = checked.cookies.as_ref();
    let withdrawal = has_consent_cookies(checked)
        && !rules.is_some_and(|rules| rules.withdraw.iter().any(|way| way.value == CookieWithdrawal::Site));
    let mut problems = Vec::new();
    if !unlisted.is_empty() {
        problems
            .push(format!("no cookies are listed for {}", list(unlisted.iter().map(|site| format!("`{}`", site.id)))));
    }
    if withdrawal {
        problems.push("a choice of cookies cannot be changed on the site".to_owned());
    }
    let place = rules.filter(|_| withdrawal).map(|rules| rules.withdraw.first().map_or(rules.span, |way| way.span));
    let spans: Vec<Span> = unlisted.iter().map(|site| site.span).collect();
    let place = place.or(spans.first().copied())?;
    (!problems.is_empty()).then(|| Gap::at(place, list(problems)).also(spans))
}

fn connection_unencrypted(checked: &Checked<'_>) -> Option<Gap> {
    let outdated = |words: &Words| words.all().any(|(_, text)| contains_any(text, &["ssl"]));
    let promises = checked.promise.iter().filter(|promise| outdated(&promise.words)).map(|promise| promise.span);
    let passages = checked.passage.iter().filter(|passage| outdated(&passage.words)).map(|passage| passage.span);
    let open = checked
        .site
        .iter()
        .filter_map(|site| site.url.as_ref())
        .filter(|url| url.value.as_str().starts_with("http://"));
    let open: Vec<Span> = open.map(|url| url.span).collect();
    let outdated: Vec<Span> = promises.chain(passages).collect();
    let problems: Vec<&str> = [
        (!open.is_empty(), "a site is reached without encryption (`http://`)"),
        (!outdated.is_empty(), "\"SSL\" is out of date since 2015"),
    ]
    .into_iter()
    .filter_map(|(wrong, message)| wrong.then_some(message))
    .collect();
    Gap::everywhere(open.into_iter().chain(outdated).collect(), list(problems))
}
