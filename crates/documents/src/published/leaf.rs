//! Every document there is, and where it stands.

use RegisterKind::{Controller, Processor};

use crate::register::RegisterKind;

/// A document of the version in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    Statement,
    Cookies,
    Recipients,
    Retention,
    Register(RegisterKind),
    RegisterFile(RegisterKind, File),
    Flow,
    FlowSvg,
    FlowCsv,
    Versions,
    Feed,
    Findings,
}

/// The forms in which a register can be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum File {
    Csv,
    Xlsx,
    Json,
    Schema,
    Turtle,
    JsonLd,
}

/// Each document with its address after the language. These addresses are kept for ever.
pub(crate) const LEAVES: [(&str, Leaf); 24] = [
    ("/privacy", Leaf::Statement),
    ("/privacy/versions", Leaf::Versions),
    ("/privacy/versions.atom", Leaf::Feed),
    ("/cookies", Leaf::Cookies),
    ("/recipients", Leaf::Recipients),
    ("/retention", Leaf::Retention),
    ("/data-flow", Leaf::Flow),
    ("/data-flow.svg", Leaf::FlowSvg),
    ("/data-flow.csv", Leaf::FlowCsv),
    ("/check", Leaf::Findings),
    ("/register", Leaf::Register(Controller)),
    ("/register.csv", Leaf::RegisterFile(Controller, File::Csv)),
    ("/register.xlsx", Leaf::RegisterFile(Controller, File::Xlsx)),
    ("/register.json", Leaf::RegisterFile(Controller, File::Json)),
    ("/register.schema.json", Leaf::RegisterFile(Controller, File::Schema)),
    ("/register.ttl", Leaf::RegisterFile(Controller, File::Turtle)),
    ("/register.jsonld", Leaf::RegisterFile(Controller, File::JsonLd)),
    ("/register/processor", Leaf::Register(Processor)),
    ("/register/processor.csv", Leaf::RegisterFile(Processor, File::Csv)),
    ("/register/processor.xlsx", Leaf::RegisterFile(Processor, File::Xlsx)),
    ("/register/processor.json", Leaf::RegisterFile(Processor, File::Json)),
    ("/register/processor.schema.json", Leaf::RegisterFile(Processor, File::Schema)),
    ("/register/processor.ttl", Leaf::RegisterFile(Processor, File::Turtle)),
    ("/register/processor.jsonld", Leaf::RegisterFile(Processor, File::JsonLd)),
];
