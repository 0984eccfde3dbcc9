//! Nothing changes silently: for every key of the language a change of it is seen, in both directions.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use toml::{Table, Value};
use waarborg_protocol::difference::{Difference, What, difference};
use waarborg_protocol::{Protocol, load, schema};

use crate::{between, read};

const EVERYTHING: &str = include_str!("everything.toml");

/// A key of the language in the fixture: its table in the schema, and the path to it.
struct Place {
    table: String,
    key: String,
    path: Vec<String>,
}

fn schema_of<'s>(root: &'s Json, node: &'s Json) -> &'s Json {
    match node["$ref"].as_str() {
        Some(name) => &root["$defs"][name.trim_start_matches("#/$defs/")],
        None => node,
    }
}

/// The name of a definition, for messages and to know which keys were met.
fn name_of(node: &Json, otherwise: &str) -> String {
    node["$ref"].as_str().map_or_else(|| otherwise.to_owned(), |name| name.trim_start_matches("#/$defs/").to_owned())
}

/// Walks the fixture along the schema and notes every key that stands in it.
fn walk(root: &Json, node: &Json, name: &str, value: &Value, path: &mut Vec<String>, places: &mut Vec<Place>) {
    let described = schema_of(root, node);
    let name = name_of(node, name);
    if let Some(one) = described["anyOf"].as_array() {
        // A list or one item of it: the fixture writes tables in lists as lists.
        let list = one.iter().find(|kind| kind["type"] == "array");
        match (value, list) {
            (Value::Array(items), Some(list)) => {
                for (at, item) in items.iter().enumerate() {
                    path.push(at.to_string());
                    walk(root, &list["items"], &name, item, path, places);
                    path.pop();
                }
            }
            (_, Some(list)) => walk(root, &list["items"], &name, value, path, places),
            _ => {}
        }
        return;
    }
    let Value::Table(table) = value else { return };
    let (described, name) = match described["oneOf"].as_array() {
        Some(kinds) => {
            let word = table.get("kind").and_then(Value::as_str).unwrap_or_default();
            let kind = kinds.iter().find(|kind| kind["properties"]["kind"]["const"] == word).expect("a known kind");
            (kind, format!("{name}:{word}"))
        }
        None => (described, name),
    };
    if let Some(entries) = described["patternProperties"].as_object() {
        let entry = entries.values().next().expect("one pattern");
        for (id, value) in table {
            path.push(id.clone());
            walk(root, entry, &name, value, path, places);
            path.pop();
        }
        return;
    }
    for (key, value) in table {
        let Some(inner) = described["properties"].get(key) else { continue };
        path.push(key.clone());
        places.push(Place { table: name.clone(), key: key.clone(), path: path.clone() });
        walk(root, inner, &format!("{name}.{key}"), value, path, places);
        path.pop();
    }
}

/// Every (table, key) the schema knows, however it is reached.
fn all_keys(root: &Json) -> BTreeSet<(String, String)> {
    let mut keys = BTreeSet::new();
    let mut add = |name: &str, described: &Json| {
        for key in described["properties"].as_object().into_iter().flatten().map(|(key, _)| key) {
            keys.insert((name.to_owned(), key.clone()));
        }
    };
    add("Protocol", root);
    for (name, described) in root["$defs"].as_object().expect("definitions") {
        match described["oneOf"].as_array() {
            Some(kinds) => {
                for kind in kinds.iter().filter(|kind| kind["properties"].is_object()) {
                    add(&format!("{name}:{}", kind["properties"]["kind"]["const"].as_str().expect("a word")), kind);
                }
            }
            None => add(name, described),
        }
    }
    keys
}

fn at<'t>(value: &'t mut Value, path: &[String]) -> &'t mut Value {
    path.iter().fold(value, |value, step| match value {
        Value::Array(items) => &mut items[step.parse::<usize>().expect("an index")],
        other => other.get_mut(step.as_str()).expect("the path was walked"),
    })
}

/// Other values for a key, of which at least one is valid in its place.
fn others(root: &Json, value: &Value, node: Option<&Json>) -> Vec<Value> {
    let words = node.map(|node| schema_of(root, node)).and_then(|node| node["oneOf"].as_array());
    let mut others: Vec<Value> = words
        .into_iter()
        .flatten()
        .filter_map(|choice| choice["const"].as_str())
        .map(|word| Value::String(word.to_owned()))
        .collect();
    match value {
        Value::String(text) => others.extend([format!("{text} more"), format!("{text}x")].map(Value::String)),
        Value::Integer(number) => others.push(Value::Integer(number + 1)),
        Value::Boolean(truth) => others.push(Value::Boolean(!truth)),
        Value::Datetime(_) => others.push(Value::Datetime("2026-06-06".parse().expect("a date"))),
        _ => {}
    }
    others.push(Value::String("P9Y".into()));
    others.push(Value::String("Europe/Berlin".into()));
    others.push(Value::String("BE".into()));
    others.push(Value::Array(vec![Value::String("en".into())]));
    others.push(Value::Array(Vec::new()));
    others.retain(|other| other != value);
    others
}

fn try_read(document: &Value) -> Option<Protocol> {
    let text = toml::to_string(document).expect("it was read from TOML");
    load(&vec![("protocol.toml".to_owned(), text)], "protocol.toml").protocol
}

fn node_at<'s>(root: &'s Json, table: &str, key: &str) -> Option<&'s Json> {
    let table = if table == "Protocol" { root } else { &root["$defs"][table] };
    table["properties"].get(key)
}

/// A valid protocol that differs from the fixture in this one key: without it, or else with another value.
fn mutated(root: &Json, document: &Value, place: &Place) -> Option<Protocol> {
    let (key, above) = place.path.split_last().expect("a path has a last step");
    let mut without = document.clone();
    at(&mut without, above).as_table_mut().expect("a key stands in a table").remove(key);
    try_read(&without).or_else(|| {
        let value = at(&mut document.clone(), &place.path).clone();
        others(root, &value, node_at(root, &place.table, key)).into_iter().find_map(|other| {
            let mut changed = document.clone();
            *at(&mut changed, &place.path) = other;
            try_read(&changed)
        })
    })
}

fn paths(difference: &Difference) -> BTreeSet<String> {
    let mut paths: BTreeSet<String> = BTreeSet::new();
    for change in &difference.changes {
        match &change.what {
            What::Renamed { from, to } => {
                paths.extend([format!("{}.{from}", change.subject.table), format!("{}.{to}", change.subject.table)]);
            }
            _ => paths.extend(change.paths.iter().cloned()),
        }
    }
    paths
}

#[test]
fn a_change_of_any_key_is_seen_both_ways() {
    let root = schema::json_schema();
    let document = Value::Table(EVERYTHING.parse::<Table>().expect("the fixture is TOML"));
    let base = try_read(&document).expect("the fixture is valid");
    let mut places = Vec::new();
    walk(&root, &root, "Protocol", &document, &mut Vec::new(), &mut places);

    let met: BTreeSet<(String, String)> = places.iter().map(|place| (place.table.clone(), place.key.clone())).collect();
    let missing: Vec<_> = all_keys(&root).into_iter().filter(|key| !met.contains(key)).collect();
    assert!(missing.is_empty(), "everything.toml does not hold these keys: {missing:?}");

    // The version of the language has one value; includes and presets are resolved when read, and tested apart.
    let fixed = |place: &Place| {
        matches!((place.table.as_str(), place.key.as_str()), ("Protocol", "waarborg" | "include" | "presets"))
    };
    // Another kind of basis needs other keys: `purpose.….basis` is mutated as a whole.
    let of_kind = |place: &Place| place.key == "kind" && place.table.contains(':');
    let mut seen = BTreeSet::new();
    for place in places.iter().filter(|place| !fixed(place) && !of_kind(place)) {
        if !seen.insert((&place.table, &place.key)) {
            continue;
        }
        let written = place.path.join(".");
        let Some(other) = mutated(&root, &document, place) else {
            // A table that others refer to cannot be left out; each of its keys has its own turn.
            assert!(at(&mut document.clone(), &place.path).is_table(), "no valid other value for {written}");
            continue;
        };
        let (there, back) = (difference(&base, &other), difference(&other, &base));
        assert!(!there.is_empty(), "a change of {written} is not seen");
        assert_eq!(paths(&there), paths(&back), "back from {written} mentions other places");
        let steps: Vec<&str> = written.split('.').take_while(|step| step.parse::<usize>().is_err()).collect();
        let place_of = steps.join(".");
        let found = paths(&there).iter().any(|path| path.starts_with(&place_of) || place_of.starts_with(path.as_str()));
        assert!(found, "a change of {written} is shown elsewhere: {:?}", paths(&there));
        assert!(
            there.changes.iter().all(|change| !change.says.is_empty()),
            "a change of {written} says nothing: {there:?}"
        );
    }
}

#[test]
fn a_protocol_does_not_differ_from_itself() {
    let twice = between(EVERYTHING, EVERYTHING);
    assert!(twice.is_empty(), "{twice:?}");
    assert_eq!(twice.text(), "Nothing changes.\n");
}

#[test]
fn spans_and_comments_and_the_order_of_keys_make_no_difference() {
    let sorted = toml::to_string(&EVERYTHING.parse::<Table>().expect("the fixture is TOML")).expect("it is TOML");
    let plan = difference(&read(EVERYTHING), &read(&sorted));
    assert!(plan.changes.iter().all(|change| change.says == "in another order"), "{plan:?}");
}
