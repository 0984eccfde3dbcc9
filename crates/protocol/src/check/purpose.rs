//! Purposes and their lawful bases.

use super::{Checked, Gap, Rule, count, list};
use crate::model::{DataRef, LawfulBasis, Purpose};
use crate::read::Named;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "G01",
        law: "GDPR Art. 13(1)(c), 6(1)",
        duty: "Every purpose has exactly one lawful basis of its own.",
        help: "Give each purpose a `basis` with its `kind`: consent, contract, legal-obligation, vital-interest, public-task or \
               legitimate-interest.",
        find: basis_missing,
    },
    Rule {
        code: "G02",
        law: "GDPR Art. 13(1)(d), 6(1)(f)",
        duty: "A legitimate interest is specific to its purpose, and its necessity and balance have been assessed.",
        help: "Name whose interest it is and what for, in the purpose's own `basis`, and write down the `assessment` with \
               `necessity`, `balance` and `assessed_on`.",
        find: interest_unspecific,
    },
    Rule {
        code: "G03",
        law: "GDPR Art. 13(2)(a), 5(1)(e)",
        duty: "Every purpose has a retention rule: a period and the event it counts from, or criteria that decide; and all its \
               data falls under one.",
        help: "Declare `[retention.…]` rules with `period`, `from` and `action`, and name them under `retention` in each purpose. \
               A rule with `data` holds for that data only: name another rule for the rest.",
        find: retention_missing,
    },
    Rule {
        code: "G25",
        law: "GDPR Art. 5(1)(b)",
        duty: "A purpose is specific enough to test which data it needs.",
        help: "List under `activities` what is actually done, or use words that say it.",
        find: purpose_vague,
    },
    Rule {
        code: "G26",
        law: "GDPR Art. 6, 13(1)(c)",
        duty: "Each case in which data may be disclosed outside the purposes has a lawful basis.",
        help: "Give the disclosure a `basis`, narrow it to what the law requires, or take it out.",
        find: disclosure_without_basis,
    },
    Rule {
        code: "G30",
        law: "GDPR Art. 7; Tw Art. 11.7",
        duty: "A newsletter says on which ground people receive it, and what proves that.",
        help: "Set `opt_in` to `double`, `single` or `existing-customer`, and say under `proof` what shows it.",
        find: newsletter_without_ground,
    },
];

fn names<'a>(purposes: impl IntoIterator<Item = &'a Named<Purpose>>) -> String {
    list(purposes.into_iter().map(|purpose| format!("`{}`", purpose.id)))
}

fn basis_missing(checked: &Checked<'_>) -> Option<Gap> {
    let without: Vec<_> = checked.purpose.iter().filter(|purpose| purpose.basis.is_none()).collect();
    let spans = without.iter().map(|purpose| purpose.span);
    match &checked.general_basis {
        Some(basis) => {
            let message = format!(
                "one lawful basis ({}) is stated for everything; {} no basis of their own{}",
                basis.kind(),
                count(without.len(), "purpose has", "purposes have"),
                if without.is_empty() { String::new() } else { format!(": {}", names(without.iter().copied())) },
            );
            Some(Gap::at(basis.span(), message).also(spans))
        }
        None => {
            let message = format!("no lawful basis is stated for {}", names(without.iter().copied()));
            Gap::everywhere(spans.collect(), message)
        }
    }
}

fn interest_unspecific(checked: &Checked<'_>) -> Option<Gap> {
    let general = checked.general_basis.iter().filter_map(|basis| match basis {
        LawfulBasis::LegitimateInterest(interest) => Some(interest.span),
        _ => None,
    });
    let unassessed = checked.purpose.iter().filter_map(|purpose| match &purpose.basis {
        Some(LawfulBasis::LegitimateInterest(interest)) if interest.assessment.is_none() => Some(interest.span),
        _ => None,
    });
    let spans = general.chain(unassessed).collect();
    Gap::everywhere(
        spans,
        "a legitimate interest is not made specific per purpose, and not assessed against people's interests",
    )
}

/// Words that say nothing about how long: "as long as necessary" is no criterion (WP260, annex).
const NO_CRITERION: &[&str] = &[
    "as long as need",
    "as long as necess",
    "no longer than",
    "zo lang als nodig",
    "zolang als nodig",
    "zolang nodig",
    "zolang dat nodig",
    "niet langer dan",
];

fn retention_missing(checked: &Checked<'_>) -> Option<Gap> {
    let says_how_long = |id: &str| {
        checked.retention.get(id).is_some_and(|rule| {
            let dated = rule.period.is_some() && rule.from.is_some();
            let decided = rule
                .criteria
                .as_ref()
                .is_some_and(|criteria| !criteria.all().any(|(_, text)| contains_any(text, NO_CRITERION)));
            dated || decided
        })
    };
    let without: Vec<_> = checked
        .purpose
        .iter()
        .filter(|purpose| purpose.retention.is_empty() || !purpose.retention.iter().all(|rule| says_how_long(&rule.id)))
        .collect();
    let partly: Vec<_> = checked
        .purpose
        .iter()
        .filter(|purpose| !without.iter().any(|other| other.id == purpose.id))
        .filter_map(|purpose| Some((purpose, list(beyond_retention(checked, purpose)?))))
        .collect();
    let mut problems = Vec::new();
    if !without.is_empty() {
        problems.push(format!("no term or criterion of retention is stated for {}", names(without.iter().copied())));
    }
    problems.extend(partly.iter().map(|(purpose, data)| format!("no rule of `{}` holds for {data}", purpose.id)));
    let spans = without.iter().map(|purpose| purpose.span).chain(partly.iter().map(|(purpose, _)| purpose.span));
    Gap::everywhere(spans.collect(), problems.join("; "))
}

/// Data of the purpose for which none of its retention rules holds, if there is any.
fn beyond_retention(checked: &Checked<'_>, purpose: &Purpose) -> Option<Vec<String>> {
    let rules = || purpose.retention.iter().filter_map(|rule| checked.retention.get(&rule.id));
    if rules().any(|rule| rule.data.is_empty()) {
        return None;
    }
    let held = |category: &str, field: Option<&str>| {
        rules()
            .flat_map(|rule| &rule.data)
            .any(|data| data.category == category && data.field.as_deref().is_none_or(|name| Some(name) == field))
    };
    let whole = |data: &DataRef| match &data.field {
        Some(field) => held(&data.category, Some(field)),
        None => {
            let fields = || checked.category.get(&data.category).into_iter().flat_map(|category| category.field.iter());
            held(&data.category, None)
                || (fields().next().is_some() && fields().all(|field| held(&data.category, Some(&field.id))))
        }
    };
    let beyond: Vec<String> = purpose.data.iter().filter(|data| !whole(data)).map(|data| format!("`{data}`")).collect();
    (!beyond.is_empty()).then_some(beyond)
}

/// Words that promise effort rather than name an act (WP260 §12).
const VAGUE: &[&str] = &[
    "improve",
    "optimi",
    "enhance",
    "develop new",
    "research purpose",
    "personalised service",
    "personalized service",
    "other purposes",
    "te verbeteren",
    "verbeteren van",
    "verbetering van",
    "optimalis",
    "nieuwe diensten ontwikkel",
    "onderzoeksdoel",
    "andere doelen",
    "overige doelen",
];

fn purpose_vague(checked: &Checked<'_>) -> Option<Gap> {
    let vague: Vec<_> = checked
        .purpose
        .iter()
        .filter(|purpose| {
            let texts = [Some(&purpose.name), purpose.description.as_ref()];
            purpose.activities.is_empty()
                && texts.into_iter().flatten().any(|words| words.all().any(|(_, text)| contains_any(text, VAGUE)))
        })
        .collect();
    let message = format!("too vague to test what data is necessary: {}", names(vague.iter().copied()));
    Gap::everywhere(vague.iter().map(|purpose| purpose.span).collect(), message)
}

fn disclosure_without_basis(checked: &Checked<'_>) -> Option<Gap> {
    let without: Vec<_> = checked.disclosure.iter().filter(|disclosure| disclosure.basis.is_none()).collect();
    let grounds = list(without.iter().map(|disclosure| disclosure.ground.value.as_str()));
    let message = format!("a right to disclose data is reserved ({grounds}) without a lawful basis");
    Gap::everywhere(without.iter().map(|disclosure| disclosure.span).collect(), message)
}

fn newsletter_without_ground(checked: &Checked<'_>) -> Option<Gap> {
    let without = checked.newsletter.iter().filter(|letter| letter.opt_in.is_none() || letter.proof.is_none());
    let spans = without.map(|letter| letter.span).collect();
    Gap::everywhere(
        spans,
        "a newsletter is sent without saying on which ground, or what proves that people asked for it",
    )
}

pub(super) fn contains_any(text: &str, parts: &[&str]) -> bool {
    let text = text.to_lowercase();
    parts.iter().any(|part| text.contains(part))
}
