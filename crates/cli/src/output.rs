//! The one place that writes to the terminal.

use std::io::{ErrorKind, Write};

use anyhow::{Context, Result};

/// Writes to standard output. A reader that went away (`waarborg check | head`) is no error, and the command still ends with
/// its own exit code; a full disk is one, so that half a report never looks like success.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot write to standard output"),
        _ => Ok(()),
    }
}

/// Text of somebody else's for a terminal: what would steer it (colours, titles, writing over what stands there, the direction
/// of writing) is shown as `\u{FFFD}`.
pub(crate) fn plain(text: &str) -> String {
    let steers = |letter: char| {
        (letter.is_control() && !matches!(letter, '\n' | '\t'))
            || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.replace(steers, "\u{FFFD}")
}

/// Writes a line to standard error.
pub(crate) fn error(text: &str) {
    // Nobody is left to tell when standard error is closed.
    let _closed = writeln!(std::io::stderr(), "{text}");
}
