//! A set of triples in the order they were said, and how it is written down.

use oxjsonld::JsonLdSerializer;
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{GraphNameRef, Literal, NamedNode, Term, Triple};
use oxttl::TurtleSerializer;
use waarborg_protocol::model;

use super::PREFIXES;

/// What is said about a subject.
pub(crate) struct Graph {
    triples: Vec<Triple>,
}

impl Graph {
    pub(super) fn new() -> Self {
        Self { triples: Vec::new() }
    }

    /// Says that `subject` has `predicate` `object`; once, however often it is said.
    pub(super) fn say(&mut self, subject: &NamedNode, predicate: &str, object: impl Into<Term>) {
        let triple = Triple::new(subject.clone(), term(predicate).expect("our own terms have known prefixes"), object);
        let of_subject = self.triples.iter().rev().take_while(|said| said.subject == triple.subject);
        if !of_subject.into_iter().any(|said| *said == triple) {
            self.triples.push(triple);
        }
    }

    /// Says what `subject` is.
    pub(super) fn is(&mut self, subject: &NamedNode, class: &str) {
        let class = term(class).expect("our own terms have known prefixes");
        self.triples.push(Triple::new(subject.clone(), rdf::TYPE, class));
    }

    /// Says a text in each language that it is written in.
    pub(super) fn words(&mut self, subject: &NamedNode, predicate: &str, words: &model::Words) {
        for (language, text) in words.all() {
            let literal = Literal::new_language_tagged_literal(text, language.as_str());
            self.say(subject, predicate, literal.expect("our languages are language tags"));
        }
    }

    /// Says a text of no language.
    pub(super) fn text(&mut self, subject: &NamedNode, predicate: &str, text: &str) {
        self.say(subject, predicate, Literal::new_simple_literal(text));
    }

    /// Says a length of time.
    pub(super) fn duration(&mut self, subject: &NamedNode, predicate: &str, period: &model::Period) {
        self.say(subject, predicate, Literal::new_typed_literal(period.as_str(), xsd::DURATION));
    }

    /// As Turtle.
    pub(crate) fn turtle(&self) -> Vec<u8> {
        let mut serializer = TurtleSerializer::new();
        for (prefix, iri) in PREFIXES {
            serializer = serializer.with_prefix(prefix, iri).expect("our own prefixes are addresses");
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in &self.triples {
            writer.serialize_triple(triple).expect("writing into memory cannot fail");
        }
        writer.finish().expect("writing into memory cannot fail")
    }

    /// As JSON-LD.
    pub(crate) fn json_ld(&self) -> Vec<u8> {
        let mut serializer = JsonLdSerializer::new();
        for (prefix, iri) in PREFIXES {
            serializer = serializer.with_prefix(prefix, iri).expect("our own prefixes are addresses");
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in &self.triples {
            let quad = triple.as_ref().in_graph(GraphNameRef::DefaultGraph);
            writer.serialize_quad(quad).expect("writing into memory cannot fail");
        }
        writer.finish().expect("writing into memory cannot fail")
    }
}

/// `dpv:Purpose` as an address. `None` when the prefix is not one of ours.
pub(super) fn term(name: &str) -> Option<NamedNode> {
    let (prefix, local) = name.split_once(':')?;
    let (_, iri) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    NamedNode::new(format!("{iri}{local}")).ok()
}
