//! Calls about one person.

use waarborg_base::Kind;
use waarborg_web::Problem;

use super::call::{Call, Endpoint};
use super::{Api, problem, wire};
use crate::client::Operation;
use crate::person::Created;
use crate::read::Answer;
use crate::{condition, export, history, person, purpose, read};

/// Problems of calls that name a person by token.
const ABOUT_ONE: &[&str] = &["nobody"];
/// Problems of calls that also name a purpose.
const ABOUT_PURPOSE: &[&str] = &["nobody", "purpose-unknown", "purpose-not-allowed"];
/// Problems of calls that take values.
const VALUES: &[&str] = &[
    "field-unknown",
    "field-banned",
    "field-without-purpose",
    "field-twice",
    "source-unknown",
    "purpose-missing",
    "purpose-unknown",
    "purpose-not-allowed",
    "identifier-known",
];

pub(super) fn endpoints(api: &Api) -> Vec<Endpoint> {
    let mut all = persons(api);
    all.extend(conditions(api));
    all.extend(whole(api));
    all
}

fn persons(api: &Api) -> Vec<Endpoint> {
    vec![
        Call::new("/subjects/create", Operation::Create, "Enter a person")
            .creates()
            .refuses(VALUES)
            .refuses(problem::OF_VALUES)
            .changes_prepared::<wire::Create, _, _, _>(api, person::prepare, person::take_up, created),
        Call::new("/subjects/read", Operation::Read, "Read what a purpose allows")
            .refuses(&[
                "nobody",
                "several-people",
                "purpose-unknown",
                "purpose-not-allowed",
                "field-unknown",
                "field-twice",
                "field-no-identifier",
            ])
            .looks::<wire::Read, _, _>(api, read::read, disclosed),
        Call::new("/subjects/find", Operation::Find, "Look up who has an identifier")
            .refuses(&["field-unknown", "field-no-identifier"])
            .refuses(problem::OF_VALUES)
            .looks::<wire::Find, _, _>(api, person::find, |found| Ok(wire::Found { tokens: found.tokens })),
        Call::new("/subjects/correct", Operation::Correct, "Correct, complete or take out values (GDPR Art. 16)")
            .refuses(&["nobody", "field-unknown", "field-banned", "field-without-purpose", "source-unknown", "on-hold"])
            .refuses(problem::OF_VALUES)
            .changes::<wire::Correct, _, _>(api, person::correct, answered::<_, wire::Corrected>),
        Call::new("/subjects/merge", Operation::Merge, "Make one record of two")
            .refuses(&["nobody", "same-person", "fields-differ", "has-files", "field-unknown", "on-hold"])
            .changes::<wire::Merge, _, _>(api, person::merge, answered::<_, wire::Merged>),
    ]
}

fn conditions(api: &Api) -> Vec<Endpoint> {
    vec![
        Call::new("/subjects/purposes/add", Operation::Purpose, "Add a purpose; for one on consent: consent given")
            .refuses(&["nobody", "purpose-unknown", "purpose-not-allowed", "objection-stands"])
            .changes::<wire::PurposeChange, _, _>(api, purpose::add_purpose, answered::<_, wire::PurposeChanged>),
        Call::new("/subjects/purposes/remove", Operation::Purpose, "Remove a purpose; for one on consent: withdrawn")
            .refuses(ABOUT_PURPOSE)
            .changes::<wire::PurposeChange, _, _>(api, purpose::remove_purpose, answered::<_, wire::PurposeChanged>),
        Call::new("/subjects/restrict", Operation::Condition, "Restrict the use of the data (GDPR Art. 18)")
            .refuses(&["nobody", "purpose-unknown"])
            .changes::<wire::Restrict, _, _>(api, condition::restrict, answered::<_, wire::ConditionSet>),
        Call::new("/subjects/exempt", Operation::Condition, "Let a purpose go on under restriction (GDPR Art. 18(2))")
            .refuses(ABOUT_PURPOSE)
            .changes::<wire::Exempt, _, _>(api, condition::exempt, answered::<_, wire::ConditionSet>),
        Call::new("/subjects/object", Operation::Condition, "Object to a purpose (GDPR Art. 21)")
            .refuses(&["nobody", "purpose-unknown", "not-by-objection"])
            .changes::<wire::Object, _, _>(api, condition::object, answered::<_, wire::ConditionSet>),
        Call::new(
            "/subjects/override",
            Operation::Condition,
            "Let a purpose go on in spite of an objection (Art. 21(1))",
        )
        .refuses(ABOUT_PURPOSE)
        .changes::<wire::OverrideObjection, _, _>(
            api,
            condition::override_objection,
            answered::<_, wire::ConditionSet>,
        ),
        Call::new("/subjects/lift", Operation::Condition, "Lift a restriction or an objection")
            .refuses(&["nobody", "condition-unknown"])
            .changes::<wire::Lift, _, _>(api, condition::lift, answered::<_, wire::ConditionLifted>),
        Call::new("/subjects/hold", Operation::Hold, "Set a legal hold: nothing is erased (GDPR Art. 17(3))")
            .refuses(&["nobody"])
            .changes::<wire::Hold, _, _>(api, condition::hold, answered::<_, wire::ConditionSet>),
        Call::new("/subjects/release", Operation::Hold, "Release a legal hold")
            .refuses(&["nobody", "condition-unknown"])
            .changes::<wire::Lift, _, _>(api, condition::release, answered::<_, wire::ConditionLifted>),
    ]
}

fn whole(api: &Api) -> Vec<Endpoint> {
    vec![
        Call::new("/subjects/export", Operation::Export, "Export all there is on a person (GDPR Art. 15, 20)")
            .refuses(ABOUT_ONE)
            .looks::<wire::Export, _, _>(api, export::export, |exported| {
                wire::Exported::of(&exported).map_err(|_| Problem::of(Kind::Internal))
            }),
        Call::new("/subjects/history", Operation::History, "See who used a person's data, and why")
            .refuses(ABOUT_ONE)
            .looks::<wire::Look, _, _>(api, history::history, answered::<_, wire::History>),
    ]
}

#[expect(clippy::unnecessary_wraps, reason = "other calls have answers that are problems")]
fn answered<T, O: From<T>>(gave: T) -> Result<O, Problem> {
    Ok(gave.into())
}

fn created(created: Created) -> Result<wire::Created, Problem> {
    match created {
        Created::Created { token, known, objected, arrival } => {
            Ok(wire::Created { token, known, objected, leaf: arrival })
        }
        Created::Known { known } => Err(problem::told(Kind::Conflict, "identifier-known").with("fields", known)),
    }
}

fn disclosed(answer: Answer) -> Result<wire::ReadAnswer, Problem> {
    match answer {
        Answer::Disclosed(disclosed) => Ok(disclosed.into()),
        Answer::UnknownPurpose => Err(problem::told(Kind::Invalid, "purpose-unknown")),
        Answer::NotGranted => Err(problem::told(Kind::Forbidden, "purpose-not-allowed")),
        Answer::Ambiguous => Err(problem::told(Kind::Conflict, "several-people")),
    }
}
