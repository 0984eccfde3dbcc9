//! The register in the Data Privacy Vocabulary (W3C DPV 2.3), as Turtle and JSON-LD.
//!
//! The words carry their language, so the file is the same whoever asks. Nothing is anonymous in it: each thing has the
//! address of the place where people read about it.

mod graph;
mod record;
mod terms;

use waarborg_protocol::Protocol;

use super::RegisterKind;

pub(crate) use graph::Graph;

/// The prefixes of the files.
pub(crate) const PREFIXES: [(&str, &str); 7] = [
    ("dct", "http://purl.org/dc/terms/"),
    ("dpv", "https://w3id.org/dpv#"),
    ("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"),
    ("loc", "https://w3id.org/dpv/loc#"),
    ("pd", "https://w3id.org/dpv/pd#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The register as a graph. `base` is where this installation is reached, without a slash at the end.
pub(crate) fn graph(protocol: &Protocol, kind: RegisterKind, base: &str) -> Graph {
    match kind {
        RegisterKind::Controller => record::controller(protocol, base),
        RegisterKind::Processor => record::processor(protocol, base),
    }
}
