//! TOML values that remember their place, from one or more files.

use std::collections::HashMap;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use toml::value::Datetime;

use crate::finding::Finding;
use crate::source::{FileId, Sources, Span};

/// A value and its place. For a table under a header the place is its name in that header.
#[derive(Clone, Debug)]
pub struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Float,
    Boolean(bool),
    Date(Datetime),
    Array(Vec<Node>),
    Table(Table),
}

impl Value {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Float => "a number with a fraction",
            Self::Boolean(_) => "true or false",
            Self::Date(_) => "a date or time",
            Self::Array(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) node: Node,
}

/// Keys and values in the order they were written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) entries: Vec<Entry>,
}

impl Table {
    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Takes a key out of the table.
    pub(crate) fn take(&mut self, key: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }

    /// The texts under a key that holds one text or a list of them; anything else is told by whoever reads the key.
    pub(crate) fn texts(&self, key: &str) -> Vec<(String, Span)> {
        let Some(entry) = self.get(key) else { return Vec::new() };
        let nodes = match &entry.node.value {
            Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.node),
        };
        let text = |node: &Node| match &node.value {
            Value::Text(text) => Some((text.clone(), node.span)),
            _ => None,
        };
        nodes.iter().filter_map(text).collect()
    }

    /// Adds what `other` says. A table in both is merged; anything else said twice is a problem shown at both places.
    pub(crate) fn merge(&mut self, other: Table, findings: &mut Vec<Finding>) {
        let known: HashMap<String, usize> =
            self.entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
        for entry in other.entries {
            match known.get(&entry.key) {
                None => self.entries.push(entry),
                Some(at) => match (&mut self.entries[*at].node.value, entry.node.value) {
                    (Value::Table(mine), Value::Table(theirs)) => mine.merge(theirs, findings),
                    _ => {
                        let message = format!("`{}` is defined twice", entry.key);
                        let help = "Keep one of the two.".to_owned();
                        let mut finding = Finding::invalid("E07", entry.key_span, message, help);
                        finding.also.push(self.entries[*at].key_span);
                        findings.push(finding);
                    }
                },
            }
        }
    }

    /// Adds the keys of `other` that are not there yet; what the author wrote stands.
    pub(crate) fn fill(&mut self, other: &Table) {
        for entry in &other.entries {
            match self.entries.iter_mut().find(|mine| mine.key == entry.key) {
                None => self.entries.push(entry.clone()),
                Some(mine) => {
                    if let (Value::Table(mine), Value::Table(theirs)) = (&mut mine.node.value, &entry.node.value) {
                        mine.fill(theirs);
                    }
                }
            }
        }
    }
}

/// Parses one file. Gives what could be read, and every mistake of syntax.
pub(crate) fn parse(file: FileId, sources: &Sources, findings: &mut Vec<Finding>) -> Table {
    let (table, errors) = DeTable::parse_recoverable(sources.text(file));
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        findings.push(Finding::invalid(
            "E01",
            Span::of(file, range),
            message,
            "Check that text stands in quotes, a date is written as 2027-01-31, and each quote, `{` and `[` is closed (TOML, \
             https://toml.io).".into(),
        ));
    }
    convert(file, table.into_inner())
}

fn convert(file: FileId, table: DeTable<'_>) -> Table {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| {
            let key_span = Span::of(file, key.span());
            let mut node = node(file, value);
            if matches!(node.value, Value::Table(_)) {
                node.span = key_span;
            }
            Entry { key: key.into_inner().into_owned(), key_span, node }
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span);
    Table { entries }
}

fn node(file: FileId, value: Spanned<DeValue<'_>>) -> Node {
    let span = Span::of(file, value.span());
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Float, Value::Integer)
        }
        DeValue::Float(_) => Value::Float,
        DeValue::Boolean(truth) => Value::Boolean(truth),
        DeValue::Datetime(date) => Value::Date(date),
        DeValue::Array(items) => Value::Array(array(file, items)),
        DeValue::Table(table) => Value::Table(convert(file, table)),
    };
    Node { span, value }
}

fn array(file: FileId, items: DeArray<'_>) -> Vec<Node> {
    items.into_iter().map(|item| node(file, item)).collect()
}
