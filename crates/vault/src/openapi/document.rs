use std::collections::BTreeMap;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use waarborg_web::http::Method;

use crate::http::call::{About, BASE};
use crate::http::problem::{CODES, OF_ANY, OF_JSON, OF_KEYED};

/// What stands above the calls.
const DESCRIPTION: &str = "Applications keep a token; Waarborg keeps the person's data, gives out what a purpose allows, and records each \
    access. Personal data and tokens travel in bodies only. Errors are RFC 9457 problems whose `code` is stable.";

/// The whole description.
pub(crate) fn document<'a>(calls: impl IntoIterator<Item = &'a About>) -> Value {
    let mut generator =
        SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into());
    generator.meta_schema = None;
    let mut generator = generator.into_generator();
    let mut paths = Map::new();
    for call in calls {
        let operation = operation(call, &mut generator);
        let method = call.method.as_str().to_ascii_lowercase();
        let path = paths.entry(format!("{BASE}{}", call.path)).or_insert_with(|| json!({}));
        path[method] = operation;
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Problem".to_owned(), problem());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Waarborg",
            "version": "1",
            "description": DESCRIPTION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "security": [{ "client": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "client": {
                "type": "http",
                "scheme": "bearer",
                "description": "The secret of an API client, as `waarborg client add` printed it.",
            } },
        },
    })
}

fn operation(call: &About, generator: &mut SchemaGenerator) -> Value {
    let mut operation = Map::new();
    operation.insert("operationId".to_owned(), id(call).into());
    operation.insert("summary".to_owned(), call.summary.into());
    if let Some(allowed) = call.operation {
        operation.insert("description".to_owned(), format!("For clients that may: {allowed}.").into());
    }
    if call.open {
        operation.insert("security".to_owned(), json!([]));
    }
    let parameters = parameters(call);
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), parameters.into());
    }
    if let Some(input) = call.input {
        let schema = (input.schema)(generator);
        operation.insert(
            "requestBody".to_owned(),
            json!({ "required": true, "content": { input.kind: { "schema": schema } } }),
        );
    }
    operation.insert("responses".to_owned(), responses(call, generator));
    operation.into()
}

/// `subjects/purposes/add` is `subjectsPurposesAdd`.
fn id(call: &About) -> String {
    let words = call.path.split(['/', '-', '.', '{', '}']).filter(|word| !word.is_empty());
    words.enumerate().fold(String::new(), |id, (at, word)| {
        let (first, rest) = word.split_at(1);
        if at == 0 { word.to_owned() } else { id + &first.to_ascii_uppercase() + rest }
    })
}

fn parameters(call: &About) -> Vec<Value> {
    let mut parameters = Vec::new();
    for name in call.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        parameters.push(json!({
            "name": name, "in": "path", "required": true, "description": "32 hexadecimal digits.",
            "schema": { "type": "string", "pattern": "^[0-9a-fA-F]{32}$" },
        }));
    }
    if call.keyed {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": true,
            "description": "Names this one change: the same key with the same body has one effect and one answer. Take it at random.",
            "schema": { "type": "string", "pattern": "^[!-~]{16,64}$" },
        }));
    }
    if call.receipted {
        parameters.push(json!({
            "name": "Prefer", "in": "header", "required": false,
            "description": "`receipt` asks for the receipt of the leaf in the answer, if there is one yet. Others are ignored (RFC 7240).",
            "schema": { "type": "string" }, "example": "receipt",
        }));
    }
    parameters
}

fn responses(call: &About, generator: &mut SchemaGenerator) -> Value {
    let schema = (call.output.schema)(generator);
    let mut responses = BTreeMap::new();
    responses.insert(
        call.status.as_str().to_owned(),
        json!({ "description": call.answers, "content": { call.output.kind: { "schema": schema } } }),
    );
    for (status, codes) in refusals(call) {
        let codes = codes.join(", ");
        responses.insert(
            status.to_string(),
            json!({
                "description": format!("Refused: {codes}."),
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            }),
        );
    }
    json!(responses)
}

/// What a call may be refused with, by status.
pub(crate) fn refusals(call: &About) -> BTreeMap<u16, Vec<&'static str>> {
    let mut codes: Vec<&str> = call.problems.clone();
    if call.open {
        codes.extend(["internal", "took-too-long"]);
    } else {
        codes.extend(OF_ANY);
    }
    if call.operation.is_some() {
        codes.push("operation-not-allowed");
    }
    if call.method != Method::GET {
        codes.extend(OF_JSON);
    }
    if call.keyed {
        codes.extend(OF_KEYED);
    }
    let mut refusals: BTreeMap<u16, Vec<&'static str>> = BTreeMap::new();
    for (code, status) in CODES.iter().filter(|(code, _)| codes.contains(code)) {
        refusals.entry(*status).or_default().push(code);
    }
    refusals
}

/// RFC 9457, with the members of this interface.
fn problem() -> Value {
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "code", "reference"],
        "properties": {
            "type": { "type": "string", "const": "about:blank" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "What happened, in the language asked for." },
            "code": { "type": "string", "description": "Stable." },
            "reference": { "type": "string", "description": "The number of this request in the log." },
            "at": {
                "type": "object",
                "description": "Where in the JSON.",
                "required": ["line", "column"],
                "properties": { "line": { "type": "integer" }, "column": { "type": "integer" } },
            },
            "expected": { "type": "string", "description": "What was expected." },
            "part": { "type": "string", "description": "Which part of a value." },
            "reason": { "type": "string", "description": "Why something is withheld." },
            "fields": { "type": "array", "items": { "type": "string" }, "description": "Which fields." },
        },
    })
}
