//! Asks whoever sits at the terminal, without showing what is typed.

use std::fs::OpenOptions;
use std::io::{self, BufRead, BufReader, Write};

use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

/// Asks for a line on the terminal itself, whatever standard input is. Errs where there is no terminal.
pub(crate) fn ask(question: &str) -> io::Result<Zeroizing<String>> {
    let mut terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
    let shown = tcgetattr(&terminal)?;
    let mut hidden = shown.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    write!(terminal, "{question}: ")?;
    terminal.flush()?;
    tcsetattr(&terminal, OptionalActions::Flush, &hidden)?;
    // With room to spare, so that no copy is left behind by growing.
    let mut line = Zeroizing::new(String::with_capacity(4096));
    let read = BufReader::with_capacity(1, &terminal).read_line(&mut line);
    tcsetattr(&terminal, OptionalActions::Flush, &shown)?;
    writeln!(terminal)?;
    read?;
    Ok(line)
}
