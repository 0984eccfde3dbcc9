//! Commands that are shown before they run.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::tally::Tally;

/// A command that prints itself, so that whoever reads the output can run it by hand.
#[derive(Debug)]
pub(crate) struct Visible {
    program: String,
    arguments: Vec<String>,
    settings: Vec<(&'static str, String)>,
    folder: &'static str,
}

impl Visible {
    pub(crate) fn new(program: &str, arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(ToString::to_string).collect();
        Self { program: program.to_owned(), arguments, settings: Vec::new(), folder: "." }
    }

    /// With these arguments behind the others.
    pub(crate) fn and(mut self, arguments: impl IntoIterator<Item = String>) -> Self {
        self.arguments.extend(arguments);
        self
    }

    /// With an environment variable.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((name, value.into()));
        self
    }

    /// In this folder, from the root.
    pub(crate) fn inside(mut self, folder: &'static str) -> Self {
        self.folder = folder;
        self
    }

    /// Runs it. Errs when it cannot start or does not succeed.
    pub(crate) fn run(&self) -> Result<()> {
        self.tallied(&mut Tally::default())
    }

    /// Runs it, shows its output as it comes, and counts the tests that the output reports.
    pub(crate) fn tallied(&self, tally: &mut Tally) -> Result<()> {
        let line = self.line();
        println!("$ {line}");
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("`{line}` did not start"))?;
        let output = child.stdout.take().context("its output was asked for")?;
        pass_by(BufReader::new(output), std::io::stdout(), tally)?;
        let status = child.wait()?;
        if !status.success() {
            bail!("`{line}` ended with {status}");
        }
        Ok(())
    }

    /// As one would type it.
    fn line(&self) -> String {
        let folder = (self.folder != ".").then(|| format!("cd {} &&", self.folder));
        let settings = self.settings.iter().map(|(name, value)| format!("{name}={}", quoted(value)));
        let words = std::iter::once(&self.program).chain(&self.arguments).map(|word| quoted(word));
        folder.into_iter().chain(settings).chain(words).collect::<Vec<_>>().join(" ")
    }
}

/// Shows each line as it comes, and counts.
fn pass_by(mut output: impl BufRead, mut screen: impl Write, tally: &mut Tally) -> Result<()> {
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line)? > 0 {
        screen.write_all(&line)?;
        tally.read(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(())
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_prints_as_one_would_type_it() {
        let command = Visible::new("cargo", &["clippy", "--", "-D", "a b"]).with("FLAGS", "-D warnings").inside("e2e");
        assert_eq!(command.line(), "cd e2e && FLAGS='-D warnings' cargo clippy -- -D 'a b'");
    }

    #[test]
    fn a_failing_command_is_an_error_that_names_it() {
        let error = Visible::new("sh", &["-c", "exit 3"]).run().unwrap_err();
        assert!(error.to_string().starts_with("`sh -c 'exit 3'` ended with"), "{error}");
        assert!(Visible::new("no-such-program-here", &[]).run().is_err());
    }

    #[test]
    fn tests_are_counted_while_their_output_passes_by() {
        let output = "running 3 tests\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured\n";
        let (mut screen, mut tally) = (Vec::new(), Tally::default());
        pass_by(output.as_bytes(), &mut screen, &mut tally).unwrap();
        assert_eq!(screen, output.as_bytes());
        assert_eq!(tally.to_string(), "2 passed, 0 failed, 1 skipped");
    }
}
