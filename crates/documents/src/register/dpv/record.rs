//! The rows of the registers as triples.

use oxrdf::NamedNode;
use waarborg_protocol::Protocol;
use waarborg_protocol::model::{
    Category, DataRef, LawfulBasis, Named, Promise, Purpose, Recipient, RecipientRole, Term,
};

use super::graph::{Graph, term};
use super::terms;
use crate::edition::{lang, leaves_eea, part_of};

/// Rights that everybody has, whatever the basis. Portability and withdrawal follow from the basis.
const RIGHTS: [&str; 6] = ["eu-gdpr:A13", "eu-gdpr:A15", "eu-gdpr:A16", "eu-gdpr:A17", "eu-gdpr:A18", "eu-gdpr:A77"];

/// Writes one register: the graph so far, and where things have their address.
struct Writer<'a> {
    protocol: &'a Protocol,
    graph: Graph,
    /// The address of this installation with the main language of the controller.
    base: String,
}

impl<'a> Writer<'a> {
    fn new(protocol: &'a Protocol, base: &str) -> Self {
        let main = protocol.controller.languages.value.first().map_or(waarborg_web::Lang::En, |main| lang(*main));
        Self { protocol, graph: Graph::new(), base: format!("{base}/{main}") }
    }

    fn node(&self, path: &str) -> NamedNode {
        // What stands before the path came from a setting; an address that cannot be one still gives a readable file.
        NamedNode::new(format!("{}{path}", self.base))
            .unwrap_or_else(|_| NamedNode::new_unchecked(format!("urn:waarborg:{path}")))
    }

    fn organisation(&mut self, class: &str) -> NamedNode {
        let node = self.node("/privacy#controller");
        let controller = &self.protocol.controller;
        self.graph.is(&node, class);
        self.graph.text(&node, "dpv:hasName", &controller.name.value);
        if let Some(address) = &controller.address {
            let line = format!("{}, {} {}, {}", address.street, address.postcode, address.city, address.country);
            self.graph.text(&node, "dpv:hasAddress", &line);
        }
        if let Some(email) = &controller.email {
            self.graph.text(&node, "dpv:hasContact", email.as_str());
        }
        if let Some(number) = &controller.chamber_of_commerce {
            self.graph.text(&node, "dpv:hasIdentifier", number);
        }
        node
    }

    fn recipient(&mut self, recipient: &Named<Recipient>) -> NamedNode {
        let node = self.node(&format!("/recipients#{}", recipient.id));
        self.graph.is(&node, terms::role(recipient.role.map(|role| role.value)));
        self.graph.words(&node, "dpv:hasName", &recipient.name);
        if let Some(organisation) = &recipient.organisation {
            self.graph.text(&node, "dct:publisher", organisation);
        }
        if let Some(country) = recipient.country.as_ref().and_then(|country| term(&format!("loc:{}", country.value))) {
            self.graph.say(&node, "dpv:hasCountry", country);
        }
        node
    }

    fn measures(&mut self, process: &NamedNode) {
        let claims =
            |promise: &&Named<Promise>| part_of(promise) == Some(waarborg_protocol::model::StatementPart::Security);
        for promise in self.protocol.promise.iter().filter(claims) {
            if let Some(measure) = terms::measure(promise.control.value).and_then(term) {
                self.graph.say(process, "dpv:hasTechnicalOrganisationalMeasure", measure);
            }
        }
    }

    fn terms(&mut self, subject: &NamedNode, predicate: &str, terms: &[Term], fallback: &str) {
        let known: Vec<NamedNode> = terms.iter().filter_map(|name| term(name.as_str())).collect();
        let known = if known.is_empty() { term(fallback).into_iter().collect() } else { known };
        for name in known {
            self.graph.say(subject, predicate, name);
        }
    }

    fn data(&mut self, process: &NamedNode, data: &DataRef) {
        let Some(category) = self.protocol.category.get(&data.category) else { return };
        let wanted = |id: &str| data.field.as_deref().is_none_or(|field| field == id);
        for field in category.field.iter().filter(|field| wanted(&field.id)) {
            self.terms(process, "dpv:hasPersonalData", &field.dpv, terms::field(field.kind.value));
        }
        if category.field.is_empty() {
            self.terms(process, "dpv:hasPersonalData", &category.dpv, "dpv:PersonalData");
        }
        self.special(process, category);
    }

    fn special(&mut self, process: &NamedNode, category: &Category) {
        if category.special.is_some() {
            self.terms(process, "dpv:hasPersonalData", &[], "dpv:SpecialCategoryPersonalData");
        }
        if let Some(exception) = category.special_exception {
            self.terms(process, "dpv:hasLegalBasis", &[], terms::exception(exception));
        }
    }

    fn rights(&mut self, process: &NamedNode, basis: Option<&LawfulBasis>) {
        let follows: &[&str] = match basis {
            Some(LawfulBasis::Consent(_)) => &["eu-gdpr:A20", "eu-gdpr:A7-3"],
            Some(LawfulBasis::Contract(_)) => &["eu-gdpr:A20"],
            Some(LawfulBasis::LegitimateInterest(_) | LawfulBasis::PublicTask(_)) => &["eu-gdpr:A21"],
            _ => &[],
        };
        for right in RIGHTS.iter().chain(follows) {
            self.terms(process, "dpv:hasRight", &[], right);
        }
    }

    fn retention(&mut self, process: &NamedNode, purpose: &Purpose) {
        for rule in purpose.retention.iter().filter_map(|rule| self.protocol.retention.get(&rule.id)) {
            let node = self.node(&format!("/retention#{}", rule.id));
            self.graph.say(process, "dpv:hasStorageCondition", node.clone());
        }
    }

    fn rules(&mut self) {
        for rule in &self.protocol.retention {
            let node = self.node(&format!("/retention#{}", rule.id));
            self.graph.is(&node, "dpv:StorageDuration");
            if let Some(period) = &rule.period {
                self.graph.duration(&node, "rdf:value", period);
            }
            for words in [&rule.name, &rule.from_words, &rule.criteria].into_iter().flatten() {
                self.graph.words(&node, "dct:description", words);
            }
            if let Some(from) = rule.from {
                self.graph.text(&node, "dct:description", &format!("counted from: {}", from.value.as_str()));
            }
        }
    }

    fn purpose(&mut self, purpose: &Named<Purpose>, controller: &NamedNode) -> NamedNode {
        let process = self.node(&format!("/register#{}", purpose.id));
        self.graph.is(&process, "dpv:Process");
        self.graph.is(&process, "dpv:DataProcessingRecord");
        self.graph.words(&process, "dct:title", &purpose.name);
        if let Some(description) = &purpose.description {
            self.graph.words(&process, "dct:description", description);
        }
        self.graph.say(&process, "dpv:hasDataController", controller.clone());
        self.terms(&process, "dpv:hasPurpose", &purpose.dpv, "dpv:Purpose");
        if let Some(basis) = &purpose.basis {
            self.terms(&process, "dpv:hasLegalBasis", &[], terms::basis(basis));
        }
        purpose.data.iter().for_each(|data| self.data(&process, data));
        self.subjects(&process, purpose);
        for recipient in purpose.recipients.iter().flatten().filter_map(|one| self.protocol.recipient.get(&one.id)) {
            self.receives(&process, recipient);
        }
        self.retention(&process, purpose);
        self.rights(&process, purpose.basis.as_ref());
        self.measures(&process);
        process
    }

    fn subjects(&mut self, process: &NamedNode, purpose: &Purpose) {
        let own = purpose.subjects.iter();
        let of_data = purpose.data.iter().filter_map(|data| self.protocol.category.get(&data.category));
        let groups: Vec<_> = if purpose.subjects.is_empty() {
            of_data.flat_map(|category| &category.subjects).collect()
        } else {
            own.collect()
        };
        for group in groups.into_iter().filter_map(|group| self.protocol.subject.get(&group.id)) {
            self.terms(process, "dpv:hasDataSubject", group.dpv.as_slice(), "dpv:DataSubject");
        }
    }

    fn receives(&mut self, process: &NamedNode, recipient: &Named<Recipient>) {
        let node = self.node(&format!("/recipients#{}", recipient.id));
        let role = recipient.role.map(|role| role.value);
        let predicate =
            if role == Some(RecipientRole::Processor) { "dpv:hasDataProcessor" } else { "dpv:hasRecipient" };
        self.graph.say(process, predicate, node);
        if !leaves_eea(recipient) {
            return;
        }
        for country in
            [&recipient.country, &recipient.group_country].into_iter().flatten().filter(|at| !at.value.in_eea())
        {
            self.terms(process, "dpv:hasThirdCountry", &[], &format!("loc:{}", country.value));
        }
        let tool = recipient.transfer.as_ref().and_then(|transfer| terms::transfer(transfer.tool.value));
        if let Some(tool) = tool {
            self.terms(process, "dpv:hasLegalBasis", &[], tool);
        }
    }
}

/// Art. 30(1).
pub(super) fn controller(protocol: &Protocol, base: &str) -> Graph {
    let mut writer = Writer::new(protocol, base);
    let organisation = writer.organisation("dpv:DataController");
    let register = writer.node("/register");
    writer.graph.is(&register, "dpv:DataProcessingRecord");
    writer.graph.say(&register, "dct:publisher", organisation.clone());
    let processes: Vec<NamedNode> =
        protocol.purpose.iter().map(|purpose| writer.node(&format!("/register#{}", purpose.id))).collect();
    for process in processes {
        writer.graph.say(&register, "dpv:hasProcess", process);
    }
    for purpose in &protocol.purpose {
        writer.purpose(purpose, &organisation);
    }
    for recipient in &protocol.recipient {
        writer.recipient(recipient);
    }
    writer.rules();
    writer.graph
}

/// Art. 30(2).
pub(super) fn processor(protocol: &Protocol, base: &str) -> Graph {
    let mut writer = Writer::new(protocol, base);
    let organisation = writer.organisation("dpv:DataProcessor");
    for processing in &protocol.processing {
        let process = writer.node(&format!("/register/processor#{}", processing.id));
        let controllers = writer.node(&format!("/register/processor#{}-controllers", processing.id));
        writer.graph.is(&process, "dpv:Process");
        writer.graph.is(&process, "dpv:DataProcessingRecord");
        writer.graph.words(&process, "dct:title", &processing.name);
        for activity in &processing.activities {
            writer.graph.words(&process, "dct:description", activity);
        }
        writer.graph.say(&process, "dpv:hasDataProcessor", organisation.clone());
        writer.graph.say(&process, "dpv:hasDataController", controllers.clone());
        for sub in &processing.sub_processors {
            let node = writer.node(&format!("/recipients#{}", sub.id));
            writer.graph.say(&process, "dpv:hasDataProcessor", node);
        }
        writer.measures(&process);
        writer.graph.is(&controllers, "dpv:DataController");
        writer.graph.words(&controllers, "dpv:hasName", &processing.controllers);
    }
    for recipient in &protocol.recipient {
        if protocol.processing.iter().flat_map(|one| &one.sub_processors).any(|sub| sub.id == recipient.id) {
            writer.recipient(recipient);
        }
    }
    writer.graph
}
