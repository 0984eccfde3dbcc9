//! JSON with stable keys, and the schema that describes it.

use serde_json::{Map, Value, json};
use waarborg_protocol::Protocol;
use waarborg_web::Lang;

use super::{Column, Register, RegisterKind};
use crate::Standing;

/// Grows when a key changes its meaning or goes; a new key does not change it.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// The register as JSON.
pub(crate) fn write(
    protocol: &Protocol,
    register: &Register,
    lang: Lang,
    schema: &str,
    standing: Option<&Standing>,
) -> String {
    let rows = register.rows.iter().map(|row| {
        let mut object = Map::new();
        object.insert("id".to_owned(), json!(row.id));
        object.insert("name".to_owned(), json!(row.name.words()));
        for (column, cell) in register.columns.iter().zip(&row.cells) {
            let says: Vec<String> = cell.iter().map(crate::text::Text::words).collect();
            object.insert(key(column), json!(says));
        }
        object.insert("complete".to_owned(), json!(register.is_complete(row)));
        object.insert("lacks".to_owned(), register.lacks(row).map(|column| Value::from(key(column))).collect());
        Value::Object(object)
    });
    let statement = protocol.statement.as_ref();
    let document = json!({
        "$schema": schema,
        "schema_version": SCHEMA_VERSION,
        "register": register.kind.word(),
        "language": lang.code(),
        "organisation": protocol.controller.name.value,
        "protocol": {
            "version": statement.and_then(|statement| statement.version.as_ref()),
            "number": standing.map(|standing| standing.number),
            "digest": standing.map(|standing| standing.digest.to_string()),
            "in_force_from": standing.map(|standing| standing.from.to_string()),
        },
        "rows": rows.collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&document).expect("text and numbers only");
    text.push('\n');
    text
}

/// The JSON Schema of one register.
pub(crate) fn schema(register: &Register) -> String {
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    let text_or_null = json!({ "type": ["string", "null"] });
    let mut row = Map::new();
    row.insert("id".to_owned(), json!({ "type": "string", "description": "Id of the activity in the protocol." }));
    row.insert("name".to_owned(), json!({ "type": "string" }));
    for column in &register.columns {
        let mut described = texts.clone();
        let law = column.article.map_or_else(String::new, |article| format!(" GDPR Art. {article}."));
        described["description"] = json!(format!("{}.{law}", column.title));
        row.insert(key(column), described);
    }
    row.insert("complete".to_owned(), json!({ "type": "boolean" }));
    row.insert("lacks".to_owned(), texts);
    let required: Vec<&String> = row.keys().collect();
    let article = match register.kind {
        RegisterKind::Controller => "30(1)",
        RegisterKind::Processor => "30(2)",
    };
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Record of processing activities (GDPR Art. {article}), version {SCHEMA_VERSION}"),
        "type": "object",
        "required": ["schema_version", "register", "language", "organisation", "protocol", "rows"],
        "properties": {
            "schema_version": { "const": SCHEMA_VERSION },
            "register": { "const": register.kind.word() },
            "language": { "enum": Lang::ALL.map(Lang::code) },
            "organisation": { "type": "string" },
            "protocol": { "type": "object", "properties": {
                "version": text_or_null,
                "number": { "type": ["integer", "null"] },
                "digest": { "type": ["string", "null"], "description": "SHA-256 of the full text of the protocol, in hexadecimal." },
                "in_force_from": { "type": ["string", "null"], "format": "date-time" },
            } },
            "rows": { "type": "array", "items": { "type": "object", "required": required, "properties": row } },
        },
    });
    let mut text = serde_json::to_string_pretty(&schema).expect("text and numbers only");
    text.push('\n');
    text
}

fn key(column: &Column) -> String {
    column.key.replace('-', "_")
}
