//! Personal data breaches: the nine gaps of a breach procedure, and the one of the statement that sums them up.

use super::promise::of_control;
use super::recipient::may_be_processor;
use super::{Checked, Gap, Rule, list};
use crate::model::{Breach, Control, MessagePart, NotifyWhen, RecipientRole};
use crate::source::Span;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "G31",
        law: "GDPR Art. 33, 34",
        duty: "What is said about breaches meets the law: 72 hours, the test of risk, the register, the duties of a processor.",
        help: "Declare `[breach]`; the findings B1 to B9 then name what it still lacks.",
        find: procedure_unlawful,
    },
    Rule {
        code: "B1",
        law: "GDPR Art. 33(1)",
        duty: "The authority is notified within 72 hours of becoming aware, and it is said when the organisation is aware.",
        help: "Set `authority_within = \"PT72H\"` and say under `awareness` from which moment it counts: not from the report to an officer.",
        find: |checked| on(checked, clock_missing),
    },
    Rule {
        code: "B2",
        law: "GDPR Art. 33(1)",
        duty: "Whether the authority is notified depends on the risk to people, not on a class of impact.",
        help: "Set `authority_when = \"unless-risk-unlikely\"`, and ask of every incident whether personal data is involved.",
        find: |checked| on(checked, wrong_test),
    },
    Rule {
        code: "B3",
        law: "GDPR Art. 33(5)",
        duty: "Every breach is registered, also when it is not notified.",
        help: "Set `registers_all = true`.",
        find: |checked| {
            on(checked, |_, breach| {
                (breach.registers_all != Some(true))
                    .then(|| Gap::at(breach.span, "not stated that every breach is registered"))
            })
        },
    },
    Rule {
        code: "B4",
        law: "GDPR Art. 33(2)",
        duty: "A processor tells its customers, and is told by its own processors, within a stated time.",
        help: "Set `inform_controllers_within` and `processors_inform_within`, for instance `PT24H`.",
        find: |checked| on(checked, processor_silent),
    },
    Rule {
        code: "B5",
        law: "GDPR Art. 33(1), 33(4), 56",
        duty: "Notifying in phases, reasons for delay, who speaks with the authority and who stands in, nights and weekends, and other countries are provided for.",
        help: "Set `phased`, `late_reasons`, `authority_contact`, `authority_deputy`, `out_of_hours` and `cross_border`.",
        find: |checked| on(checked, practice_missing),
    },
    Rule {
        code: "B6",
        law: "GDPR Art. 33(5), 5(2)",
        duty: "It is said who decides, who agrees when it is decided not to notify, and who advises.",
        help: "Set `decided_by`, `second_person` and `adviser` to roles; the second person is another than who decides.",
        find: |checked| on(checked, decision_unassigned),
    },
    Rule {
        code: "B7",
        law: "GDPR Art. 34(2)–(3)",
        duty: "The message to people holds the likely consequences and a contact point; the exceptions are known.",
        help: "Complete `subject_message` (what-happened, data, consequences, measures, steps, contact) and set `subject_exceptions`.",
        find: |checked| on(checked, message_incomplete),
    },
    Rule {
        code: "B8",
        law: "GDPR Art. 33(1), 34(1)",
        duty: "Impact on the organisation and risk to people are two scales.",
        help: "Set `risk_scale = \"enisa\"` beside the impact classes; the risk to people is never lowered by the impact class.",
        find: |checked| on(checked, one_scale),
    },
    Rule {
        code: "B9",
        law: "GDPR Art. 5(1)(a), 34(3)(a)",
        duty: "Encryption claimed as a measure against breaches is not elsewhere promised only \"where possible\".",
        help: "Say in both places the same, and what is not encrypted.",
        find: encryption_differs,
    },
];

fn on(checked: &Checked<'_>, find: fn(&Checked<'_>, &Breach) -> Option<Gap>) -> Option<Gap> {
    checked.breach.as_ref().and_then(|breach| find(checked, breach))
}

fn procedure_unlawful(checked: &Checked<'_>) -> Option<Gap> {
    let Some(breach) = &checked.breach else {
        return Some(Gap::at(checked.controller.span, "nothing is said about personal data breaches"));
    };
    let problems: Vec<&str> = [
        (clock_missing(checked, breach).is_some(), "the 72 hours"),
        (wrong_test(checked, breach).is_some(), "the test of risk"),
        (breach.registers_all != Some(true), "the register of all breaches"),
        (processor_silent(checked, breach).is_some(), "the duties as processor"),
    ]
    .into_iter()
    .filter_map(|(wrong, name)| wrong.then_some(name))
    .collect();
    (!problems.is_empty()).then(|| Gap::at(breach.span, format!("the rules for breaches lack {}", list(problems))))
}

fn clock_missing(_: &Checked<'_>, breach: &Breach) -> Option<Gap> {
    let within = breach.authority_within.as_ref();
    let late = within.is_some_and(|term| term.value.hours() > 72.0);
    let problems: Vec<&str> = [
        (within.is_none(), "no term of 72 hours for the authority"),
        (late, "a term of more than 72 hours for the authority"),
        (breach.awareness.is_none(), "no moment from which the organisation counts as aware"),
    ]
    .into_iter()
    .filter_map(|(wrong, name)| wrong.then_some(name))
    .collect();
    (!problems.is_empty()).then(|| Gap::at(within.map_or(breach.span, |term| term.span), list(problems)))
}

fn wrong_test(_: &Checked<'_>, breach: &Breach) -> Option<Gap> {
    match &breach.authority_when {
        None => Some(Gap::at(breach.span, "not stated when the authority is notified")),
        Some(when) if when.value == NotifyWhen::ImpactClass => {
            Some(Gap::at(when.span, "whether the authority is notified depends on the class of impact"))
        }
        Some(_) => None,
    }
}

fn processor_silent(checked: &Checked<'_>, breach: &Breach) -> Option<Gap> {
    let has_processors = checked
        .recipient
        .iter()
        .any(|recipient| recipient.role.as_ref().is_none_or(|role| role.value == RecipientRole::Processor));
    let problems: Vec<&str> = [
        (may_be_processor(checked) && breach.inform_controllers_within.is_none(), "when customers are told"),
        (has_processors && breach.processors_inform_within.is_none(), "when our own processors tell us"),
    ]
    .into_iter()
    .filter_map(|(wrong, name)| wrong.then_some(name))
    .collect();
    (!problems.is_empty()).then(|| Gap::at(breach.span, format!("not stated {}", list(problems))))
}

fn practice_missing(_: &Checked<'_>, breach: &Breach) -> Option<Gap> {
    let missing: Vec<&str> = [
        (breach.phased.is_none(), "notifying in phases"),
        (breach.late_reasons.is_none(), "reasons for delay"),
        (
            breach.authority_contact.is_none() || breach.authority_deputy.is_none(),
            "who speaks with the authority, and who stands in",
        ),
        (breach.out_of_hours.is_none(), "nights and weekends"),
        (breach.cross_border.is_none(), "people in other countries"),
    ]
    .into_iter()
    .filter_map(|(wrong, name)| wrong.then_some(name))
    .collect();
    (!missing.is_empty()).then(|| Gap::at(breach.span, format!("not provided for: {}", list(missing))))
}

fn decision_unassigned(_: &Checked<'_>, breach: &Breach) -> Option<Gap> {
    let missing: Vec<&str> = [
        (breach.decided_by.is_none(), "who decides on notifying"),
        (breach.second_person.is_none(), "who must agree when it is decided not to"),
        (breach.adviser.is_none(), "who advises on privacy"),
    ]
    .into_iter()
    .filter_map(|(wrong, name)| wrong.then_some(name))
    .collect();
    let place = breach.classified_by.as_ref().map_or(breach.span, |role| role.span);
    if !missing.is_empty() {
        return Some(Gap::at(place, format!("not stated {}", list(missing))));
    }
    (breach.second_person == breach.decided_by)
        .then(|| Gap::at(place, "who must agree when it is decided not to notify is the one who decides"))
}

/// What the message must hold (Art. 34(2) with Art. 33(3)(b)–(d)).
const MESSAGE: &[MessagePart] =
    &[MessagePart::WhatHappened, MessagePart::Consequences, MessagePart::Measures, MessagePart::Contact];

fn message_incomplete(_: &Checked<'_>, breach: &Breach) -> Option<Gap> {
    let told = breach.subject_message.as_ref();
    let lacking = |part: &&MessagePart| told.is_none_or(|told| !told.value.contains(*part));
    let mut missing: Vec<&str> = MESSAGE.iter().filter(lacking).map(|part| part.as_str()).collect();
    if breach.subject_exceptions.is_none() {
        missing.push("the cases in which people need not be told");
    }
    let place = told.map_or(breach.span, |told| told.span);
    (!missing.is_empty()).then(|| Gap::at(place, format!("the message to people lacks {}", list(missing))))
}

fn one_scale(_: &Checked<'_>, breach: &Breach) -> Option<Gap> {
    let classed = !breach.classes.is_empty() || breach.classified_by.is_some();
    let place = breach.classified_by.as_ref().map_or(breach.span, |role| role.span);
    (classed && breach.risk_scale.is_none())
        .then(|| Gap::at(place, "one classification stands for impact on the organisation and risk to people"))
}

fn encryption_differs(checked: &Checked<'_>) -> Option<Gap> {
    let breach = checked.breach.as_ref()?;
    let (always, possible) = of_control(checked, Control::Encryption);
    let claimed: Vec<Span> = breach
        .measures
        .iter()
        .filter(|measure| always.iter().any(|promise| promise.id == measure.id))
        .map(|measure| measure.span)
        .collect();
    if possible.is_empty() {
        return None;
    }
    let gap = Gap::everywhere(
        claimed,
        "encryption is claimed as a measure against breaches, and promised elsewhere only where possible",
    )?;
    Some(gap.also(possible.iter().map(|promise| promise.span)))
}
