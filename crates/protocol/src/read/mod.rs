//! From TOML text to types, without stopping at the first mistake.
//!
//! Three steps. The nodes keep every value with its place. [`Reader`] walks the nodes and collects every problem. The
//! [`table!`](crate::read::shape), [`choice!`](crate::read::shape) and [`tagged!`](crate::read::shape) declarations in
//! [`crate::model`] say once what a table holds: the same declaration makes the Rust type, reads it, and describes it in
//! the JSON Schema and the reference, so the three cannot differ.

pub(crate) mod node;
pub mod period;
pub mod reference;
pub mod scalar;
pub mod shape;
pub mod vocabulary;
pub mod words;

use std::collections::HashMap;

use crate::finding::Finding;
use crate::schema::Schemas;
use crate::source::Span;
use node::{Node, Table, Value};
use words::{Language, Spoken};

/// A type that can be read from a TOML value.
pub trait FromNode: Sized {
    /// Reads the value; on a problem, reports it to `reader` and gives `None`.
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self>;

    /// What the key means when it is not there; `None` if it must be there.
    fn absent() -> Option<Self> {
        None
    }

    /// Describes the value in JSON Schema.
    fn schema(schemas: &mut Schemas) -> serde_json::Value;
}

/// A use of another table's id, checked when everything is read.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) table: &'static str,
    pub(crate) id: String,
    pub(crate) span: Span,
}

/// Collects problems and references while a protocol is read.
#[derive(Debug)]
pub struct Reader {
    pub(crate) findings: Vec<Finding>,
    pub(crate) references: Vec<Reference>,
    pub(crate) language: Language,
    pub(crate) words: Vec<Spoken>,
}

impl Reader {
    pub(crate) fn new(language: Language) -> Self {
        Self { findings: Vec::new(), references: Vec::new(), language, words: Vec::new() }
    }

    pub(crate) fn invalid(&mut self, code: &'static str, span: Span, message: String, help: String) {
        self.findings.push(Finding::invalid(code, span, message, help));
    }

    /// Reports a value of the wrong type.
    pub(crate) fn wrong_type(&mut self, node: &Node, wanted: &str) {
        let message = format!("expected {wanted}, found {}", node.value.kind());
        self.invalid("E03", node.span, message, format!("Write {wanted} here."));
    }

    /// Reports a value that is of the right type and still cannot be right.
    pub(crate) fn bad_value(&mut self, span: Span, message: String, help: String) {
        self.invalid("E05", span, message, help);
    }

    /// The table in `node`, or a problem.
    pub(crate) fn table<'n>(&mut self, node: &'n Node, name: &str) -> Option<&'n Table> {
        match &node.value {
            Value::Table(table) => Some(table),
            _ => {
                self.wrong_type(node, &format!("a table ({name})"));
                None
            }
        }
    }

    /// Reads one key of a table.
    pub(crate) fn field<T: FromNode>(&mut self, table: &Table, key: &'static str, at: Span, name: &str) -> Option<T> {
        match table.get(key) {
            Some(entry) => T::from_node(&entry.node, self),
            None => T::absent().or_else(|| {
                let message = format!("`{key}` is missing in this {name}");
                self.invalid("E04", at, message, format!("Add `{key} = …` to this table."));
                None
            }),
        }
    }

    /// Refuses keys that the language does not know, with the nearest known one as a suggestion.
    pub(crate) fn refuse_unknown(&mut self, table: &Table, known: &[&str], name: &str) {
        for entry in &table.entries {
            if !known.contains(&entry.key.as_str()) {
                let message = format!("unknown key `{}` in {name}", entry.key);
                self.invalid("E02", entry.key_span, message, suggest(&entry.key, known, "key"));
            }
        }
    }
}

/// "Did you mean …?" or, when nothing is near, everything that would be right.
pub(crate) fn suggest(given: &str, known: &[&str], what: &str) -> String {
    let length = given.chars().count();
    let near = known
        .iter()
        .filter_map(|word| {
            let signs = word.chars().count();
            let most = 1 + signs / 3;
            // Looked at first: the distance is no less, and costs as much as both lengths multiplied.
            let alike = signs > 2 && length.abs_diff(signs) <= most;
            alike.then(|| (strsim::damerau_levenshtein(given, word), *word)).filter(|(distance, _)| *distance <= most)
        })
        .min();
    match near {
        Some((_, word)) => format!("Did you mean `{word}`?"),
        None if known.is_empty() => {
            format!("No {what} is declared: write `[{what}.…]`, and name its file under `include`.")
        }
        None if known.len() > 40 => {
            format!("There is no {what} like it; look at how it is spelled where it is declared.")
        }
        None => format!(
            "The {what} can be: {}.",
            known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        ),
    }
}

/// An optional key.
impl<T: FromNode> FromNode for Option<T> {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        T::from_node(node, reader).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        T::schema(schemas)
    }
}

/// A list; a single value stands for a list of one.
impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Array(items) => {
                let read: Vec<Option<T>> = items.iter().map(|item| T::from_node(item, reader)).collect();
                read.into_iter().collect()
            }
            _ => T::from_node(node, reader).map(|item| vec![item]),
        }
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let item = T::schema(schemas);
        serde_json::json!({ "anyOf": [{ "type": "array", "items": item }, item] })
    }
}

/// A value with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T: FromNode> FromNode for At<T> {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        T::from_node(node, reader).map(|value| Self { value, span: node.span })
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        T::schema(schemas)
    }
}

/// One entry of a [`Map`]: a table and the id its author gave it.
#[derive(Clone, Debug)]
pub struct Named<T> {
    /// The id, for instance `newsletter` in `[purpose.newsletter]`.
    pub id: String,
    /// Where the id stands.
    pub span: Span,
    /// What the table says.
    pub value: T,
}

impl<T> std::ops::Deref for Named<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Tables with ids, such as `[purpose.…]`, in the order they were written.
#[derive(Clone, Debug)]
pub struct Map<T> {
    entries: Vec<Named<T>>,
    index: HashMap<String, usize>,
}

impl<T> Map<T> {
    /// All entries in the order they were written.
    pub fn iter(&self) -> std::slice::Iter<'_, Named<T>> {
        self.entries.iter()
    }

    /// The entry with this id.
    pub fn get(&self, id: &str) -> Option<&Named<T>> {
        self.index.get(id).map(|at| &self.entries[*at])
    }

    /// Whether nothing is declared.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The first entry, if any.
    pub fn first(&self) -> Option<&Named<T>> {
        self.entries.first()
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: HashMap::new() }
    }
}

impl<'a, T> IntoIterator for &'a Map<T> {
    type Item = &'a Named<T>;
    type IntoIter = std::slice::Iter<'a, Named<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: FromNode> FromNode for Map<T> {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let table = reader.table(node, "of tables with ids")?;
        let mut map = Self::default();
        let mut whole = true;
        for entry in &table.entries {
            if !scalar::is_id(&entry.key) {
                let help = "Use lower-case letters, digits and hyphens, for instance `support-tickets`.".to_owned();
                reader.bad_value(entry.key_span, format!("`{}` cannot be an id", entry.key), help);
                whole = false;
            }
            match T::from_node(&entry.node, reader) {
                Some(value) => {
                    map.index.insert(entry.key.clone(), map.entries.len());
                    map.entries.push(Named { id: entry.key.clone(), span: entry.key_span, value });
                }
                None => whole = false,
            }
        }
        whole.then_some(map)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let value = T::schema(schemas);
        serde_json::json!({
            "type": "object",
            "patternProperties": { "^[a-z0-9][a-z0-9-]*$": value },
            "additionalProperties": false,
        })
    }
}
