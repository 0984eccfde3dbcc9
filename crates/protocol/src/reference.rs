//! The language and its gap rules as text for people. Made from the declarations, so it cannot lag behind them.

use std::collections::HashSet;
use std::fmt::Write;

use serde_json::{Map, Value};

use crate::check;
use crate::schema::{json_schema, spoken};

/// The reference of the language, in Markdown: every table, every key, every word.
pub fn language() -> String {
    let schema = json_schema();
    let mut reference = Reference { schema: &schema, seen: HashSet::new(), waiting: Vec::new(), text: String::new() };
    reference.text.push_str(
        "# The protocol language\n\nMade from the declarations in `crates/protocol/src/model` by `cargo xtask generate`. \
         How to write a protocol is told in [writing-a-protocol.md](writing-a-protocol.md).\n\n\
         Keys marked • must be there. \"list\" may be one value. \"tables with ids\" means `[key.your-id]`, once for each.\n",
    );
    reference.object("Protocol (the files themselves)", &schema);
    while let Some(name) = reference.waiting.pop() {
        reference.definition(&name);
    }
    reference.text
}

/// The list of gap rules, in Markdown.
pub fn gaps() -> String {
    let mut text = String::from(
        "# Gaps that `check` finds\n\nMade from the rules in `crates/protocol/src/check` by `cargo xtask generate`. A gap is a duty of \
         law that a protocol does not meet, or a contradiction in its text; the protocol still runs.\n\n\
         | code | law | what must be there | what to do |\n|---|---|---|---|\n",
    );
    let mut rules: Vec<_> = check::rules().collect();
    rules.sort_by_key(|rule| rule.code);
    for rule in rules {
        line(&mut text, format_args!("| {} | {} | {} | {} |", rule.code, rule.law, rule.duty, rule.help));
    }
    text
}

struct Reference<'a> {
    schema: &'a Value,
    seen: HashSet<String>,
    waiting: Vec<String>,
    text: String,
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(text, "{arguments}").expect("writing to a string cannot fail");
}

fn description(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().replace('\n', " ")
}

impl Reference<'_> {
    fn definition(&mut self, name: &str) {
        let definition = &self.schema["$defs"][name];
        let heading = spoken(name);
        if let Some(variants) = definition["oneOf"].as_array() {
            self.heading(&heading, definition);
            if variants.iter().all(|variant| variant.get("const").is_some()) {
                for variant in variants {
                    let word = variant["const"].as_str().unwrap_or_default();
                    line(&mut self.text, format_args!("- `{word}`: {}", description(variant)));
                }
            } else {
                for variant in variants {
                    let word = variant["properties"]["kind"]["const"].as_str().unwrap_or_default();
                    line(&mut self.text, format_args!("\n`kind = \"{word}\"`: {}\n", description(variant)));
                    self.keys(variant);
                }
            }
        } else {
            self.object(&heading, definition);
        }
    }

    fn heading(&mut self, heading: &str, schema: &Value) {
        let capital = heading[..1].to_uppercase() + &heading[1..];
        line(&mut self.text, format_args!("\n## {capital}\n\n{}\n", description(schema)));
    }

    fn object(&mut self, heading: &str, schema: &Value) {
        self.heading(heading, schema);
        self.keys(schema);
    }

    fn keys(&mut self, schema: &Value) {
        let empty = Map::new();
        let properties = schema["properties"].as_object().unwrap_or(&empty);
        let required = |key: &str| schema["required"].as_array().is_some_and(|keys| keys.iter().any(|one| one == key));
        self.text.push_str("| key | holds | meaning |\n|---|---|---|\n");
        let mut mentioned = Vec::new();
        for (key, value) in properties {
            let mark = if required(key) { " •" } else { "" };
            let holds = holds(value, &mut mentioned);
            line(&mut self.text, format_args!("| `{key}`{mark} | {holds} | {} |", description(value)));
        }
        for name in mentioned.into_iter().rev() {
            if self.seen.insert(name.clone()) {
                self.waiting.push(name);
            }
        }
    }
}

/// What a value holds, in words, with links to the tables it mentions.
fn holds(schema: &Value, mentioned: &mut Vec<String>) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        mentioned.push(name.to_owned());
        let words = spoken(name);
        return format!("[{words}](#{})", words.replace(' ', "-"));
    }
    if let Some(pattern) = schema["patternProperties"].as_object() {
        let inner = pattern.values().next().map(|value| holds(value, mentioned)).unwrap_or_default();
        return format!("tables with ids: {inner}");
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        return match choices.as_slice() {
            [list, _] if list["type"] == "array" => format!("list of {}", holds(&list["items"], mentioned)),
            [_, languages] if languages["properties"]["nl"].is_object() => "words".to_owned(),
            choices => choices.iter().map(|choice| holds(choice, mentioned)).collect::<Vec<_>>().join(" or "),
        };
    }
    match (schema["const"].as_str(), schema["format"].as_str(), schema["pattern"].as_str(), schema["type"].as_str()) {
        (Some(word), ..) => format!("`{word}`"),
        (_, Some("date"), ..) => "date".to_owned(),
        (_, _, Some(_), _) => "period".to_owned(),
        (_, _, _, Some("string")) => "text".to_owned(),
        (_, _, _, Some("integer")) => "whole number".to_owned(),
        (_, _, _, Some("boolean")) => "true or false".to_owned(),
        (_, _, _, Some("object")) => "table".to_owned(),
        _ => "value".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_holds_every_table_and_every_rule() {
        let schema = json_schema();
        let text = language();
        for name in schema["$defs"].as_object().unwrap().keys() {
            let heading = spoken(name);
            let heading = heading[..1].to_uppercase() + &heading[1..];
            assert!(text.contains(&format!("\n## {heading}\n")), "{name} is not described");
        }
        for rule in check::rules() {
            assert!(gaps().contains(&format!("| {} |", rule.code)), "{}", rule.code);
        }
    }
}
