//! Facts that ship with Waarborg, so that not every organisation has to look them up.

use std::collections::HashSet;

use crate::finding::Finding;
use crate::read::node::{self, Table, Value};
use crate::read::suggest;
use crate::source::Sources;

/// Presets a protocol can name under `presets`.
const WHOLE: &[(&str, &str)] = &[("nl", include_str!("../presets/nl.toml"))];

/// Usual recipients, by the id that `preset = "…"` names.
pub(crate) const RECIPIENTS: &str = include_str!("../presets/recipients.toml");

/// Names of groups outside the European Economic Area, one `name = "country"` a line.
pub(crate) const GROUPS: &str = include_str!("../presets/groups.toml");

/// Adds what the named presets say where the author said nothing.
pub(crate) fn apply(root: &mut Table, sources: &mut Sources, findings: &mut Vec<Finding>) {
    let names: Vec<&str> = WHOLE.iter().map(|(name, _)| *name).collect();
    let mut seen = HashSet::new();
    for (name, span) in root.texts("presets") {
        // Twice the same facts are the same facts; reading them a million times is not the same work.
        if !seen.insert(name.clone()) {
            continue;
        }
        match WHOLE.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => {
                let file = sources.add(format!("preset:{name}"), (*text).to_owned());
                root.fill(&node::parse(file, sources, findings));
            }
            None => {
                let help = suggest(&name, &names, "preset");
                findings.push(Finding::invalid("E09", span, format!("unknown preset `{name}`"), help));
            }
        }
    }
    fill_recipients(root, sources, findings);
}

fn fill_recipients(root: &mut Table, sources: &mut Sources, findings: &mut Vec<Finding>) {
    let Some(entry) = root.entries.iter_mut().find(|entry| entry.key == "recipient") else { return };
    let Value::Table(recipients) = &mut entry.node.value else { return };
    let mut usual: Option<Table> = None;
    for recipient in &mut recipients.entries {
        let Value::Table(table) = &mut recipient.node.value else { continue };
        let Some((name, span)) = table.texts("preset").into_iter().next() else { continue };
        let usual = usual.get_or_insert_with(|| {
            let file = sources.add("preset:recipients".into(), RECIPIENTS.to_owned());
            node::parse(file, sources, findings)
        });
        match usual.get(&name).map(|entry| &entry.node.value) {
            Some(Value::Table(facts)) => table.fill(facts),
            _ => {
                let known: Vec<&str> = usual.entries.iter().map(|entry| entry.key.as_str()).collect();
                let help = suggest(&name, &known, "preset");
                findings.push(Finding::invalid("E09", span, format!("unknown preset `{name}`"), help));
            }
        }
    }
}
