//! Who receives data: recipients, the processors behind them, and what is done for others.

use super::Case;
use super::verdict::{Verdict, due};
use crate::difference::change::{About, Fate, Weight, When, Whom};
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions as people;
use crate::model::{Country, Named, Protocol, Recipient, RecipientRole, TransferTool};

const RECEIVES: &str = "GDPR Art. 13(1)(e), 14(1)(e)";
const LEAVES: &str = "GDPR Art. 13(1)(f), 14(1)(f), 44–46";
const OBJECT: &str = "GDPR Art. 28(2)";

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    match case.steps.as_slice() {
        ["recipient", id, rest @ ..] => recipient(case, id, rest),
        ["processing", id, rest @ ..] => Some(processing(case, id, rest)),
        ["disclosure", _] => Some(disclosure(case)),
        ["disclosure", _, "ground" | "basis", ..] => Some(raised(case.plain()).tell(
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
            raised(case.plain())
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

fn outside(recipient: &Recipient) -> Option<&Country> {
    [&recipient.country, &recipient.group_country]
        .into_iter()
        .flatten()
        .map(|at| &at.value)
        .find(|country| !country.in_eea())
}

fn tool(recipient: &Recipient) -> Option<TransferTool> {
    recipient.transfer.as_ref().map(|transfer| transfer.tool.value)
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

/// What a transfer outside the Area asks for.
fn chapter_five(case: &Case<'_, '_>, new: &Recipient, concerned: Whom, verdict: Verdict) -> Verdict {
    let Some(country) = outside(new) else { return verdict };
    let name = case.name();
    let verdict = verdict.tell(
        concerned,
        When::Before,
        LEAVES,
        ("the transfer outside the Area, what allows it, and where to get a copy, for", &name),
        "A transfer outside the Area is stated with its safeguards.",
    );
    match tool(new) {
        None | Some(TransferTool::None) => {
            verdict.warn(LEAVES, format!("{name} is in {country} and nothing is named that allows the transfer"))
        }
        Some(TransferTool::StandardClauses | TransferTool::BindingCorporateRules)
            if new.transfer.as_ref().is_some_and(|transfer| transfer.assessment_on.is_none()) =>
        {
            verdict.task(
                "GDPR Art. 46; CJEU C-311/18",
                name.clone(),
                format!("assess the law of {country} before the transfer, and record when."),
            )
        }
        Some(TransferTool::DataPrivacyFramework)
            if new.transfer.as_ref().is_some_and(|transfer| transfer.checked_on.is_none()) =>
        {
            verdict.task(
                "Decision (EU) 2023/1795",
                name.clone(),
                "look it up in the list of participants, and record when.",
            )
        }
        _ => verdict,
    }
}

/// A recipient that also works behind us for our customers: they may object (Art. 28(2)).
fn as_sub_processor(case: &Case<'_, '_>, id: &str, verdict: Verdict) -> Verdict {
    let rows: Vec<_> = case
        .versions
        .new
        .processing
        .iter()
        .filter(|row| row.sub_processors.iter().any(|used| used.id == id))
        .filter(|row| case.versions.old.processing.get(&row.id).is_some())
        .collect();
    if rows.is_empty() {
        return verdict;
    }
    let named = rows.iter().map(|row| phrase::english(&row.controllers).to_owned()).collect();
    objection(verdict, Whom::Customers { named }, &case.name())
}

fn objection(verdict: Verdict, customers: Whom, name: &str) -> Verdict {
    verdict.tell(
        customers,
        When::Before,
        OBJECT,
        ("their right to object to the sub-processor", name.to_owned()),
        "Who lets us process on their behalf may object to a change of sub-processors; allow the time the agreement gives.",
    )
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

fn country(case: &Case<'_, '_>, new: &Named<Recipient>) -> Verdict {
    let leaves =
        matches!(&case.raw.after, Said::Text(now) if outside(new).is_some_and(|country| country.as_str() == now));
    let stated = case.added();
    let which = if case.steps.last() == Some(&"group_country") { "the group behind it is in" } else { "is in" };
    let says = match (stated, case.removed()) {
        (true, _) => format!("now says that {which} {}", case.after()).replace("that is in", "that it is in"),
        (_, true) => {
            return case.plain().warn(LEAVES, format!("{} no longer says in which country it is", case.name()));
        }
        _ => format!("{which} {} instead of {}", case.after(), case.before()),
    };
    if !leaves {
        return Verdict::minor(says);
    }
    let concerned = people::of_recipient(case.versions.new, &new.id, new);
    chapter_five(case, new, concerned, Verdict::material(format!("{says}, outside the European Economic Area")))
}

fn said_tool(tool: TransferTool) -> &'static str {
    match tool {
        TransferTool::Adequacy => "an adequacy decision",
        TransferTool::DataPrivacyFramework => "the EU–US Data Privacy Framework",
        TransferTool::StandardClauses => "standard contractual clauses",
        TransferTool::BindingCorporateRules => "binding corporate rules",
        TransferTool::Derogation => "a derogation of Art. 49",
        TransferTool::None => "nothing, as nothing leaves the Area",
    }
}

fn transfer(case: &Case<'_, '_>, old: &Named<Recipient>, new: &Named<Recipient>) -> Verdict {
    let concerned = people::of_recipient(case.versions.new, &new.id, new);
    let about = About::from(("what allows the transfer to", case.name()));
    match (tool(old), tool(new)) {
        (None, Some(TransferTool::None)) => Verdict::minor("now says that nothing leaves the European Economic Area"),
        (None, Some(now)) => Verdict::material(format!("now says what allows the transfer: {}", said_tool(now))).tell(
            concerned,
            When::WithEffect,
            LEAVES,
            about,
            "They should have had this from the start.",
        ),
        (Some(was), None) => {
            let verdict =
                Verdict::material(format!("no longer says what allows the transfer; it was {}", said_tool(was)));
            verdict.when(outside(new).is_some(), |verdict| {
                verdict.warn(
                    LEAVES,
                    format!("{} is outside the Area and nothing is named that allows the transfer", case.name()),
                )
            })
        }
        (Some(was), Some(now)) if was != now => {
            let verdict =
                Verdict::material(format!("transfer allowed by {} instead of {}", said_tool(now), said_tool(was)));
            if outside(new).is_some() {
                chapter_five(case, new, concerned, verdict)
            } else {
                verdict.tell(concerned, When::WithEffect, LEAVES, about, "The tool is part of what people were told.")
            }
        }
        _ if case.with.contains(&"copy") => Verdict::minor("says otherwise where to get a copy of the safeguards"),
        _ => Verdict::minor("its transfer was checked or assessed again").in_registers(),
    }
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

/// Processors behind our processor: we may object, and people are told when a country outside the Area comes in.
fn behind(case: &Case<'_, '_>, new: &Named<Recipient>) -> Verdict {
    let (gained, lost) = (case.gained(), case.lost());
    if case.added() || gained.is_empty() {
        return if lost.is_empty() && !case.added() {
            case.plain()
        } else {
            Verdict::minor(if case.added() {
                format!("now says which processors stand behind it: {}", case.after())
            } else {
                format!("no longer has behind it: {}", phrase::list(&lost))
            })
        };
    }
    let abroad: Vec<&str> = new
        .sub_processors
        .iter()
        .flatten()
        .filter(|sub| gained.contains(&sub.name) && !sub.country.in_eea())
        .map(|sub| sub.country.as_str())
        .collect();
    let says = format!("now has behind it: {}", phrase::list(&gained));
    let verdict = if abroad.is_empty() {
        Verdict::minor(says)
    } else {
        Verdict::material(format!("{says}, with data reachable from {}", phrase::list(&abroad)))
    };
    let verdict = verdict
        .task(
            OBJECT,
            case.name(),
            format!(
                "it works with {} now. Decide within the time of the agreement whether to object, and record it.",
                phrase::list(&gained)
            ),
        )
        .when(!abroad.is_empty(), |verdict| {
            verdict.tell(
                people::of_recipient(case.versions.new, &new.id, new),
                When::Before,
                LEAVES,
                format!("that data at {} can be reached from {}", case.name(), phrase::list(&abroad)),
                "A transfer outside the Area is stated with its safeguards.",
            )
        });
    as_sub_processor(case, &new.id, verdict)
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

/// The register as processor: customers are told of what concerns them.
fn processing(case: &Case<'_, '_>, id: &str, rest: &[&str]) -> Verdict {
    let row = |protocol: &Protocol| protocol.processing.get(id).map(|row| phrase::english(&row.controllers).to_owned());
    let customers =
        Whom::Customers { named: row(case.versions.new).or_else(|| row(case.versions.old)).into_iter().collect() };
    match rest {
        [] if case.added() => Verdict::minor("processing on behalf of others, now in the register")
            .in_registers()
            .task("GDPR Art. 28(3), 30(2)", case.name(), "have an agreement with each controller."),
        [] => {
            let mut held = due(Fate::AtRecipient, "", "GDPR Art. 28(3)(g)");
            held.fate = Fate::NoLongerNeeded;
            held.about = format!("what was held for customers under {}", case.name());
            Verdict::minor("no longer processed on behalf of others").in_registers().due(held)
        }
        ["sub_processors"] => {
            let (gained, lost) = (case.gained(), case.lost());
            let verdict = case.plain().in_registers();
            if gained.is_empty() && lost.is_empty() {
                return verdict;
            }
            let changed: Vec<String> =
                gained.iter().cloned().chain(lost.iter().map(|name| format!("{name} no longer"))).collect();
            objection(raised(verdict), customers, &phrase::list(&changed))
        }
        ["transfers" | "measures" | "activities"] => {
            let what = people::spoken(case.steps.last().copied().unwrap_or_default());
            case.plain().in_registers().when(!matches!(case.raw.before, Said::Nothing), |verdict| {
                verdict.tell(
                    customers,
                    When::Before,
                    "GDPR Art. 28(3)(a)",
                    format!("{what} in {}", case.name()),
                    "We process on their documented instructions.",
                )
            })
        }
        _ => case.plain().in_registers(),
    }
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

fn raised(mut verdict: Verdict) -> Verdict {
    verdict.weight = Weight::Material;
    verdict
}
