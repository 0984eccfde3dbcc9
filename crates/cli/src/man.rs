//! `waarborg man`: one page with the help of every command, since there are no other pages to refer to.

use std::io::{Result, Write};

use clap::Command;
use clap_mangen::Man;

/// The page, in roff.
pub(crate) fn page(mut command: Command) -> Result<Vec<u8>> {
    command.build();
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_options_section(&mut page)?;
    writeln!(page, ".SH COMMANDS")?;
    for one in command.get_subcommands_mut().filter(|one| one.get_name() != "help") {
        let name = one.get_bin_name().unwrap_or(one.get_name()).to_owned();
        writeln!(page, ".SS {}\n.nf", plain(&name))?;
        for line in one.render_help().to_string().lines() {
            writeln!(page, "{}", plain(line))?;
        }
        writeln!(page, ".fi")?;
    }
    man.render_extra_section(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// A line that roff prints as it stands.
fn plain(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}
