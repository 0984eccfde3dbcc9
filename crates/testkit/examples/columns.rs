//! Prints `docs/data.md`. Run by `cargo xtask generate`.
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

fn main() {
    print!("{}", waarborg_testkit::Columns::read().page());
}
