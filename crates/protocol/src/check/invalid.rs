//! What no single table can see and makes a protocol invalid.

use std::collections::HashSet;

use crate::finding::Finding;
use crate::model::Protocol;

/// The version of the language that this program reads.
const LANGUAGE_VERSION: i64 = 1;

pub(crate) fn invalid(protocol: &Protocol) -> Vec<Finding> {
    let mut findings = Vec::new();
    if protocol.waarborg.value != LANGUAGE_VERSION {
        let message = format!("version {} of the language is not known", protocol.waarborg.value);
        let help = format!("Write `waarborg = {LANGUAGE_VERSION}`, or use the program that belongs to the protocol.");
        findings.push(Finding::invalid("E10", protocol.waarborg.span, message, help));
    }
    let languages = &protocol.controller.languages;
    let distinct: HashSet<_> = languages.value.iter().collect();
    if languages.value.is_empty() || distinct.len() != languages.value.len() {
        let message = "`languages` must name each language of the statement once".to_owned();
        findings.push(Finding::invalid(
            "E11",
            languages.span,
            message,
            "Write for instance `[\"nl\", \"en\"]`.".into(),
        ));
    }
    for holiday in &protocol.holiday {
        let fixed = match (&holiday.month, &holiday.day) {
            (Some(month), Some(day)) => (1..=12).contains(&month.value) && (1..=31).contains(&day.value),
            (None, None) => holiday.easter.is_some(),
            _ => false,
        };
        if !fixed || (holiday.month.is_some() && holiday.easter.is_some()) {
            let message = format!("`{}` is neither a fixed date nor a number of days from Easter", holiday.id);
            let help = "Give `month` and `day`, or `easter`.".to_owned();
            findings.push(Finding::invalid("E12", holiday.span, message, help));
        }
    }
    findings
}
