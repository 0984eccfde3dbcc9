//! The language described from its own declarations: as JSON Schema for editors, and as the reference for people.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::model::Protocol;
use crate::read::FromNode;

/// The JSON Schema (draft 2020-12) of a protocol file.
pub fn json_schema() -> Value {
    let mut schemas = Schemas::default();
    Protocol::schema(&mut schemas);
    let mut root = schemas.definitions.remove("Protocol").unwrap_or_default();
    if let Some(root) = root.as_object_mut() {
        // An included file holds any part of the protocol, so nothing is required of one file.
        root.remove("required");
        root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("title".into(), json!("Waarborg privacy protocol"));
        root.insert(
            "$defs".into(),
            schemas.definitions.into_iter().map(|(name, made)| (name.to_owned(), made)).collect::<Map<_, _>>().into(),
        );
    }
    root
}

/// Collects the description of every type while walking the declarations once.
#[derive(Debug, Default)]
pub struct Schemas {
    definitions: BTreeMap<&'static str, Value>,
}

/// One key of a table, as declared.
pub struct Key {
    name: &'static str,
    doc: &'static str,
    required: bool,
    schema: fn(&mut Schemas) -> Value,
}

impl Key {
    #[doc(hidden)]
    pub fn of<T: FromNode>(name: &'static str, doc: &'static str) -> Self {
        Self { name, doc, required: T::absent().is_none(), schema: T::schema }
    }
}

/// One kind of a tagged table, as declared.
pub struct Variant {
    word: &'static str,
    doc: &'static str,
    schema: fn(&mut Schemas) -> Value,
}

impl Variant {
    #[doc(hidden)]
    pub fn of<T: FromNode>(word: &'static str, doc: &'static str) -> Self {
        Self { word, doc, schema: T::schema }
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

impl Schemas {
    fn define(&mut self, name: &'static str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.definitions.contains_key(name) {
            self.definitions.insert(name, Value::Null);
            let made = make(self);
            self.definitions.insert(name, made);
        }
        reference(name)
    }

    #[doc(hidden)]
    pub fn table<T: FromNode>(&mut self, name: &'static str, doc: &str, keys: &[Key]) -> Value {
        self.define(name, |schemas| {
            let mut properties = Map::new();
            for key in keys {
                properties.insert(key.name.into(), described((key.schema)(schemas), key.doc));
            }
            let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
            json!({
                "type": "object",
                "description": prose(doc),
                "properties": properties,
                "required": required,
                "additionalProperties": false,
            })
        })
    }

    /// The definition that `reference` points at; it is used in one place only, so it need not stay.
    fn take(&mut self, reference: &Value) -> Value {
        let name = reference["$ref"].as_str().and_then(|path| path.rsplit('/').next());
        name.and_then(|name| self.definitions.remove(name)).unwrap_or_else(|| reference.clone())
    }

    #[doc(hidden)]
    pub fn choice(&mut self, name: &'static str, doc: &str, values: &[(&str, &str)]) -> Value {
        self.define(name, |_| {
            let values: Vec<Value> =
                values.iter().map(|(word, doc)| json!({ "const": word, "description": prose(doc) })).collect();
            json!({ "description": prose(doc), "oneOf": values })
        })
    }

    #[doc(hidden)]
    pub fn tagged<T: FromNode>(&mut self, name: &'static str, doc: &str, variants: &[Variant]) -> Value {
        self.define(name, |schemas| {
            let kinds: Vec<Value> = variants
                .iter()
                .map(|variant| {
                    let inner = (variant.schema)(schemas);
                    // The kind stands beside the keys of its table, so the two are described in one object.
                    let mut table = schemas.take(&inner);
                    if let Some(table) = table.as_object_mut() {
                        table.insert("description".into(), json!(prose(variant.doc)));
                        let kind = json!({ "const": variant.word });
                        if let Some(properties) = table.get_mut("properties").and_then(Value::as_object_mut) {
                            properties.insert("kind".into(), kind);
                        }
                        if let Some(required) = table.get_mut("required").and_then(Value::as_array_mut) {
                            required.insert(0, json!("kind"));
                        }
                    }
                    table
                })
                .collect();
            json!({ "description": prose(doc), "oneOf": kinds })
        })
    }
}

fn described(schema: Value, doc: &str) -> Value {
    let mut schema = schema;
    if let Some(object) = schema.as_object_mut() {
        let own = object.get("description").and_then(Value::as_str).map(|own| format!(" {own}")).unwrap_or_default();
        object.insert("description".into(), json!(prose(doc) + &own));
    }
    schema
}

/// Doc comment to running text: lines joined, paragraphs kept.
fn prose(doc: &str) -> String {
    doc.split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|paragraph| !paragraph.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// `LawfulBasis` as a person says it: `lawful basis`.
pub fn spoken(name: &str) -> String {
    let mut spoken = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_uppercase() && !spoken.is_empty() {
            spoken.push(' ');
        }
        spoken.extend(letter.to_lowercase());
    }
    spoken
}
