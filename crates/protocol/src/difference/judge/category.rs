//! Data itself: categories, fields, and the forms on which it is asked.

use super::Case;
use super::purpose::data_names;
use super::verdict::{Verdict, due};
use crate::difference::change::{Fate, When, Whom};
use crate::difference::phrase;
use crate::difference::said::Said;
use crate::difference::versions as people;
use crate::model::{Category, DataRef, FieldKind, Protocol};

pub(super) fn judge(case: &Case<'_, '_>) -> Option<Verdict> {
    match case.steps.as_slice() {
        ["subject", _, "minors"] if case.raw.after == Said::Truth(true) => Some(
            Verdict::material("now counts as too young to consent for themselves")
                .tell(
                    everyone_of(case),
                    When::WithEffect,
                    "GDPR Art. 8, 12(1)",
                    "that a parent or guardian consents for them, in words that they understand",
                    "Children are told in words of their own.",
                )
                .task(
                    "GDPR Art. 8(2), UAVG Art. 5",
                    case.name(),
                    "ask a parent or guardian for what rests on consent, and verify it.",
                ),
        ),
        ["category", id] => Some(whole(case, id)),
        ["category", id, "field", field] => Some(one_field(case, id, field)),
        ["category", id, "field", field, "kind"] => field_kind(case, id, field),
        ["category", _, "field", _, "history"] => Some(case.plain()),
        ["category", id, "special" | "criminal"] => Some(special(case, id)),
        ["category", id, "source"] => Some(source(case, id)),
        ["category", id, "subjects"] => Some(subjects(case, id)),
        ["form", _, "required"] => Some(required(case)),
        ["form", _] if case.added() => Some(Verdict::minor("a new form").tell(
            people::everybody(),
            When::AtCollection,
            "GDPR Art. 13",
            ("the statement, on the form", case.name()),
            "What people must know is at hand where they give their data.",
        )),
        _ => None,
    }
}

/// The people of the group that a change stands in.
fn everyone_of(case: &Case<'_, '_>) -> Whom {
    Whom::Subjects { groups: vec![case.name()] }
}

fn concerned(protocol: &Protocol, category: &str) -> Whom {
    let all = DataRef { category: category.to_owned(), field: None, span: protocol.span };
    people::of_data(protocol, &[all])
}

fn special_name(category: &Category) -> Option<String> {
    let special = category.special.map(|at| at.value.as_str().replace('-', " "));
    special.or_else(|| (category.criminal == Some(true)).then(|| "criminal convictions and offences".to_owned()))
}

fn whole(case: &Case<'_, '_>, id: &str) -> Verdict {
    let name = case.name();
    let Some(new) = case.versions.new.category.get(id) else {
        let mut held = due(Fate::NoLongerNeeded, format!("all of {name}"), "GDPR Art. 5(1)(c) and (e)");
        held.data = vec![id.to_owned()];
        return Verdict::material("no longer kept").due(held);
    };
    let fields: Vec<String> =
        new.field.iter().map(|field| phrase::decapitalised(phrase::english(&field.name))).collect();
    let says = if fields.is_empty() { "new".to_owned() } else { format!("new, with {}", phrase::list(&fields)) };
    let verdict = Verdict::material(says).tell(
        concerned(case.versions.new, id),
        When::Before,
        "GDPR Art. 13(3), 14(1)(d)",
        ("the collection of", &name),
        "Other data than people know of is not collected before they know.",
    );
    let verdict = new
        .field
        .iter()
        .fold(verdict, |verdict, field| prescribed(verdict, field.kind.value, phrase::english(&field.name)));
    match special_name(new) {
        Some(special) => ban(case, verdict, new, &special),
        None => verdict,
    }
}

/// What special data asks for.
fn ban(case: &Case<'_, '_>, verdict: Verdict, category: &Category, special: &str) -> Verdict {
    let name = case.name();
    let verdict = verdict.task(
        "GDPR Art. 35(3)(b), (7)",
        name.clone(),
        format!("it is about {special}. Assess the impact first."),
    );
    verdict.when(category.special.is_some() && category.special_exception.is_none(), |verdict| {
        verdict.warn("GDPR Art. 9", format!("{name} is about {special}, and no exception to the ban is named"))
    })
}

/// A BSN is used only where a statute prescribes it.
fn prescribed(verdict: Verdict, kind: FieldKind, name: &str) -> Verdict {
    verdict.when(kind == FieldKind::Bsn, |verdict| {
        verdict.warn("UAVG Art. 46", format!("{name} is a citizen service number: only a statute can allow its use"))
    })
}

fn one_field(case: &Case<'_, '_>, category: &str, field: &str) -> Verdict {
    let name = case.name();
    let of = case.versions.name("category", category);
    let Some(new) = case.versions.new.category.get(category).and_then(|category| category.field.get(field)) else {
        let mut held = due(Fate::NoLongerNeeded, format!("{name} of {of}"), "GDPR Art. 5(1)(c) and (e)");
        held.data = vec![format!("{category}.{field}")];
        return Verdict::minor("no longer kept").due(held);
    };
    let purposes = case.versions.new.purpose.iter().filter(|purpose| {
        purpose
            .data
            .iter()
            .any(|data| data.category == category && data.field.as_deref().is_none_or(|one| one == field))
    });
    let purposes = people::names(&purposes.collect::<Vec<_>>());
    let used = match purposes.len() {
        0 => String::new(),
        1..=3 => format!(", for {}", phrase::list(&purposes)),
        many => format!(", for {many} purposes"),
    };
    let verdict = Verdict::material(format!("now kept as well{used}")).tell(
        concerned(case.versions.new, category),
        When::Before,
        "GDPR Art. 13(3), 14(1)(d)",
        ("the collection of", format!("{} ({of})", phrase::decapitalised(&name))),
        "Other data than people know of is not collected before they know.",
    );
    prescribed(verdict, new.kind.value, &name)
}

fn field_kind(case: &Case<'_, '_>, category: &str, field: &str) -> Option<Verdict> {
    let new = case.versions.new.category.get(category)?.field.get(field)?;
    let verdict = Verdict::minor(format!("holds another sort of value: {} instead of {}", case.after(), case.before()));
    Some(prescribed(verdict, new.kind.value, &case.name()))
}

fn special(case: &Case<'_, '_>, id: &str) -> Verdict {
    let before = case.versions.old.category.get(id).and_then(|old| special_name(old));
    let new = case.versions.new.category.get(id);
    match (new.and_then(|new| special_name(new)), new) {
        (Some(special), Some(new)) => {
            let verdict = Verdict::material(format!("now counts as data about {special}")).tell(
                concerned(case.versions.new, id),
                When::WithEffect,
                "GDPR Art. 9, 13(1)(c)",
                format!("{} as data about {special}, and what allows its use", case.name()),
                "Data of this kind is used only under an exception that people are told of.",
            );
            ban(case, verdict, new, &special)
        }
        _ => Verdict::material("no longer counts as special data").warn(
            "GDPR Art. 9",
            format!(
                "{} no longer counts as data about {}; data does not become ordinary by saying so",
                case.name(),
                before.unwrap_or_default()
            ),
        ),
    }
}

fn source(case: &Case<'_, '_>, id: &str) -> Verdict {
    let (gained, lost) = (case.gained(), case.lost());
    let stated = case.raw.before.items().is_empty();
    match (gained.is_empty(), stated) {
        (true, _) if lost.is_empty() => case.plain(),
        (true, _) => Verdict::minor(format!("no longer comes from: {}", phrase::list(&lost))),
        (false, true) => Verdict::minor(format!("now says where it comes from: {}", phrase::list(&gained))),
        (false, false) => Verdict::material(format!("now also comes from: {}", phrase::list(&gained))).tell(
            concerned(case.versions.new, id),
            When::Before,
            "GDPR Art. 14(2)(f)",
            ("the source of", case.name()),
            "People cannot guess that data about them comes from somewhere else.",
        ),
    }
}

fn subjects(case: &Case<'_, '_>, id: &str) -> Verdict {
    let gained = case.gained();
    if gained.is_empty() || case.raw.before.items().is_empty() {
        return case.plain();
    }
    Verdict::material(format!("now also kept of {}", phrase::list(&gained))).tell(
        concerned(case.versions.new, id),
        When::Before,
        "GDPR Art. 13, 14",
        ("the collection of", case.name()),
        "For them all of it is new.",
    )
}

fn required(case: &Case<'_, '_>) -> Verdict {
    let id = case.steps[1];
    let (Some(old), Some(new)) = (case.versions.old.form.get(id), case.versions.new.form.get(id)) else {
        return case.plain();
    };
    let now: Vec<DataRef> = new
        .required
        .iter()
        .filter(|data| old.required.iter().all(|had| had.to_string() != data.to_string()))
        .cloned()
        .collect();
    if now.is_empty() {
        let freed = case.lost();
        return if freed.is_empty() {
            case.plain()
        } else {
            Verdict::minor(format!("need no longer be filled in: {}", phrase::list(&freed)))
        };
    }
    let names = phrase::list(&data_names(case, &now));
    Verdict::material(format!("must now be filled in: {names}"))
        .tell(
            people::of_data(case.versions.new, &now),
            When::AtCollection,
            "GDPR Art. 13(2)(e)",
            format!("why {names} must be given on the form {}, and what follows if not", case.name()),
            "Who is asked for data knows whether it must be given.",
        )
        .task(
            "GDPR Art. 5(1)(c), 25(2)",
            format!("form {}", case.name()),
            format!("be able to say why it does not do without {names}."),
        )
}
