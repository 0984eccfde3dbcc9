//! Who receives data: recipients, the processors behind them, and what is done for others.

use super::Case;
use super::processing::{as_sub_processor, behind};
use super::transfer::{chapter_five, country, outside, said_tool, tool, transfer};
use super::verdict::{Verdict, due};
use crate::difference::change::{Fate, When};
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions as people;
use crate::model::{Named, Recipient, RecipientRole};

const RECEIVES: &str = "GDPR Art. 13(1)(e), 14(1)(e)";

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    match case.steps.as_slice() {
        ["recipient", id, rest @ ..] => recipient(case, id, rest),
        ["disclosure", _] => Some(disclosure(case)),
        ["disclosure", _, "ground" | "basis", ..] => Some(case.plain().raised().tell(
            people::everybody(),
            When::WithEffect,
            RECEIVES,
            ("when data may be disclosed:", case.name()),
            "People are to know in which cases their data goes to others.",
        )),
        _ => None,
    }
}

fn recipient(case: &Case<'_, '_>, id: &str, rest: &[&str]) -> Option<Verdict> {
    let (old, new) = (case.versions.old.recipient.get(id), case.versions.new.recipient.get(id));
    match (rest, old, new) {
        ([], None, Some(new)) => Some(added(case, new)),
        ([], Some(_), None) => Some(removed(case, id)),
        (["role"], Some(_), Some(new)) => Some(role(case, new)),
        (["country" | "group_country"], Some(_), Some(new)) => Some(country(case, new)),
        (["transfer", ..], Some(old), Some(new)) => Some(transfer(case, old, new)),
        (["organisation"], Some(_), Some(new)) if !case.added() && !case.removed() => Some(
            case.plain()
                .raised()
                .tell(
                    people::of_recipient(case.versions.new, id, new),
                    When::Before,
                    RECEIVES,
                    ("the organisation behind", case.name()),
                    "Another organisation is another recipient.",
                )
                .task("GDPR Art. 28(3)", case.name(), "sign an agreement with the organisation that is named now."),
        ),
        (["agreement", ..], ..) => Some(agreement(case)),
        (["sub_processors"], Some(_), Some(new)) => Some(behind(case, new)),
        (["data"], Some(old), Some(new)) => Some(data(case, old, new)),
        (["anonymous"], Some(_), Some(_)) => Some(if case.raw.after == Said::Truth(true) {
            Verdict::minor("now said to hold anonymous data only").task(
                "GDPR Art. 4(1), rec. 26",
                case.name(),
                "be able to show that nobody can be recognised in that data.",
            )
        } else if case.raw.before == Said::Truth(true) {
            Verdict::material("no longer said to hold anonymous data only: what it holds is personal data").tell(
                people::everybody(),
                When::WithEffect,
                RECEIVES,
                ("personal data at", case.name()),
                "People were told that this data could not be led back to them.",
            )
        } else {
            case.plain()
        }),
        (["connector", ..], ..) => Some(Verdict::minor("is reached another way by this installation").in_registers()),
        (["preset"], ..) => Some(Verdict::wording("takes its facts from another preset").in_registers()),
        _ => None,
    }
}

fn called(role: RecipientRole) -> &'static str {
    match role {
        RecipientRole::Processor => "a processor",
        RecipientRole::Controller => "a controller of its own",
        RecipientRole::JointController => "a joint controller",
        RecipientRole::AuthorisedParty => "an authorised party",
        RecipientRole::PublicAuthority => "a public authority",
    }
}

fn added(case: &Case<'_, '_>, new: &Named<Recipient>) -> Verdict {
    let protocol = case.versions.new;
    let name = case.name();
    let mut says = "a new recipient".to_owned();
    if let Some(role) = new.role {
        says = format!("{says}, {}", called(role.value));
    }
    if let Some(country) = &new.country {
        says = format!("{says} in {}", country.value);
    }
    let purposes = people::names(&people::purposes_with_recipient(protocol, &new.id));
    if !purposes.is_empty() {
        says = format!("{says}, for {}", phrase::list(&purposes));
    }
    if let Some(country) = outside(new) {
        let by = tool(new)
            .map_or("no tool for the transfer stated".to_owned(), |tool| format!("allowed by {}", said_tool(tool)));
        says = format!("{says}; data can be reached from {country}, outside the European Economic Area: {by}");
    }
    let concerned = people::of_recipient(protocol, &new.id, new);
    let verdict = Verdict::material(says).tell(
        concerned.clone(),
        When::Before,
        RECEIVES,
        ("their data going to", &name),
        "People know who receives their data before it goes there.",
    );
    let verdict = contract(case, new, verdict);
    let verdict = chapter_five(case, new, concerned, verdict);
    as_sub_processor(case, &new.id, verdict)
}

/// The agreement that a role asks for.
fn contract(case: &Case<'_, '_>, new: &Recipient, verdict: Verdict) -> Verdict {
    let signed = new.agreement.as_ref().is_some_and(|agreement| agreement.signed_on.is_some());
    let name = case.name();
    match new.role.map(|role| role.value) {
        Some(RecipientRole::Processor) if !signed => verdict.task(
            "GDPR Art. 28(3)",
            name.clone(),
            "sign a processing agreement before it receives anything, and record when.",
        ),
        Some(RecipientRole::JointController) if !signed => verdict.task(
            "GDPR Art. 26",
            name.clone(),
            "make the arrangement between joint controllers, and publish its essence.",
        ),
        _ => verdict,
    }
}

fn removed(case: &Case<'_, '_>, id: &str) -> Verdict {
    let mut held = due(Fate::AtRecipient, case.name(), "GDPR Art. 28(3)(g)");
    held.purposes = people::ids(&people::purposes_with_recipient(case.versions.old, id));
    held.data = case
        .versions
        .old
        .recipient
        .get(id)
        .map(|gone| gone.data.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    Verdict::minor("no longer a recipient").due(held)
}

fn role(case: &Case<'_, '_>, new: &Named<Recipient>) -> Verdict {
    let Some(now) = new.role else {
        return case
            .plain()
            .warn("GDPR Art. 26, 28", format!("{} no longer says in which role it receives data", case.name()));
    };
    let id = &new.id;
    let verdict = if case.added() {
        Verdict::minor(format!("now says that it is {}", called(now.value)))
    } else {
        Verdict::material(format!("receives data as {} instead of as {}", called(now.value), case.before())).tell(
            people::of_recipient(case.versions.new, id, new),
            When::Before,
            RECEIVES,
            format!("the other role of {}", case.name()),
            "Who decides about their data decides whom people turn to.",
        )
    };
    contract(case, new, verdict)
}

fn agreement(case: &Case<'_, '_>) -> Verdict {
    if case.steps.len() > 3 {
        if case.with.contains(&"essence") {
            return Verdict::minor("the essence of the arrangement is said otherwise")
                .in_part(crate::model::StatementPart::Recipients);
        }
        return Verdict::minor(format!(
            "its agreement changed: {}",
            phrase::list(&case.with.iter().map(|key| people::spoken(key)).collect::<Vec<_>>())
        ))
        .in_registers();
    }
    if case.removed() {
        return Verdict::minor("its agreement is no longer recorded")
            .in_registers()
            .warn("GDPR Art. 26, 28(3)", format!("{} no longer has an agreement on record", case.name()));
    }
    Verdict::minor(format!("now has an agreement on record: {}", case.after())).in_registers()
}

fn data(case: &Case<'_, '_>, old: &Named<Recipient>, new: &Named<Recipient>) -> Verdict {
    let (gained, lost) = (case.gained(), case.lost());
    if old.data.is_empty() && !new.data.is_empty() {
        return Verdict::minor(format!("now says which data it receives: {}", phrase::list(&gained)));
    }
    if gained.is_empty() {
        if lost.is_empty() {
            return case.plain();
        }
        let mut held =
            due(Fate::AtRecipient, format!("{} at {}", phrase::list(&lost), case.name()), "GDPR Art. 28(3)(g)");
        held.data = old
            .data
            .iter()
            .map(ToString::to_string)
            .filter(|data| new.data.iter().all(|kept| kept.to_string() != *data))
            .collect();
        return Verdict::minor(format!("no longer receives {}", phrase::list(&lost))).due(held);
    }
    let more: Vec<_> = new
        .data
        .iter()
        .filter(|data| old.data.iter().all(|had| had.to_string() != data.to_string()))
        .cloned()
        .collect();
    let but = if lost.is_empty() { String::new() } else { format!(", and no longer {}", phrase::list(&lost)) };
    Verdict::material(format!("now also receives {}{but}", phrase::list(&gained))).tell(
        people::of_data(case.versions.new, &more),
        When::Before,
        RECEIVES,
        format!("{} going to {}", phrase::list(&gained), case.name()),
        "People know who receives their data before it goes there.",
    )
}

fn disclosure(case: &Case<'_, '_>) -> Verdict {
    if case.removed() {
        return Verdict::minor("data is no longer disclosed in this case");
    }
    Verdict::material("a new case in which data may be disclosed").tell(
        people::everybody(),
        When::Before,
        RECEIVES,
        ("a new case in which their data may be disclosed:", case.name()),
        "People are to know in which cases their data goes to others.",
    )
}
