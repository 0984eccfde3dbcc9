//! Prints what `docs/` holds about the language: `language`, `gaps` or `schema`. Run by `cargo xtask generate`.
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use waarborg_protocol::{reference, schema};

fn main() -> Result<(), String> {
    match std::env::args().nth(1).as_deref() {
        Some("language") => print!("{}", reference::language()),
        Some("gaps") => print!("{}", reference::gaps()),
        Some("schema") => println!("{:#}", schema::json_schema()),
        _ => return Err("name one of: language, gaps, schema".to_owned()),
    }
    Ok(())
}
