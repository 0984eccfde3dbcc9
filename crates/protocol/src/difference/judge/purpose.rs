//! Purposes: new, gone, with other data, other recipients, other people.

use super::verdict::{Verdict, due};
use super::{Case, basis, retention};
use crate::difference::change::{About, Fate, When};
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions::{self as people, spoken};
use crate::model::{DataRef, LawfulBasis, Named, Protocol, Purpose};

/// New use of data: people are told before (GDPR Art. 13(3), 14(4)).
pub(super) const BEFORE: &str = "GDPR Art. 13(3), 14(4)";

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    let &["purpose", id, ref rest @ ..] = case.steps.as_slice() else { return None };
    let (old, new) = (case.versions.old.purpose.get(id), case.versions.new.purpose.get(id));
    match (rest, old, new) {
        ([], None, Some(new)) => Some(added(case, new)),
        ([], Some(old), None) => Some(removed(case, old)),
        (["basis", ..], Some(old), Some(new)) => Some(basis::judge(case, old, new)),
        (["data"], Some(old), Some(new)) => Some(data(case, old, new)),
        (["recipients"], Some(old), Some(new)) => recipients(case, old, new),
        (["retention"], Some(old), Some(new)) => Some(retention::of_purpose(case, old, new)),
        (["subjects"], Some(_), Some(new)) => Some(subjects(case, new)),
        ([key @ ("direct_marketing" | "profiling")], Some(_), Some(new)) => Some(marketing(case, key, new)),
        (["automated_decision", ..], Some(_), Some(new)) => Some(automated(case, new)),
        (["impact_assessment", ..], ..) => Some(Verdict::minor("another impact assessment is recorded").in_registers()),
        (["activities"], Some(_), Some(new)) => Some(activities(case, new)),
        _ => None,
    }
}

fn added(case: &Case<'_, '_>, new: &Named<Purpose>) -> Verdict {
    let protocol = case.versions.new;
    let name = case.name();
    let on = new
        .basis
        .as_ref()
        .map_or_else(|| "no lawful basis stated".to_owned(), |basis| format!("on {}", basis::called(basis)));
    let rules = retention::kept_all(&retention::rules(protocol, new));
    let used = data_names(case, &new.data);
    let mut says = format!("a new purpose, {on}");
    if !used.is_empty() {
        says = format!("{says}; uses {}", phrase::list(&used));
    }
    if !rules.is_empty() {
        says = format!("{says}; {}", phrase::list(&rules));
    }
    let known = new.data.iter().filter(|data| case.versions.old.category.get(&data.category).is_some()).count() > 0;
    let verdict = Verdict::material(says).tell(
        people::of_purpose(protocol, new),
        When::Before,
        BEFORE,
        ("the use of their data for", &name),
        "Data may not be used for a new purpose before people know of it.",
    );
    let verdict = verdict.when(known && !consent(new), |verdict| {
        verdict.task("GDPR Art. 6(4)", name.clone(), "data that is here was collected for something else. Write down why the purposes are compatible, or use only what is collected from now on.")
    });
    let verdict = verdict.when(consent(new), |verdict| {
        verdict.ask(&name, "GDPR Art. 6(1)(a), 7", "Nobody has agreed to this purpose yet.")
    });
    on_special(case, verdict, protocol, &new.data)
}

fn removed(case: &Case<'_, '_>, old: &Named<Purpose>) -> Verdict {
    let name = case.name();
    let orphaned = people::orphaned(case.versions, &old.data);
    let mut held = due(Fate::NoLongerNeeded, &name, "GDPR Art. 5(1)(b) and (e), 17(1)(a)");
    held.purposes = vec![old.id.clone()];
    held.data = orphaned.iter().map(ToString::to_string).collect();
    held.about = if orphaned.is_empty() {
        format!("what was kept for {name} alone")
    } else {
        format!("{}, held for {name} and for nothing else now", phrase::list(&data_names(case, &orphaned)))
    };
    Verdict::material("no longer a purpose").due(held)
}

fn data(case: &Case<'_, '_>, old: &Named<Purpose>, new: &Named<Purpose>) -> Verdict {
    let only = |these: &[DataRef], those: &[DataRef]| -> Vec<DataRef> {
        let is_in = |data: &DataRef| those.iter().any(|other| other.to_string() == data.to_string());
        these.iter().filter(|data| !is_in(data)).cloned().collect()
    };
    let name = case.name();
    let (gained, lost) = (only(&new.data, &old.data), only(&old.data, &new.data));
    let (more, less) = (data_names(case, &gained), data_names(case, &lost));
    let verdict = if gained.is_empty() {
        if lost.is_empty() {
            return case.plain();
        }
        Verdict::minor(format!("no longer uses {}", phrase::list(&less)))
    } else {
        let first = if old.data.is_empty() { "now says which data it uses:" } else { "now also uses" };
        let but = if lost.is_empty() { String::new() } else { format!(", and no longer {}", phrase::list(&less)) };
        let verdict = Verdict::material(format!("{first} {}{but}", phrase::list(&more))).tell(
            people::of_data(case.versions.new, &gained),
            if old.data.is_empty() { When::WithEffect } else { When::Before },
            "GDPR Art. 13(3), 14(1)(d)",
            if old.data.is_empty() {
                About::from(("which data is used for", &name))
            } else {
                format!("the use of {} for {name}", phrase::list(&more)).into()
            },
            "People know which data is used for what before it is used.",
        );
        let verdict = verdict.when(consent(new) && !old.data.is_empty(), |verdict| {
            verdict.ask(&name, "GDPR Art. 4(11), 7", "Those who agreed did not agree to the use of this data.")
        });
        on_special(case, verdict, case.versions.new, &gained)
    };
    let orphaned = people::orphaned(case.versions, &lost);
    verdict.when(!orphaned.is_empty(), |verdict| {
        let mut held = due(Fate::NoLongerNeeded, "", "GDPR Art. 5(1)(c) and (e)");
        held.about = format!("{}, which no purpose uses any longer", phrase::list(&data_names(case, &orphaned)));
        held.purposes = vec![new.id.clone()];
        held.data = orphaned.iter().map(ToString::to_string).collect();
        verdict.due(held)
    })
}

/// Recipients that are new or gone as a whole are told of with the recipient; this says the others.
fn recipients(case: &Case<'_, '_>, old: &Named<Purpose>, new: &Named<Purpose>) -> Option<Verdict> {
    let name = case.name();
    let concerned = people::of_purpose(case.versions.new, new);
    let listed = |purpose: &Purpose| -> Vec<String> {
        purpose.recipients.iter().flatten().map(|used| used.id.clone()).collect()
    };
    match (&old.recipients, &new.recipients) {
        (None, Some(all)) if all.is_empty() => {
            return Some(Verdict::minor("now says that nobody receives data for it"));
        }
        (None, _) => {
            return Some(Verdict::minor(format!("now says who receives data for it: {}", case.after())).tell(
                concerned,
                When::WithEffect,
                "GDPR Art. 13(1)(e), 14(1)(e)",
                ("who receives data for", &name),
                "People are to know by name who receives their data.",
            ));
        }
        (Some(_), None) => {
            return Some(
                Verdict::material(format!("no longer says who receives data for it; it was {}", case.before()))
                    .warn("GDPR Art. 13(1)(e)", format!("{name} no longer says who receives its data")),
            );
        }
        (Some(_), Some(_)) => {}
    }
    let (was, is) = (listed(old), listed(new));
    let called =
        |ids: Vec<&String>| -> Vec<String> { ids.into_iter().map(|id| case.versions.name("recipient", id)).collect() };
    let gained =
        called(is.iter().filter(|id| !was.contains(id) && case.versions.old.recipient.get(id).is_some()).collect());
    let lost =
        called(was.iter().filter(|id| !is.contains(id) && case.versions.new.recipient.get(id).is_some()).collect());
    let mut says = Vec::new();
    if !gained.is_empty() {
        says.push(format!("data for it now also goes to {}", phrase::list(&gained)));
    }
    if !lost.is_empty() {
        says.push(format!("data for it no longer goes to {}", phrase::list(&lost)));
    }
    if says.is_empty() {
        let wholly = is.iter().any(|id| !was.contains(id)) || was.iter().any(|id| !is.contains(id));
        return wholly.then(Verdict::said_elsewhere);
    }
    let says = says.join("; ");
    Some(if gained.is_empty() {
        Verdict::minor(says)
    } else {
        Verdict::material(says).tell(
            concerned,
            When::Before,
            "GDPR Art. 13(1)(e), 14(1)(e)",
            format!("{} as recipient for {name}", phrase::list(&gained)),
            "People know who receives their data before it goes there.",
        )
    })
}

fn subjects(case: &Case<'_, '_>, new: &Named<Purpose>) -> Verdict {
    if case.gained().is_empty() {
        return case.plain();
    }
    let mut verdict = case.plain();
    if !case.raw.before.items().is_empty() {
        verdict.weight = crate::difference::Weight::Material;
        verdict = verdict.tell(
            people::of_purpose(case.versions.new, new),
            When::Before,
            BEFORE,
            format!("{}, which now concerns them", case.name()),
            "A purpose that reaches other people is new to them.",
        );
    }
    verdict
}

fn activities(case: &Case<'_, '_>, new: &Named<Purpose>) -> Verdict {
    let (gained, lost) = (case.gained(), case.lost());
    let started = case.raw.before.items().is_empty();
    let says = match (started, gained.is_empty(), lost.is_empty()) {
        (true, ..) => format!("now says what is done, in {}", phrase::count(gained.len() as u64, "point")),
        (_, false, true) => format!("now also does: {}", phrase::list(&gained)),
        (_, true, false) => format!("no longer does: {}", phrase::list(&lost)),
        (_, true, true) => return case.plain(),
        (_, false, false) => format!("does: {}; instead of: {}", phrase::list(&gained), phrase::list(&lost)),
    };
    let more = !started && !gained.is_empty();
    Verdict::minor(says).when(more, |verdict| {
        let verdict = verdict.task(
            "GDPR Art. 5(1)(b)",
            case.name(),
            "see whether what is done now still is the purpose people were told of; if it is not, it is a new purpose.",
        );
        verdict.when(consent(new), |verdict| {
            verdict.ask(case.name(), "GDPR Art. 4(11)", "Consent holds for what people were told would be done.")
        })
    })
}

fn marketing(case: &Case<'_, '_>, key: &str, new: &Named<Purpose>) -> Verdict {
    let what = spoken(key);
    if case.raw.after != Said::Truth(true) {
        return if case.raw.before == Said::Truth(true) {
            Verdict::minor(format!("no longer counts as {what}"))
        } else {
            case.plain()
        };
    }
    let law = if key == "profiling" { "GDPR Art. 13(2)(f), 21(1)" } else { "GDPR Art. 21(2)–(4)" };
    Verdict::material(format!("now counts as {what}"))
        .tell(
            people::of_purpose(case.versions.new, new),
            When::Before,
            law,
            format!("{what} in {}, and the right to object to it", case.name()),
            "The right to object is shown separately, at the latest with the first message.",
        )
        .when(key == "profiling", |verdict| {
            verdict.task(
                "GDPR Art. 35",
                case.name(),
                "decide whether profiling calls for an impact assessment, and write down why.",
            )
        })
}

fn automated(case: &Case<'_, '_>, new: &Named<Purpose>) -> Verdict {
    if new.automated_decision.is_none() {
        return Verdict::minor("no longer decides by machine alone");
    }
    let started = case.steps.len() == 3 && case.added();
    let says = if started { "now decides by machine alone" } else { "explains its decisions by machine otherwise" };
    let verdict = if started { Verdict::material(says) } else { Verdict::minor(says) };
    verdict.when(started, |verdict| {
        verdict
            .tell(
                people::of_purpose(case.versions.new, new),
                When::Before,
                "GDPR Art. 13(2)(f), 14(2)(g), 22",
                format!(
                    "decisions by machine in {}: the logic, what they mean, and how to have a human look",
                    case.name()
                ),
                "Nobody is to be decided about by a machine without knowing it.",
            )
            .task(
                "GDPR Art. 22(2), 35(3)(a)",
                case.name(),
                "establish that contract, law or explicit consent allows it, and assess the impact first.",
            )
    })
}

/// Special categories and offences need more than a basis.
fn on_special(case: &Case<'_, '_>, verdict: Verdict, protocol: &Protocol, data: &[DataRef]) -> Verdict {
    let special: Vec<DataRef> = data.iter().filter(|data| people::is_special(protocol, data)).cloned().collect();
    verdict.when(!special.is_empty(), |verdict| {
        let names = phrase::list(&data_names(case, &special));
        verdict.task(
            "GDPR Art. 9, 10, 35(3)(b)",
            case.name(),
            format!("{names} may be used only under an exception to the ban; name it, and assess the impact first."),
        )
    })
}

pub(super) fn data_names(case: &Case<'_, '_>, data: &[DataRef]) -> Vec<String> {
    data.iter().map(|data| case.versions.name("category", &data.to_string())).collect()
}

fn consent(purpose: &Purpose) -> bool {
    matches!(purpose.basis, Some(LawfulBasis::Consent(_)))
}
