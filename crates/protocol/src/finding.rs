//! What `check` finds: a protocol that cannot run, or a duty of law that it does not meet.

use crate::source::Span;

/// The two sorts of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingKind {
    /// The protocol cannot run: unreadable, unknown key, wrong type, unknown reference.
    Invalid,
    /// A lawful duty is not met, or the text contradicts itself. The protocol runs.
    Gap,
}

/// One finding, with everything its reader needs: where, what, under which law, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable code: `E…` invalid, `G01`–`G34`, `B1`–`B9`, `L…`, `S…` gaps.
    pub code: &'static str,
    /// Invalid or gap.
    pub kind: FindingKind,
    /// The article or section, for a gap.
    pub law: Option<&'static str>,
    /// The place to look first.
    pub span: Span,
    /// Other places with the same problem, or the other side of a contradiction.
    pub also: Vec<Span>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Finding {
    pub(crate) fn invalid(code: &'static str, span: Span, message: String, help: String) -> Self {
        Self { code, kind: FindingKind::Invalid, law: None, span, also: Vec::new(), message, help }
    }
}
