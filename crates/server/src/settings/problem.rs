use std::fmt;
use std::path::PathBuf;

use waarborg_base::{Fault, Kind};

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{} cannot be read", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// The file says things that cannot be: all of them.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n"))]
    Wrong(Vec<SettingProblem>),
}

impl Fault for SettingsError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
}

/// One thing that is wrong, where, and a line that would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingProblem {
    /// The file.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line as it is, and how many characters of it are wrong.
    pub text: String,
    /// How many characters are wrong.
    pub width: usize,
    /// What was seen, and what was wanted.
    pub message: String,
    /// A line to paste.
    pub instead: Option<String>,
}

impl fmt::Display for SettingProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, text, width, message, instead } = self;
        let margin = line.to_string().len();
        writeln!(f, "{}:{line}:{column}: {message}", file.display())?;
        writeln!(f, "{:margin$} |", "")?;
        writeln!(f, "{line} | {text}")?;
        write!(f, "{:margin$} | {:indent$}{}", "", "", "^".repeat((*width).max(1)), indent = column - 1)?;
        instead.iter().try_for_each(|instead| write!(f, "\n{:margin$} = write: {instead}", ""))
    }
}
