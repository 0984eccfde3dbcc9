//! The checks behind `waarborg check`: what makes a protocol invalid, and which lawful duties it does not meet.

use crate::finding::Finding;
use crate::model::Protocol;
use crate::source::Sources;

/// What no single table can see and makes a protocol invalid.
pub(crate) fn invalid(_protocol: &Protocol) -> Vec<Finding> {
    Vec::new()
}

/// Every gap, general rules about any protocol.
pub(crate) fn gaps(_protocol: &Protocol, _sources: &Sources) -> Vec<Finding> {
    Vec::new()
}
