//! `waarborg plan`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use jiff::civil::Date;
use serde::Serialize;
use waarborg_base::{Clock, SystemClock};
use waarborg_protocol::difference::{Count, Difference, Due, Fate, NotCounted, difference};
use waarborg_protocol::{Finding, FindingKind, Loaded};
use waarborg_store::{Store, Tx};
use waarborg_vault::purpose;

use crate::{apply, check, folder, installation, output};

/// Compares two folders; with one folder, the version in force of the installation with that folder.
pub(crate) fn run(old: Option<&Path>, new: &Path, config: Option<&Path>, json: bool) -> Result<ExitCode> {
    // Between two folders there is nobody to count.
    let store = match old {
        Some(_) => None,
        None => installation::open_to_look(&installation::settings(config)?)?,
    };
    let before = match old {
        Some(old) => folder::read(old),
        None => {
            let before = store.as_ref().map(apply::in_force).transpose()?.flatten();
            before.context("no version is in force yet; `waarborg apply` makes the first one so")?
        }
    };
    let old = old.unwrap_or(Path::new("the version in force"));
    let after = folder::read(new);
    for (path, loaded) in [(old, &before), (new, &after)] {
        if loaded.protocol.is_none() {
            let path = path.display();
            let problems = match loaded.count(FindingKind::Invalid) {
                1 => "1 problem".to_owned(),
                many => format!("{many} problems"),
            };
            if json {
                output::print(&check::report(loaded)?)?;
            }
            output::error(&format!("waarborg: {path} cannot run ({problems}); `waarborg check {path}` shows where"));
            return Ok(ExitCode::from(2));
        }
    }
    let plan = match &store {
        Some(store) => Plan::today(&before, &after, &People(store)),
        None => Plan::today(&before, &after, &NotCounted),
    };
    store.iter().for_each(Store::close);
    if let Some(plan) = plan {
        output::print(&if json { serde_json::to_string_pretty(&plan)? + "\n" } else { output::plain(&plan.text()) })?;
    }
    Ok(ExitCode::SUCCESS)
}

fn time_zone(loaded: &Loaded) -> jiff::tz::TimeZone {
    let named = loaded.protocol.as_ref().map(|protocol| protocol.controller.time_zone.as_str());
    named.and_then(|name| jiff::tz::TimeZone::get(name).ok()).unwrap_or(jiff::tz::TimeZone::UTC)
}

/// Counts the people of a vault, by the purposes they stand under. No record is opened for it.
pub(crate) struct People<'a>(pub(crate) &'a Store);

impl Count for People<'_> {
    /// `None` for terms, which only the moment of each record decides, and when the vault cannot be asked.
    fn records(&self, due: &Due) -> Option<u64> {
        if matches!(due.fate, Fate::PastNewTerm | Fate::Recount) {
            return None;
        }
        let purposes = due.purposes.clone();
        self.0.read_blocking(move |tx: &mut Tx<'_>| purpose::count_people(tx, &purposes)).ok().flatten()
    }
}

/// What changes when the second protocol takes the place of the first. `--json` prints exactly this: programs read it.
#[derive(Debug, Serialize)]
pub(crate) struct Plan {
    #[serde(flatten)]
    difference: Difference,
    gaps: Gaps,
}

impl Plan {
    /// Compares two protocols as they were loaded; `None` when either cannot run.
    pub(crate) fn between(old: &Loaded, new: &Loaded, today: Date, count: &dyn Count) -> Option<Self> {
        let (before, after) = (old.protocol.as_ref()?, new.protocol.as_ref()?);
        let difference = difference(before, after).on(today).count(count);
        Some(Self { difference, gaps: Gaps::between(&old.findings, &new.findings) })
    }

    /// Compares as of today, in the time zone of the new version.
    pub(crate) fn today(old: &Loaded, new: &Loaded, count: &dyn Count) -> Option<Self> {
        let today = SystemClock.now().to_jiff().to_zoned(time_zone(new)).date();
        Self::between(old, new, today, count)
    }

    /// For a person.
    pub(crate) fn text(&self) -> String {
        let mut text = self.difference.text();
        if let Some(gaps) = self.gaps.sentence() {
            text.push_str("\nGaps in law\n\n");
            text.push_str(&gaps);
            text.push('\n');
        }
        text
    }
}

/// Gaps, by their code, that one version has and the other has not.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Gaps {
    closed: Vec<&'static str>,
    opened: Vec<&'static str>,
    fewer: Vec<Counted>,
    more: Vec<Counted>,
    remaining: usize,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Counted {
    code: &'static str,
    before: usize,
    after: usize,
}

impl Gaps {
    fn between(old: &[Finding], new: &[Finding]) -> Self {
        let mut codes: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
        for finding in old.iter().filter(|finding| finding.kind == FindingKind::Gap) {
            codes.entry(finding.code).or_default().0 += 1;
        }
        for finding in new.iter().filter(|finding| finding.kind == FindingKind::Gap) {
            codes.entry(finding.code).or_default().1 += 1;
        }
        let mut gaps = Self::default();
        for (code, (before, after)) in codes {
            gaps.remaining += after;
            match (before, after) {
                (_, 0) => gaps.closed.push(code),
                (0, _) => gaps.opened.push(code),
                _ if after < before => gaps.fewer.push(Counted { code, before, after }),
                _ if after > before => gaps.more.push(Counted { code, before, after }),
                _ => {}
            }
        }
        gaps
    }

    fn sentence(&self) -> Option<String> {
        if *self == (Self { remaining: self.remaining, ..Self::default() }) {
            return (self.remaining > 0)
                .then(|| format!("Closes nothing and opens nothing; {} left.", left(self.remaining)));
        }
        let list = |codes: &[&str]| if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") };
        let counted = |counted: &[Counted]| -> Vec<String> {
            counted.iter().map(|one| format!("{} ({} → {})", one.code, one.before, one.after)).collect()
        };
        let mut sentences = vec![format!("Closes {}; opens {}.", list(&self.closed), list(&self.opened))];
        for (word, some) in [("Fewer of", &self.fewer), ("More of", &self.more)] {
            if !some.is_empty() {
                sentences.push(format!("{word} {}.", counted(some).join(", ")));
            }
        }
        sentences.push(format!("{} left.", left(self.remaining)));
        Some(sentences.join(" "))
    }
}

fn left(remaining: usize) -> String {
    match remaining {
        0 => "None is".into(),
        1 => "1 is".into(),
        many => format!("{many} are"),
    }
}

#[cfg(test)]
mod tests {
    use waarborg_protocol::load;

    use super::*;

    const LEAST: &str =
        "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"en\"]\n";

    fn plan(old: &str, new: &str) -> Plan {
        let read = |text: &str| load(&vec![("protocol.toml".to_owned(), format!("{LEAST}{text}"))], "protocol.toml");
        Plan::between(&read(old), &read(new), jiff::civil::date(2026, 11, 22), &NotCounted).expect("both are valid")
    }

    #[test]
    fn a_plan_says_which_gaps_close_and_which_open() {
        let gaps = plan("", "[purpose.newsletter]\nname = \"Newsletter\"\n").gaps;
        assert!(!gaps.opened.is_empty(), "a purpose without a basis is a gap: {gaps:?}");
        assert_eq!(gaps.closed, Vec::<&str>::new());
        let back = plan("[purpose.newsletter]\nname = \"Newsletter\"\n", "").gaps;
        assert_eq!((back.closed, back.opened), (gaps.opened, gaps.closed), "back is the other way round");
    }

    #[test]
    fn a_plan_between_equal_protocols_is_one_sentence_and_the_gaps_that_stay() {
        let text = plan("", "").text();
        assert!(text.starts_with("Nothing changes.\n"), "{text}");
        assert!(text.contains("Closes nothing and opens nothing;"), "{text}");
    }

    #[test]
    fn the_json_of_a_plan_keeps_its_keys() {
        let json = serde_json::to_value(plan("", "[purpose.newsletter]\nname = \"Newsletter\"\n")).expect("plain data");
        let keys: Vec<&String> = json.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["from", "to", "notices", "changes", "gaps"]);
        let change: Vec<&String> = json["changes"][0].as_object().expect("an object").keys().collect();
        assert_eq!(change, ["subject", "paths", "what", "weight", "part", "says", "consequences"]);
    }
}
