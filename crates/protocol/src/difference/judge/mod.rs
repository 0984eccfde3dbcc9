//! What each change means. One file per part of the language; what none of them knows is said plainly.

mod basis;
mod breach;
mod category;
mod cookie;
mod organisation;
mod plain;
mod processing;
mod promise;
mod purpose;
mod recipient;
mod retention;
mod rights;
mod transfer;
mod verdict;
mod version;

pub(super) use verdict::{Read, Verdict};
pub(super) use version::{announcement, of_version};

use super::compare::{How, Raw};
use super::said::Said;
use super::versions::Versions;
use crate::model::StatementPart;

/// Judges one change, given the place it stands at and everything that is judged together with it.
pub(super) fn judge(versions: &Versions<'_>, raws: &[&Raw]) -> Verdict {
    if raws[0].how != How::Other {
        return plain::judge(versions, raws[0]);
    }
    let case = Case::of(versions, raws);
    let known = match case.steps.first().copied().unwrap_or_default() {
        "purpose" => purpose::judge(&case),
        "retention" => retention::judge(&case),
        "processing" => processing::judge(&case),
        "recipient" | "disclosure" => recipient::judge(&case),
        "subject" | "category" | "form" => category::judge(&case),
        "site" | "cookies" | "newsletter" => cookie::judge(&case),
        "right" | "requests" | "complaint" => rights::judge(&case),
        "breach" => breach::judge(&case),
        "promise" | "certificate" | "review" => promise::judge(&case),
        "controller" | "contact" | "dpo" | "authority" | "service" | "general_basis" => organisation::judge(&case),
        "statement" => version::judge(&case),
        "include" | "presets" => Some(Verdict::wording(case.plain().says).in_registers()),
        _ => None,
    };
    known.unwrap_or_else(|| plain::judge(versions, case.raw))
}

/// One change in front of its judge.
pub(super) struct Case<'c, 'v> {
    pub(super) versions: &'c Versions<'v>,
    /// The first of the changes that are judged together.
    pub(super) raw: &'c Raw,
    pub(super) steps: Vec<&'c str>,
    /// Every key that changed with it, by its last step.
    pub(super) with: Vec<&'c str>,
}

impl<'c, 'v> Case<'c, 'v> {
    fn of(versions: &'c Versions<'v>, raws: &[&'c Raw]) -> Self {
        let raw = raws[0];
        let with = raws.iter().filter_map(|raw| raw.path.last()).map(String::as_str).collect();
        Self { versions, raw, steps: raw.steps(), with }
    }

    /// The name of the entry it stands in.
    fn name(&self) -> String {
        self.versions.subject(&self.steps).name
    }

    /// What it says without any rule.
    fn plain(&self) -> Verdict {
        plain::judge(self.versions, self.raw)
    }

    fn added(&self) -> bool {
        self.raw.before.is_nothing()
    }

    fn removed(&self) -> bool {
        self.raw.after.is_nothing()
    }

    /// Whether the key is a longer term now; `None` if it is no pair of terms.
    fn longer(&self) -> Option<std::cmp::Ordering> {
        match (&self.raw.before, &self.raw.after) {
            (Said::Period(before), Said::Period(after)) => Some(after.cmp_length(before)),
            _ => None,
        }
    }

    fn gained(&self) -> Vec<String> {
        let (gained, _) = plain::gained_and_lost(&self.raw.before, &self.raw.after);
        gained.into_iter().map(|item| self.versions.brief(item)).collect()
    }

    fn lost(&self) -> Vec<String> {
        let (_, lost) = plain::gained_and_lost(&self.raw.before, &self.raw.after);
        lost.into_iter().map(|item| self.versions.brief(item)).collect()
    }

    fn before(&self) -> String {
        self.versions.brief(&self.raw.before)
    }

    fn after(&self) -> String {
        self.versions.brief(&self.raw.after)
    }
}

/// The keys that are judged together with this one, under a word of their own; or else the key itself.
pub(super) fn aspect<'r>(steps: &[&'r str]) -> &'r str {
    match steps {
        ["retention", _, "period" | "from" | "from_words" | "criteria"] => "term",
        ["purpose", _, "basis", ..] => "basis",
        ["purpose", _, "automated_decision", ..] => "automated_decision",
        ["purpose", _, "impact_assessment", ..] => "impact_assessment",
        ["recipient", _, key @ ("transfer" | "agreement" | "connector"), ..] => key,
        ["controller", "address", ..] => "address",
        ["general_basis", ..] => "general_basis",
        ["requests", "id_copy", ..] => "id_copy",
        [.., last] => last,
        [] => "",
    }
}

/// Where people read what a table says; `None` for what only the registers say. Every table of the language has its line.
pub(super) fn part(steps: &[&str]) -> Option<StatementPart> {
    use StatementPart as P;
    match steps {
        ["purpose", _, "owner" | "reviewed_on" | "impact_assessment" | "dpv" | "fideslang", ..]
        | ["category" | "subject", _, "dpv" | "fideslang"]
        | ["category", _, "field", _, "dpv" | "fideslang"]
        | ["recipient", _, "agreement" | "connector" | "preset", ..]
        | ["site", _, "services"]
        | [] => None,
        ["site", _, "registrar" | "hosting" | "location"] => Some(P::Recipients),
        [table, ..] => match *table {
            "passage" => Some(P::Introduction),
            "controller" | "service" => Some(P::Controller),
            "subject" | "category" | "form" | "provision" => Some(P::Data),
            "purpose" | "general_basis" | "newsletter" => Some(P::Purposes),
            "recipient" | "disclosure" => Some(P::Recipients),
            "retention" => Some(P::Retention),
            "promise" | "certificate" | "design" => Some(P::Security),
            "site" | "cookies" => Some(P::Cookies),
            "right" | "requests" => Some(P::Rights),
            "complaint" | "authority" => Some(P::Complaints),
            "breach" => Some(P::Breaches),
            "statement" => Some(P::Changes),
            "contact" | "dpo" => Some(P::Contact),
            // The language and its files, calendars, the registers themselves, and the exchange of data.
            _ => None,
        },
    }
}
