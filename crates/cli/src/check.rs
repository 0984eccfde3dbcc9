//! `waarborg check`.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;
use waarborg_protocol::{Finding, FindingKind, Loaded, Place, Sources, Span};

use waarborg_server::Settings;
use waarborg_server::settings::{SettingProblem, SettingsError};

use crate::{folder, output};

/// Checks the protocol at `path`. The folder of an installation, with `server.toml` and the protocol in a folder of its own, is
/// checked whole.
pub(crate) fn run(path: &Path, json: bool, strict: bool) -> Result<ExitCode> {
    let (protocol, settings) = settings_beside(path)?;
    let loaded = folder::read(&protocol);
    let unread = if protocol.is_file() { Vec::new() } else { folder::unread(&protocol, &loaded) };
    let checked = Checked { loaded: &loaded, settings: &settings, unread: &unread };
    let text = if json { serde_json::to_string_pretty(&Report::of(&checked))? + "\n" } else { human(&checked) };
    output::print(&text)?;
    Ok(ExitCode::from(match checked.invalid() {
        0 if strict && loaded.count(FindingKind::Gap) > 0 => 1,
        0 => 0,
        _ => 2,
    }))
}

/// What `check --json` prints of a protocol: what other commands answer when it cannot run.
pub(crate) fn report(loaded: &Loaded) -> Result<String> {
    let checked = Checked { loaded, settings: &[], unread: &[] };
    Ok(serde_json::to_string_pretty(&Report::of(&checked))? + "\n")
}

/// Where the protocol of `path` is, and what is wrong in the settings beside it, if it is the folder of an installation.
fn settings_beside(path: &Path) -> Result<(PathBuf, Vec<SettingProblem>)> {
    let file = path.join(SETTINGS);
    if path.join("protocol.toml").is_file() || !file.is_file() {
        return Ok((path.to_owned(), Vec::new()));
    }
    match Settings::load(&file) {
        Ok(settings) => Ok((settings.protocol_folder, Vec::new())),
        Err(SettingsError::Wrong(problems)) => Ok((path.join("protocol"), problems)),
        Err(unreadable) => Err(unreadable.into()),
    }
}

/// The settings of an installation.
const SETTINGS: &str = "server.toml";

/// The code of a mistake in the settings.
const IN_SETTINGS: &str = "E20";

/// Everything that was looked at.
struct Checked<'a> {
    loaded: &'a Loaded,
    settings: &'a [SettingProblem],
    unread: &'a [String],
}

impl Checked<'_> {
    fn invalid(&self) -> usize {
        self.loaded.count(FindingKind::Invalid) + self.settings.len()
    }
}

/// What `--json` prints. Stable: programs read it.
#[derive(Serialize)]
struct Report<'a> {
    invalid: usize,
    gaps: usize,
    findings: Vec<Row<'a>>,
    /// Files in the folder that nothing includes.
    unread: &'a [String],
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    kind: FindingKind,
    law: Option<&'a str>,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    help: Cow<'a, str>,
    also: Vec<Spot<'a>>,
}

#[derive(Serialize)]
struct Spot<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

impl<'a> Report<'a> {
    fn of(checked: &'a Checked<'a>) -> Self {
        let loaded = checked.loaded;
        let settings = checked.settings.iter().map(Row::of_setting);
        let findings = loaded.findings.iter().map(|finding| Row::of(finding, &loaded.sources));
        Self {
            invalid: checked.invalid(),
            gaps: loaded.count(FindingKind::Gap),
            findings: settings.chain(findings).collect(),
            unread: checked.unread,
        }
    }
}

impl<'a> Row<'a> {
    fn of(finding: &'a Finding, sources: &'a Sources) -> Self {
        let place = sources.place(finding.span);
        Self {
            code: finding.code,
            kind: finding.kind,
            law: finding.law,
            file: place.file,
            line: place.line,
            column: place.column,
            message: &finding.message,
            help: Cow::Borrowed(&finding.help),
            also: finding.also.iter().map(|span| Spot::of(*span, sources)).collect(),
        }
    }
}

impl<'a> Row<'a> {
    fn of_setting(problem: &'a SettingProblem) -> Self {
        let SettingProblem { line, column, message, instead, .. } = problem;
        let help = instead
            .as_ref()
            .map_or(Cow::Borrowed("See the commented example."), |line| format!("Write: {line}").into());
        let (line, column) = (*line, *column);
        let kind = FindingKind::Invalid;
        Self { code: IN_SETTINGS, kind, law: None, file: SETTINGS, line, column, message, help, also: Vec::new() }
    }
}

impl<'a> Spot<'a> {
    fn of(span: Span, sources: &'a Sources) -> Self {
        let place = sources.place(span);
        Self { file: place.file, line: place.line, column: place.column }
    }
}

fn human(checked: &Checked<'_>) -> String {
    let Checked { loaded, settings, unread } = checked;
    let mut text = String::new();
    for problem in *settings {
        text.push_str(&format!("invalid {IN_SETTINGS}: {problem}\n\n"));
    }
    for finding in &loaded.findings {
        one(&mut text, finding, &loaded.sources);
    }
    for file in *unread {
        let file = one_line(file);
        text.push_str(&format!(
            "note: {file} is in this folder and is not read\n  = do: Name it under `include`, or move it away.\n\n"
        ));
    }
    let (invalid, gaps) = (checked.invalid(), loaded.count(FindingKind::Gap));
    let verdict = match (invalid, gaps) {
        (0, 0) => {
            "This protocol is valid, and no gap was found. The check sees what is written, not what is done.".to_owned()
        }
        (0, 1) => "This protocol is valid, with 1 gap.".to_owned(),
        (0, gaps) => format!("This protocol is valid, with {gaps} gaps."),
        (1, _) => "This cannot run: 1 problem.".to_owned(),
        (invalid, _) => format!("This cannot run: {invalid} problems."),
    };
    text.push_str(&verdict);
    text.push('\n');
    text
}

/// `file:line:column`, the line, a caret, the law, and what to do.
fn one(text: &mut String, finding: &Finding, sources: &Sources) {
    let place = sources.place(finding.span);
    let sort = match finding.kind {
        FindingKind::Invalid => "invalid",
        FindingKind::Gap => "gap",
    };
    let number = place.line.to_string();
    let margin = " ".repeat(number.len());
    let (line, before, width) = excerpt(&place);
    // A tab in the line stays a tab under it, so the caret stands right whatever a tab is worth.
    let indent: String = line.chars().take(before).map(|letter| if letter == '\t' { '\t' } else { ' ' }).collect();
    let carets = "^".repeat(width);
    let law = finding.law.map(|law| format!("{margin} = law: {law}\n")).unwrap_or_default();
    let also = if finding.also.is_empty() {
        String::new()
    } else {
        let spots: Vec<String> = finding
            .also
            .iter()
            .map(|span| sources.place(*span))
            .map(|place| format!("{}:{}:{}", place.file, place.line, place.column))
            .collect();
        format!("{margin} = also: {}\n", spots.join(", "))
    };
    let written = write!(
        text,
        "{sort} {}: {}\n{margin}--> {}:{}:{}\n{margin} |\n{number} | {line}\n{margin} | {indent}{carets}\n{law}{also}{margin} = do: {}\n\n",
        finding.code,
        one_line(&finding.message),
        place.file,
        place.line,
        place.column,
        one_line(&finding.help),
    );
    written.expect("writing to a string cannot fail");
}

/// A key can hold a line break, and must not look like a line of ours.
fn one_line(text: &str) -> String {
    output::plain(text).replace('\n', "\u{FFFD}")
}

/// The most of a line that is shown, in characters.
const SHOWN: usize = 160;
/// How much of it stands before the place, when the line is longer.
const BEFORE: usize = 60;

/// The line or the part of it around the place, how many characters stand before the place, and how wide the place is.
///
/// A list may stand on one line of a megabyte, with a mistake in each item: the report must not be their product.
fn excerpt(place: &Place<'_>) -> (String, usize, usize) {
    let before = place.column - 1;
    if place.text.chars().nth(SHOWN).is_none() {
        return (output::plain(place.text), before, place.width);
    }
    let skipped = before.saturating_sub(BEFORE);
    let mut letters = place.text.chars().skip(skipped);
    let shown: String = letters.by_ref().take(SHOWN).collect();
    let start = if skipped > 0 { "…" } else { "" };
    let end = if letters.next().is_some() { "…" } else { "" };
    let line = output::plain(&format!("{start}{shown}{end}"));
    (line, before - skipped + start.chars().count(), place.width.min(SHOWN - (before - skipped)))
}
