//! Data categories, forms, identity copies.

use super::{Checked, Gap, Rule, list};
use crate::model::{
    Category, FieldKind, IdentityStep, LawfulBasis, Purpose, Ref, RequestChannel, ServiceKind, Source,
    SpecialException, SubjectGroup,
};
use crate::read::Named;
use crate::source::Span;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "G14",
        law: "GDPR Art. 13, 5(1)(e), 32",
        duty: "A copy of an identity document is listed as data, has a retention rule, and does not travel by open e-mail.",
        help: "Declare a category with a field of kind `id-copy`, set `retention` and a safe `channel` in `[requests.id_copy]`; \
               better still, do not ask for copies.",
        find: id_copy_unaccounted,
    },
    Rule {
        code: "G18",
        law: "GDPR Art. 14(1)(d), 14(2)(f)",
        duty: "Each category says whose data it is and where it comes from.",
        help: "Set `subjects` and `source` in each category; `organisation` for people who are registered by their employer.",
        find: source_missing,
    },
    Rule {
        code: "G19",
        law: "GDPR Art. 13(1), 14(1)(d)",
        duty: "The list of data holds everything that the protocol's own services, forms and recipients imply.",
        help: "Declare a category with a field of each kind that is missing, or correct what implies it.",
        find: data_incomplete,
    },
    Rule {
        code: "G20",
        law: "GDPR Art. 13(2)(e)",
        duty: "Each form says which data must be given, on what ground, and what follows when it is not.",
        help: "Declare `[form.…]` for each form, with `required`, `optional`, `ground` and `consequence`.",
        find: form_missing,
    },
    Rule {
        code: "S01",
        law: "GDPR Art. 9(2)",
        duty: "A special category names the exception that lifts the ban; where that is explicit consent, it is asked.",
        help: "Set `special_exception`, or do not process this data. With `explicit-consent`, each purpose that uses the data has \
               a `basis` of kind `consent`.",
        find: special_without_exception,
    },
    Rule {
        code: "S02",
        law: "UAVG Art. 46",
        duty: "A citizen service number (BSN) is processed only where a statute prescribes it.",
        help: "Name the `statute` in the field, or do not process the number.",
        find: bsn_without_statute,
    },
    Rule {
        code: "S03",
        law: "GDPR Art. 8; UAVG Art. 5",
        duty: "Where people too young to consent are asked for consent, a parent or guardian gives it.",
        help: "Say under `guardian` in the purpose's `basis` how a parent or guardian consents and how you verify that, or name \
               under `subjects` of the purpose only who may consent.",
        find: guardian_missing,
    },
];

/// Whether a masked copy of an identity document is ever asked, and where that is said.
pub(super) fn asks_id_copy(checked: &Checked<'_>) -> Option<Span> {
    let requests = checked.requests.as_ref();
    let copy = requests.and_then(|requests| requests.id_copy.as_ref()).map(|copy| copy.span);
    let ladder = requests
        .and_then(|requests| requests.identity.as_ref())
        .filter(|steps| steps.value.contains(&IdentityStep::IdCopy))
        .map(|steps| steps.span);
    copy.or(ladder)
}

fn holds(checked: &Checked<'_>, kind: FieldKind) -> bool {
    checked.category.iter().any(|category| category.field.iter().any(|field| field.kind.value == kind))
}

fn id_copy_unaccounted(checked: &Checked<'_>) -> Option<Gap> {
    let asked = asks_id_copy(checked)?;
    let copy = checked.requests.as_ref().and_then(|requests| requests.id_copy.as_ref());
    let mut missing = Vec::new();
    if !holds(checked, FieldKind::IdCopy) {
        missing.push("it is not in the list of data");
    }
    if copy.is_none_or(|copy| copy.retention.is_none()) {
        missing.push("no retention is stated");
    }
    match copy.and_then(|copy| copy.channel.as_ref()).map(|channel| channel.value) {
        None => missing.push("no channel is stated"),
        Some(RequestChannel::Email | RequestChannel::EmailLink) => missing.push("it is to be sent by e-mail"),
        Some(_) => {}
    }
    (!missing.is_empty()).then(|| Gap::at(asked, format!("a copy of an identity document is asked: {}", list(missing))))
}

fn source_missing(checked: &Checked<'_>) -> Option<Gap> {
    let without: Vec<_> =
        checked.category.iter().filter(|category| category.source.is_empty() || category.subjects.is_empty()).collect();
    let names = list(without.iter().map(|category| format!("`{}`", category.id)));
    let message = format!("not stated whose data this is, or where it comes from: {names}");
    Gap::everywhere(without.iter().map(|category| category.span).collect(), message)
}

fn data_incomplete(checked: &Checked<'_>) -> Option<Gap> {
    let service = checked.service.iter().find(|service| service.accounts == Some(true)).map(|service| service.span);
    let recipient = |kind: ServiceKind| {
        checked.recipient.iter().find(|one| one.kind.as_ref().is_some_and(|at| at.value == kind)).map(|one| one.span)
    };
    let cookies = checked.site.iter().find(|site| !site.cookie.is_empty()).map(|site| site.span);
    let tickets = recipient(ServiceKind::Tickets);
    let billing = recipient(ServiceKind::Accounting).or_else(|| recipient(ServiceKind::Payments));
    let measured = cookies
        .or_else(|| checked.cookies.as_ref().map(|rules| rules.span))
        .or_else(|| recipient(ServiceKind::Analytics));
    let implied = [
        (service, FieldKind::Account, "accounts"),
        (service, FieldKind::Authorisation, "roles and authorisations"),
        (service, FieldKind::Log, "logs of sign-ins and use"),
        (tickets, FieldKind::Message, "contents of tickets"),
        (billing, FieldKind::Billing, "billing"),
        (measured, FieldKind::CookieId, "identifiers in cookies"),
        (asks_id_copy(checked), FieldKind::IdCopy, "copies of identity documents"),
    ];
    let missing: Vec<(Span, &str)> = implied
        .into_iter()
        .filter_map(|(cause, kind, name)| cause.filter(|_| !holds(checked, kind)).map(|cause| (cause, name)))
        .collect();
    let (first, _) = missing.first()?;
    let place = checked.category.first().map_or(*first, |category| category.span);
    let message = format!(
        "the list of data lacks what the protocol itself implies: {}",
        list(missing.iter().map(|(_, name)| *name))
    );
    Some(Gap::at(place, message).also(missing.iter().map(|(cause, _)| *cause)))
}

fn form_missing(checked: &Checked<'_>) -> Option<Gap> {
    let incomplete: Vec<Span> = checked
        .form
        .iter()
        .filter(|form| form.required.is_empty() || form.ground.is_none() || form.consequence.is_none())
        .map(|form| form.span)
        .collect();
    if !incomplete.is_empty() {
        return Gap::everywhere(
            incomplete,
            "a form does not say what must be filled in, on what ground, or what follows otherwise",
        );
    }
    let accounts = checked.service.iter().find(|service| service.accounts == Some(true)).map(|service| service.span);
    let given = |category: &&Named<Category>| category.source.iter().any(|source| source.value == Source::DataSubject);
    let given = checked.category.iter().find(given).map(|category| category.span);
    let provision = checked.provision.as_ref().map(|provision| provision.span);
    let asked = provision.or(accounts).or(checked.newsletter.first().map(|one| one.span)).or(given);
    let asked = asked.filter(|_| checked.form.is_empty())?;
    Some(Gap::at(asked, "people are asked for data, and no form says which fields must be filled in"))
}

fn special_without_exception(checked: &Checked<'_>) -> Option<Gap> {
    let without = checked.category.iter().filter(|category| category.special_exception.is_none());
    let without: Vec<Span> = without.filter_map(|category| category.special.map(|special| special.span)).collect();
    let unasked: Vec<_> = checked.purpose.iter().filter(|purpose| consent_unasked(checked, purpose)).collect();
    let mut problems = Vec::new();
    if !without.is_empty() {
        problems.push("a special category of data without the exception that allows it".to_owned());
    }
    if !unasked.is_empty() {
        let names = list(unasked.iter().map(|purpose| format!("`{}`", purpose.id)));
        problems.push(format!("explicit consent is to lift the ban, and is not asked for {names}"));
    }
    let spans = without.into_iter().chain(unasked.iter().map(|purpose| purpose.span)).collect();
    Gap::everywhere(spans, problems.join("; "))
}

/// Whether a purpose uses special data that only explicit consent allows, on another lawful basis.
fn consent_unasked(checked: &Checked<'_>, purpose: &Purpose) -> bool {
    let other = purpose.basis.as_ref().is_some_and(|basis| !matches!(basis, LawfulBasis::Consent(_)));
    other
        && purpose.data.iter().any(|data| {
            checked.category.get(&data.category).is_some_and(|category| {
                category.special.is_some() && category.special_exception == Some(SpecialException::ExplicitConsent)
            })
        })
}

fn bsn_without_statute(checked: &Checked<'_>) -> Option<Gap> {
    let fields = checked.category.iter().flat_map(|category| category.field.iter());
    let without = fields.filter(|field| field.kind.value == FieldKind::Bsn && field.statute.is_none());
    Gap::everywhere(
        without.map(|field| field.span).collect(),
        "a citizen service number (BSN) without the statute that prescribes it",
    )
}

fn guardian_missing(checked: &Checked<'_>) -> Option<Gap> {
    let minor =
        |subject: &Ref<SubjectGroup>| checked.subject.get(&subject.id).is_some_and(|group| group.minors == Some(true));
    let asked = |purpose: &Purpose| {
        if purpose.subjects.is_empty() {
            let categories = purpose.data.iter().filter_map(|data| checked.category.get(&data.category));
            categories.flat_map(|category| &category.subjects).any(minor)
        } else {
            purpose.subjects.iter().any(minor)
        }
    };
    let without: Vec<_> = checked
        .purpose
        .iter()
        .filter(|purpose| matches!(&purpose.basis, Some(LawfulBasis::Consent(consent)) if consent.guardian.is_none()))
        .filter(|purpose| asked(purpose))
        .collect();
    let names = list(without.iter().map(|purpose| format!("`{}`", purpose.id)));
    let message = format!("minors are asked for consent without a parent or guardian: {names}");
    Gap::everywhere(without.iter().map(|purpose| purpose.span).collect(), message)
}
