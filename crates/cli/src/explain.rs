//! `waarborg explain`: what a code of `check` means.

use std::process::ExitCode;

use anyhow::{Result, bail};
use waarborg_protocol::check;

use crate::output;

/// The problems that make a protocol invalid.
const INVALID: &[(&str, &str)] = &[
    ("E01", "The text is not TOML."),
    ("E02", "A key that the language does not know. Nothing is guessed: an unknown key may be a promise misspelt."),
    ("E03", "A value of the wrong type."),
    ("E04", "A key that must be there is missing."),
    ("E05", "A value of the right type that cannot be right."),
    ("E06", "An id that no table declares."),
    ("E07", "The same key twice, in one file or in two."),
    ("E08", "A file that cannot be read or included."),
    ("E09", "A preset that does not exist."),
    ("E10", "A version of the language that this program does not know."),
    ("E11", "The languages of the statement are missing or named twice."),
    ("E12", "A holiday that is neither a fixed date nor a number of days from Easter."),
    ("E13", "So many problems that the rest is only counted."),
    ("E20", "A mistake in `server.toml`, beside the protocol."),
];

pub(crate) fn run(code: &str) -> Result<ExitCode> {
    let wanted = code.to_uppercase();
    if let Some((code, meaning)) = INVALID.iter().find(|(code, _)| *code == wanted) {
        output::print(&format!("{code} (invalid)\n{meaning}\n"))?;
    } else if let Some(rule) = check::rules().find(|rule| rule.code == wanted) {
        output::print(&format!("{} (gap), {}\n{}\nDo: {}\n", rule.code, rule.law, rule.duty, rule.help))?;
    } else {
        bail!("there is no code `{code}`; codes are E01–E13, E20, G01–G34, B1–B9, L01, L02, R01, R02, S01–S03");
    }
    Ok(ExitCode::SUCCESS)
}
