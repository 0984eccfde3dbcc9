//! A table of results, in the Markdown that `docs/performance.md` holds.

use std::io::{self, Write};

/// What a benchmark found.
pub(crate) struct Table {
    /// What was measured, and how.
    pub(crate) title: String,
    /// Names of the columns.
    pub(crate) head: Vec<&'static str>,
    /// The rows, as shown.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// Prints it to standard output.
    pub(crate) fn print(&self) -> anyhow::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{}\n", self.title)?;
        writeln!(out, "| {} |", self.head.join(" | "))?;
        writeln!(out, "|{}", "---|".repeat(self.head.len()))?;
        for row in &self.rows {
            writeln!(out, "| {} |", row.join(" | "))?;
        }
        writeln!(out)?;
        Ok(out.flush()?)
    }
}
