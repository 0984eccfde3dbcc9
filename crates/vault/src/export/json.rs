use serde_json::{Value, json};
use waarborg_base::{Personal, Timestamp};

use super::model::Export;

/// The whole, with keys that stay as they are: people keep these files.
pub(super) fn write(export: &Export) -> Personal<String> {
    let fields = export.fields.iter().map(|present| {
        json!({
            "field": present.field,
            "value": value(&present.held.value),
            "source": present.held.source.as_str(),
            "at": present.held.at.to_string(),
            "portable": present.portable,
        })
    });
    let earlier = export.earlier.iter().map(|earlier| {
        json!({
            "field": earlier.field,
            "value": value(&earlier.held.value),
            "source": earlier.held.source.as_str(),
            "at": earlier.held.at.to_string(),
            "replaced_at": earlier.replaced_at.to_string(),
        })
    });
    let purposes = export.purposes.iter().map(|row| {
        json!({ "purpose": row.purpose, "added_at": row.added_at.to_string(), "removed_at": moment(row.removed_at) })
    });
    let conditions = export.conditions.iter().map(|condition| {
        json!({
            "id": condition.id.to_string(),
            "kind": condition.state.kind(),
            "ground": condition.state.ground(),
            "purpose": condition.purpose,
            "set_at": condition.set_at.to_string(),
            "lifted_at": moment(condition.lifted_at),
        })
    });
    let files = export.files.iter().map(|file| {
        let at = file.completed_at.to_string();
        json!({ "id": file.id, "field": file.field, "size_bytes": file.size_bytes, "at": at })
    });
    let uses = export.uses.events.iter().map(|found| json!({ "position": found.position, "record": found.record }));
    let whole = json!({
        "v": 1,
        "token": export.token.to_string(),
        "exported_at": export.exported_at.to_string(),
        "created_at": export.created_at.to_string(),
        "fields": fields.collect::<Vec<_>>(),
        "earlier": earlier.collect::<Vec<_>>(),
        "purposes": purposes.collect::<Vec<_>>(),
        "conditions": conditions.collect::<Vec<_>>(),
        "files": files.collect::<Vec<_>>(),
        "uses": uses.collect::<Vec<_>>(),
        "uses_before": export.uses.earlier,
    });
    Personal::new(format!("{whole:#}"))
}

/// A stored value is JSON; were it not, the person still gets what is there.
fn value(stored: &Personal<String>) -> Value {
    serde_json::from_str(stored.reveal()).unwrap_or_else(|_| Value::from(stored.reveal().as_str()))
}

fn moment(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}
