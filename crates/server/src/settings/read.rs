//! Walks the parsed file key by key, so that every problem is found in one go and each keeps its place.

use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{SettingProblem, SettingsError};

/// Collects what is wrong while the file is walked.
pub(super) struct Reader<'t> {
    file: &'t Path,
    text: &'t str,
    problems: Vec<SettingProblem>,
}

/// A table of the file: what was asked of it is known, the rest is a mistake.
pub(super) struct Section<'t> {
    name: &'static str,
    table: DeTable<'t>,
    known: Vec<&'static str>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(file: &'t Path, text: &'t str) -> Self {
        Self { file, text, problems: Vec::new() }
    }

    /// The whole file; `None` when it is not TOML.
    pub(super) fn top(&mut self) -> Option<Section<'t>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            self.report(error.span().unwrap_or(0..0), error.message().to_owned(), None);
        }
        errors.is_empty().then(|| Section { name: "", table: table.into_inner(), known: Vec::new() })
    }

    /// The table `[name]`, when it is there.
    pub(super) fn section(&mut self, top: &mut Section<'t>, name: &'static str) -> Option<Section<'t>> {
        let value = top.take(name)?;
        let span = value.span();
        if let DeValue::Table(table) = value.into_inner() {
            return Some(Section { name, table, known: Vec::new() });
        }
        self.report(span, format!("`{name}` is a section, not a value"), Some(format!("[{name}]")));
        None
    }

    /// The tables `[[name]]`, each with the keys that it has.
    pub(super) fn tables(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
        name: &'static str,
    ) -> Vec<Section<'t>> {
        let Some(value) = section.take(key) else { return Vec::new() };
        let (span, mut tables) = (value.span(), Vec::new());
        if let DeValue::Array(items) = value.into_inner() {
            for item in items {
                if let DeValue::Table(table) = item.into_inner() {
                    tables.push(Section { name, table, known: Vec::new() });
                }
            }
        }
        if tables.is_empty() {
            self.report(span, format!("`{key}` is a list of sections"), Some(format!("[[{name}]]")));
        }
        tables
    }

    /// Says which of the keys were asked for and are not there.
    pub(super) fn needs(&mut self, section: &Section<'t>, found: &[(&'static str, bool)]) {
        for (key, _) in found.iter().filter(|(_, there)| !there) {
            let name = section.name;
            self.report(0..0, format!("`{key}` is missing in [[{name}]]"), None);
        }
    }

    /// Text that `judge` understands; it answers what was wanted and a good value otherwise. Says whether the key is there.
    pub(super) fn check<T>(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
        into: &mut T,
        judge: impl Fn(&str) -> Result<T, (&'static str, &'static str)>,
    ) -> bool {
        let Some(value) = section.take(key) else { return false };
        let judged = value.get_ref().as_str().map_or(Err(("text between quotes", "\"…\"")), judge);
        match judged {
            Ok(value) => *into = value,
            Err((wanted, good)) => self.unlike(key, &value, wanted, good),
        }
        true
    }

    /// Text that parses.
    pub(super) fn parsed<T: FromStr>(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
        into: &mut T,
        wanted: &'static str,
        good: &'static str,
    ) {
        self.check(section, key, into, |text| text.parse().map_err(|_| (wanted, good)));
    }

    /// A folder, relative to that of the file.
    pub(super) fn folder(&mut self, section: &mut Section<'t>, key: &'static str, into: &mut PathBuf, base: &Path) {
        self.check(section, key, into, |text| match text {
            "" => Err(("the name of a folder", "\"data\"")),
            folder => Ok(base.join(folder)),
        });
    }

    /// A list of texts, at least one, each of which `judge` understands.
    pub(super) fn list<T>(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
        into: &mut Vec<T>,
        judge: impl Fn(&str) -> Result<T, (&'static str, &'static str)>,
    ) {
        let Some(value) = section.take(key) else { return };
        let items = value.get_ref().as_array();
        let texts =
            items.and_then(|items| items.iter().map(|item| item.get_ref().as_str()).collect::<Option<Vec<_>>>());
        let nothing = ("a list of texts between quotes", "[\"…\"]");
        let judged = texts.filter(|texts| !texts.is_empty()).ok_or(nothing);
        match judged.and_then(|texts| texts.into_iter().map(judge).collect::<Result<Vec<T>, _>>()) {
            Ok(values) => *into = values,
            Err((wanted, good)) => self.unlike(key, &value, wanted, good),
        }
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
        into: &mut T,
        words: &[(&'static str, T)],
    ) {
        let Some(value) = section.take(key) else { return };
        let given = value.get_ref().as_str();
        if let Some((_, found)) = words.iter().find(|(word, _)| Some(*word) == given) {
            *into = *found;
            return;
        }
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let near = nearest(given.unwrap_or_default(), &all).unwrap_or(all[0]);
        let wanted = format!("one of {}", all.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "));
        self.unlike(key, &value, &wanted, &format!("\"{near}\""));
    }

    /// A whole number between two bounds.
    pub(super) fn count(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
        into: &mut usize,
        bounds: RangeInclusive<usize>,
    ) {
        let Some(value) = section.take(key) else { return };
        let number = value.get_ref().as_integer();
        let number = number.and_then(|number| usize::from_str_radix(number.as_str(), number.radix()).ok());
        let Some(number) = number.filter(|number| bounds.contains(number)) else {
            let wanted = format!("a whole number from {} to {}", bounds.start(), bounds.end());
            return self.unlike(key, &value, &wanted, &into.to_string());
        };
        *into = number;
    }

    /// Says that a key is not there and has to be.
    pub(super) fn missing(&mut self, key: &str, wanted: &str, line: &str) {
        self.report(0..0, format!("`{key}` is missing: {wanted}"), Some(line.to_owned()));
    }

    /// Refuses the keys of a section that nothing asked for.
    pub(super) fn close(&mut self, mut section: Section<'t>) {
        self.close_top(&mut section);
    }

    pub(super) fn close_top(&mut self, section: &mut Section<'t>) {
        let place = if section.name.is_empty() { String::new() } else { format!(" in [{}]", section.name) };
        for (key, value) in &section.table {
            let name: &str = key.get_ref();
            let message = format!("`{name}` is not a setting{place}; known are {}", section.known.join(", "));
            let instead = nearest(name, &section.known).map(|near| match value.get_ref() {
                DeValue::Table(_) => format!("[{near}]"),
                _ => format!("{near} = {}", without_password(&self.text[value.span()])),
            });
            self.report(key.span(), message, instead);
        }
    }

    /// The settings, when nothing was wrong.
    pub(super) fn finish<T>(mut self, settings: T) -> Result<T, SettingsError> {
        if self.problems.is_empty() {
            return Ok(settings);
        }
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        Err(SettingsError::Wrong(self.problems))
    }

    fn unlike(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, good: &str) {
        let seen = &self.text[value.span()];
        let message = format!("`{key}` is {}, and wants {wanted}", without_password(seen));
        self.report(value.span(), message, Some(format!("{key} = {good}")));
    }

    fn report(&mut self, span: Range<usize>, message: String, instead: Option<String>) {
        let before = &self.text[..span.start.min(self.text.len())];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let text = without_password(self.text[start..].lines().next().unwrap_or_default());
        let column = self.text[start..before.len()].chars().count() + 1;
        let rest = text.chars().count() + 1 - column.min(text.chars().count() + 1);
        let width = self.text.get(span).map_or(1, |wrong| wrong.chars().count()).min(rest);
        let line = before.matches('\n').count() + 1;
        self.problems.push(SettingProblem { file: self.file.to_owned(), line, column, text, width, message, instead });
    }
}

/// Messages end up in logs, and the address of a database may hold a password, before its `@` or as a parameter: one star for
/// each sign of it.
fn without_password(text: &str) -> String {
    let before_host = text.find("://").map(|scheme| scheme + 3).zip(text.rfind('@'));
    let text = before_host.map_or_else(|| text.to_owned(), |(from, to)| hidden(text, from, to));
    let named = text.to_ascii_lowercase().find("password").map(|word| word + "password".len());
    named.map_or_else(|| text.clone(), |from| hidden(&text, from, text.len()))
}

fn hidden(text: &str, from: usize, to: usize) -> String {
    let to = to.max(from);
    [&text[..from], &*"*".repeat(text[from..to].chars().count()), &text[to..]].concat()
}

impl<'t> Section<'t> {
    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'t>>> {
        self.known.push(key);
        self.table.remove(key)
    }
}

/// The word that this one is a slip of: at most a quarter of its signs away, one at least (exchanged neighbours are one).
fn nearest<'w>(word: &str, words: &[&'w str]) -> Option<&'w str> {
    let slips = |known: &&str| strsim::damerau_levenshtein(word, known);
    let best = words.iter().copied().min_by_key(slips)?;
    (slips(&best) <= 1 + word.chars().count() / 4).then_some(best)
}
