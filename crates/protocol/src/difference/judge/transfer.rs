//! Transfers outside the European Economic Area (GDPR chapter V).

use super::Case;
use super::verdict::Verdict;
use crate::difference::change::{About, When, Whom};
use crate::difference::said::Said;
use crate::difference::versions as people;
use crate::model::{Country, Named, Recipient, TransferTool};

pub(super) const LEAVES: &str = "GDPR Art. 13(1)(f), 14(1)(f), 44–46";

pub(super) fn outside(recipient: &Recipient) -> Option<&Country> {
    [&recipient.country, &recipient.group_country]
        .into_iter()
        .flatten()
        .map(|at| &at.value)
        .find(|country| !country.in_eea())
}

pub(super) fn tool(recipient: &Recipient) -> Option<TransferTool> {
    recipient.transfer.as_ref().map(|transfer| transfer.tool.value)
}

/// What a transfer outside the Area asks for.
pub(super) fn chapter_five(case: &Case<'_, '_>, new: &Recipient, concerned: Whom, verdict: Verdict) -> Verdict {
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

pub(super) fn country(case: &Case<'_, '_>, new: &Named<Recipient>) -> Verdict {
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

pub(super) fn said_tool(tool: TransferTool) -> &'static str {
    match tool {
        TransferTool::Adequacy => "an adequacy decision",
        TransferTool::DataPrivacyFramework => "the EU–US Data Privacy Framework",
        TransferTool::StandardClauses => "standard contractual clauses",
        TransferTool::BindingCorporateRules => "binding corporate rules",
        TransferTool::Derogation => "a derogation of Art. 49",
        TransferTool::None => "nothing, as nothing leaves the Area",
    }
}

pub(super) fn transfer(case: &Case<'_, '_>, old: &Named<Recipient>, new: &Named<Recipient>) -> Verdict {
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
