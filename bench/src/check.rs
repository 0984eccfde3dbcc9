//! `check` as a whole process, beside the start-up of the same program.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::table::Table;

/// Runs of each command; the first of each is not counted.
const RUNS: usize = 15;

pub(crate) fn run(program: &Path) -> Result<Table> {
    let folder = tempfile::tempdir()?;
    let mut rows = Vec::new();
    let mut beyond = Vec::new();
    for (wanted_lines, wanted) in [(300, "≤ 5 ms"), (12_500, ""), (25_000, ""), (50_000, "≤ 300 ms")] {
        let path = folder.path().join(format!("{wanted_lines}.toml"));
        let text = protocol(wanted_lines);
        let lines = text.lines().count();
        std::fs::write(&path, text)?;
        let (start_up, check) = timed(program, &path)?;
        let extra = check.saturating_sub(start_up);
        beyond.push(extra.as_secs_f64() / lines_as_f64(lines));
        rows.push(vec![lines.to_string(), ms(start_up), ms(check), ms(extra), wanted.to_owned()]);
    }
    let title = format!(
        "`waarborg check` of a generated protocol as a whole process, beside `waarborg --version`: median of {RUNS} runs in turns. \
         Time per line at 50,000 lines is {:.2} × that at 12,500 lines; 1 would be exactly linear.",
        beyond[3] / beyond[1],
    );
    let head = vec!["lines", "start-up ms", "check ms", "beyond start-up ms", "wanted"];
    Ok(Table { title, head, rows })
}

#[expect(clippy::cast_precision_loss, reason = "a count of lines is far below 2^52")]
fn lines_as_f64(lines: usize) -> f64 {
    lines as f64
}

fn timed(program: &Path, path: &PathBuf) -> Result<(Duration, Duration)> {
    let (mut start_ups, mut checks) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let start_up = once(Command::new(program).arg("--version"), 0)?;
        let check = once(Command::new(program).arg("check").arg(path), 0)?;
        if run > 0 {
            start_ups.push(start_up);
            checks.push(check);
        }
    }
    Ok((median(&mut start_ups), median(&mut checks)))
}

fn once(command: &mut Command, expected: i32) -> Result<Duration> {
    let start = Instant::now();
    let status =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().context("cannot start it")?;
    let took = start.elapsed();
    ensure!(status.code() == Some(expected), "{command:?} ended with {status}");
    Ok(took)
}

/// A valid protocol of about `lines` lines: purposes with data, retention and recipients of their own.
fn protocol(lines: usize) -> String {
    let mut text = String::from(
        "waarborg = 1\npresets = [\"nl\"]\n\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\n\
         languages = [\"nl\", \"en\"]\n\n[subject.person]\nname = { nl = \"Mensen\", en = \"People\" }\n\n",
    );
    let mut at = 0;
    while text.lines().count() + 40 <= lines || at == 0 {
        // Counting lines of a growing text is quadratic; two hundred rounds at a time is not.
        for _ in 0..((lines / 40).saturating_sub(at)).clamp(1, 200) {
            one(&mut text, at);
            at += 1;
        }
    }
    text
}

/// One purpose and what belongs to it: 38 lines.
fn one(text: &mut String, n: usize) {
    write!(
        text,
        r#"
[category.data-{n}]
name = {{ nl = "Gegevens {n}", en = "Data {n}" }}
subjects = ["person"]
source = "data-subject"

[category.data-{n}.field.email]
name = {{ nl = "E-mailadres", en = "E-mail address" }}
kind = "email"
dpv = "pd:EmailAddress"

[retention.rule-{n}]
period = "P2Y"
from = "last-contact"
action = "erase"
reason = {{ nl = "Zo lang zijn vragen te verwachten.", en = "Questions can be expected for so long." }}

[recipient.firm-{n}]
name = "Firm {n}"
role = "processor"
kind = "hosting"
country = "NL"
data = ["data-{n}"]
sub_processors = []

[recipient.firm-{n}.agreement]
title = {{ nl = "Verwerkersovereenkomst", en = "Processor agreement" }}
signed_on = 2026-01-01

[purpose.purpose-{n}]
name = {{ nl = "Doel {n}", en = "Purpose {n}" }}
description = {{ nl = "Wij doen dit voor u.", en = "We do this for you." }}
data = ["data-{n}.email"]
recipients = ["firm-{n}"]
retention = "rule-{n}"

[purpose.purpose-{n}.basis]
kind = "contract"
contract = {{ nl = "De overeenkomst met u.", en = "The agreement with you." }}
"#
    )
    .expect("writing to a string cannot fail");
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1_000.0)
}
