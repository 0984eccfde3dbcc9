//! Terms of outside vocabularies: the Data Privacy Vocabulary (DPV) and fideslang.

use std::fmt;
use std::sync::LazyLock;

use serde_json::json;

use super::node::Node;
use super::{FromNode, Reader, suggest};
use crate::schema::Schemas;

/// Classes of DPV 2.3, sorted. Source and licence: `vocabularies/README.md`.
static DPV: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("../../vocabularies/dpv-2.3.txt").lines().collect());

/// Keys of fideslang 3, sorted.
static FIDESLANG: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("../../vocabularies/fideslang-3.txt").lines().collect());

/// A term of the Data Privacy Vocabulary, as `prefix:Term`. A prefix that DPV does not have stands for a vocabulary of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(String);

/// A key of fideslang, such as `user.contact.email`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FideslangKey(String);

impl Term {
    /// The term as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FideslangKey {
    /// The key as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for FideslangKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn unknown(node: &Node, reader: &mut Reader, term: &str, vocabulary: &str, known: &[&str]) {
    reader.bad_value(node.span, format!("`{term}` is not in {vocabulary}"), suggest(term, known, "term"));
}

impl FromNode for Term {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let term = String::from_node(node, reader)?;
        let Some((prefix, _)) = term.split_once(':').filter(|(_, name)| !name.is_empty() && is_plain(&term)) else {
            let help = "Write it as `prefix:Term`, for instance `pd:EmailAddress`.".to_owned();
            reader.bad_value(node.span, format!("`{term}` is not a term of a vocabulary"), help);
            return None;
        };
        if DPV.binary_search(&term.as_str()).is_ok() {
            return Some(Self(term));
        }
        let of_prefix = |known: &&&str| known.split_once(':').is_some_and(|(known, _)| known == prefix);
        let known: Vec<&str> = DPV.iter().filter(of_prefix).copied().collect();
        if known.is_empty() {
            return Some(Self(term));
        }
        unknown(node, reader, &term, "DPV 2.3", &known);
        None
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "pattern": "^[a-z0-9-]+:.+$" })
    }
}

impl FromNode for FideslangKey {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let key = String::from_node(node, reader)?;
        if FIDESLANG.binary_search(&key.as_str()).is_ok() {
            return Some(Self(key));
        }
        unknown(node, reader, &key, "fideslang 3", &FIDESLANG);
        None
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "minLength": 1 })
    }
}

fn is_plain(term: &str) -> bool {
    !term.contains(|letter: char| letter.is_whitespace() || letter.is_control() || "<>\"{}|\\^`".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_hold_what_the_reference_names() {
        for terms in [&*DPV, &*FIDESLANG] {
            assert!(terms.is_sorted() && terms.len() > 100);
        }
        for term in ["pd:EmailAddress", "dpv:DirectMarketing", "dpv:Customer", "eu-gdpr:A6-1-a"] {
            assert!(DPV.contains(&term), "{term}");
        }
    }
}
