//! What a judgement says of one change.

use crate::difference::change::{About, Consequence, Due, Fate, Weight, When, Whom};
use crate::model::StatementPart;

/// Where a change is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Read {
    /// Where its table is read.
    WithItsTable,
    /// In this part of the statement.
    InPart(StatementPart),
    /// In the organisation's own registers only.
    InRegisters,
}

/// The judgement of one change.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) weight: Weight,
    pub(crate) says: String,
    pub(crate) read: Read,
    pub(crate) consequences: Vec<Consequence>,
}

impl Verdict {
    fn new(weight: Weight, says: impl Into<String>) -> Self {
        Self { weight, says: says.into(), read: Read::WithItsTable, consequences: Vec::new() }
    }

    pub(crate) fn material(says: impl Into<String>) -> Self {
        Self::new(Weight::Material, says)
    }

    pub(crate) fn minor(says: impl Into<String>) -> Self {
        Self::new(Weight::Minor, says)
    }

    pub(crate) fn wording(says: impl Into<String>) -> Self {
        Self::new(Weight::Wording, says)
    }

    /// Says nothing itself: another change already says it, and takes over its path.
    pub(crate) fn said_elsewhere() -> Self {
        Self::wording("")
    }

    /// Stands in the organisation's own registers; the statement does not change by it.
    pub(crate) fn in_registers(mut self) -> Self {
        self.read = Read::InRegisters;
        self
    }

    pub(crate) fn in_part(mut self, part: StatementPart) -> Self {
        self.read = Read::InPart(part);
        self
    }

    /// The same, and people have to know.
    pub(crate) fn raised(mut self) -> Self {
        self.weight = Weight::Material;
        self
    }

    pub(crate) fn tell(
        mut self,
        whom: Whom,
        when: When,
        law: &'static str,
        about: impl Into<About>,
        why: &'static str,
    ) -> Self {
        self.consequences.push(Consequence::Tell { whom, when, law, about: about.into(), why });
        self
    }

    pub(crate) fn ask(mut self, about: impl Into<String>, law: &'static str, why: &'static str) -> Self {
        self.consequences.push(Consequence::AskConsent { about: about.into(), law, why });
        self
    }

    pub(crate) fn task(mut self, law: &'static str, about: impl Into<String>, what: impl Into<String>) -> Self {
        self.consequences.push(Consequence::Task { law, about: about.into(), what: what.into() });
        self
    }

    pub(crate) fn warn(mut self, law: &'static str, what: impl Into<String>) -> Self {
        self.consequences.push(Consequence::Warning { law, what: what.into() });
        self
    }

    pub(crate) fn due(mut self, due: Due) -> Self {
        self.consequences.push(Consequence::Due(due));
        self
    }

    /// Applies `more` only if `condition` holds.
    pub(crate) fn when(self, condition: bool, more: impl FnOnce(Self) -> Self) -> Self {
        if condition { more(self) } else { self }
    }
}

/// Data that becomes due, before anybody says for which purposes and rules.
pub(crate) fn due(fate: Fate, about: impl Into<String>, law: &'static str) -> Due {
    Due { fate, about: about.into(), purposes: Vec::new(), rules: Vec::new(), data: Vec::new(), records: None, law }
}
