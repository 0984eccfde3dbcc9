//! Two trees side by side: every place that differs, before anybody judges what it means.

use std::collections::{HashMap, HashSet};

use super::said::Said;

/// One place at which two versions differ.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    /// Keys and ids that lead to it, such as `purpose`, `newsletter`, `data`.
    pub(crate) path: Vec<String>,
    /// What it is.
    pub(crate) how: How,
    /// What was said.
    pub(crate) before: Said,
    /// What is said now.
    pub(crate) after: Said,
}

/// The sort of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Said now, said otherwise, or no longer said.
    Other,
    /// The same entries under the same ids, in another order.
    Reordered,
    /// The same content under another id; `before` and `after` are the ids.
    Renamed,
}

impl Raw {
    /// The path as it is written in a protocol.
    pub(crate) fn written(&self) -> String {
        self.path.join(".")
    }

    pub(crate) fn steps(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }
}

/// Every place at which `new` differs from `old`, in the order of the language reference.
pub(crate) fn compare(old: &Said, new: &Said) -> Vec<Raw> {
    let mut walk = Walk { renamed: Renamed::between(old, new), path: Vec::new(), found: Vec::new() };
    walk.visit(old, new);
    walk.found
}

struct Walk {
    renamed: Renamed,
    path: Vec<String>,
    found: Vec<Raw>,
}

impl Walk {
    fn visit(&mut self, old: &Said, new: &Said) {
        match (old, new) {
            (Said::Table { kind: one, keys: before }, Said::Table { kind: other, keys: after }) if one == other => {
                for ((key, before), (_, after)) in before.iter().zip(after) {
                    self.below(key, before, after);
                }
            }
            (Said::Entries(before), Said::Entries(after)) => self.entries(before, after),
            _ if self.renamed.same(old, new) => {}
            _ => self.note(How::Other, self.renamed.read(old), new.clone()),
        }
    }

    fn below(&mut self, step: &str, old: &Said, new: &Said) {
        self.path.push(step.to_owned());
        self.visit(old, new);
        self.path.pop();
    }

    fn note(&mut self, how: How, before: Said, after: Said) {
        self.found.push(Raw { path: self.path.clone(), how, before, after });
    }

    fn entries(&mut self, before: &[(String, Said)], after: &[(String, Said)]) {
        let place = self.path.join(".");
        let old: HashMap<&str, &Said> = before.iter().map(|(id, said)| (id.as_str(), said)).collect();
        let new: HashMap<&str, &Said> = after.iter().map(|(id, said)| (id.as_str(), said)).collect();
        let mut arrived: HashSet<&str> = HashSet::new();
        for (id, said) in before {
            let moved = self.renamed.at(&place, id).and_then(|to| new.get_key_value(to).map(|(to, _)| *to));
            match (new.get(id.as_str()), moved) {
                (Some(now), _) => self.below(id, said, now),
                (None, Some(to)) => {
                    arrived.insert(to);
                    self.path.push(id.clone());
                    self.note(How::Renamed, Said::Text(id.clone()), Said::Text(to.to_owned()));
                    self.path.pop();
                }
                (None, None) => self.below(id, said, &Said::Nothing),
            }
        }
        for (id, said) in after {
            if !old.contains_key(id.as_str()) && !arrived.contains(id.as_str()) {
                self.below(id, &Said::Nothing, said);
            }
        }
        let order = |these: &[(String, Said)], others: &HashMap<&str, &Said>| -> Vec<Said> {
            let shared = these.iter().filter(|(id, _)| others.contains_key(id.as_str()));
            shared.map(|(id, _)| Said::Text(id.clone())).collect()
        };
        let (was, is) = (order(before, &new), order(after, &old));
        if was != is {
            self.note(How::Reordered, Said::List(was), Said::List(is));
        }
    }
}

/// Ids that changed while what stands under them is the same. A use of the old id counts as a use of the new one.
#[derive(Debug, Default)]
struct Renamed {
    /// By the place of the entries (`purpose`, `category.contact.field`) and the old id.
    new_ids: HashMap<(String, String), String>,
}

impl Renamed {
    fn between(old: &Said, new: &Said) -> Self {
        let mut renamed = Self::default();
        // What was renamed may stand in what was renamed too: each round knows the ids of the round before.
        loop {
            let known = renamed.new_ids.len();
            renamed.search("", old, new);
            if renamed.new_ids.len() == known {
                return renamed;
            }
        }
    }

    fn at(&self, place: &str, id: &str) -> Option<&str> {
        self.new_ids.get(&(place.to_owned(), id.to_owned())).map(String::as_str)
    }

    fn search(&mut self, place: &str, old: &Said, new: &Said) {
        match (old, new) {
            (Said::Table { keys: before, .. }, Said::Table { keys: after, .. }) => {
                for ((key, before), (_, after)) in before.iter().zip(after) {
                    self.search(&joined(place, key), before, after);
                }
            }
            (Said::Entries(before), Said::Entries(after)) => {
                let old: HashSet<&str> = before.iter().map(|(id, _)| id.as_str()).collect();
                let new: HashMap<&str, &Said> = after.iter().map(|(id, said)| (id.as_str(), said)).collect();
                let mut taken: HashSet<String> =
                    before.iter().filter_map(|(id, _)| self.at(place, id)).map(str::to_owned).collect();
                let fresh: Vec<&(String, Said)> = after.iter().filter(|(id, _)| !old.contains(id.as_str())).collect();
                for (id, said) in before {
                    if let Some(now) = new.get(id.as_str()) {
                        self.search(&joined(place, id), said, now);
                    } else if self.at(place, id).is_none()
                        && let Some((to, _)) =
                            fresh.iter().find(|(to, now)| !taken.contains(to) && self.same(said, now))
                    {
                        taken.insert(to.clone());
                        self.new_ids.insert((place.to_owned(), id.clone()), to.clone());
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether the two say the same, when renamed ids are read as their new names.
    fn same(&self, old: &Said, new: &Said) -> bool {
        match (old, new) {
            (Said::Id { table, id: old }, Said::Id { id: new, .. }) => {
                old == new || self.now_called(table, old) == *new
            }
            (Said::List(old), Said::List(new)) => {
                old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.same(old, new))
            }
            (Said::Table { kind: one, keys: old }, Said::Table { kind: other, keys: new }) => {
                one == other
                    && old.len() == new.len()
                    && old.iter().zip(new).all(|((_, old), (_, new))| self.same(old, new))
            }
            (Said::Entries(old), Said::Entries(new)) => {
                old.len() == new.len() && old.iter().zip(new).all(|((a, old), (b, new))| a == b && self.same(old, new))
            }
            _ => old == new,
        }
    }

    /// What the old version says, with the ids of the new one.
    fn read(&self, old: &Said) -> Said {
        match old {
            Said::Id { table, id } => Said::Id { table, id: self.now_called(table, id) },
            Said::List(items) => Said::List(items.iter().map(|item| self.read(item)).collect()),
            Said::Table { kind, keys } => {
                Said::Table { kind: *kind, keys: keys.iter().map(|(key, said)| (*key, self.read(said))).collect() }
            }
            Said::Entries(entries) => {
                Said::Entries(entries.iter().map(|(id, said)| (id.clone(), self.read(said))).collect())
            }
            other => other.clone(),
        }
    }

    fn now_called(&self, table: &str, id: &str) -> String {
        let Some((entry, field)) = id.split_once('.') else {
            return self.at(table, id).unwrap_or(id).to_owned();
        };
        let field = self.at(&format!("{table}.{entry}.field"), field).unwrap_or(field);
        format!("{}.{field}", self.at(table, entry).unwrap_or(entry))
    }
}

fn joined(place: &str, step: &str) -> String {
    if place.is_empty() { step.to_owned() } else { format!("{place}.{step}") }
}
