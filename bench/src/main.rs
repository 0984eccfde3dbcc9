//! Benchmarks: `cargo run --release -p waarborg-bench -- store`. Each prints a table and compares, in one run on one machine,
//! with what a user would pick instead. Never a test: nothing fails because a machine is slow.

mod anchor;
mod check;
mod cpu;
mod gdprbench;
mod ledger;
mod load;
mod page;
mod store;
mod table;
mod vault;

fn main() -> anyhow::Result<()> {
    let tables = match std::env::args().nth(1).as_deref() {
        Some("check") => vec![check::run(&program()?)?],
        Some("page") => vec![page::run(&program()?)?],
        Some("store") => vec![store::run()?],
        Some("vault") => vec![vault::run(&program()?)?],
        Some("postgres") => vec![vault::on_postgres(&program()?)?],
        Some("cpu") => vec![cpu::run(&program()?)?],
        Some("gdprbench") => vec![gdprbench::run()?],
        Some("ledger") => vec![ledger::run()?],
        Some("growth") => vec![vault::growth(&program()?)?],
        None => vec![check::run(&program()?)?, page::run(&program()?)?, store::run()?, vault::run(&program()?)?],
        Some("empty-handler") => return page::empty_handler(),
        Some(other) => {
            anyhow::bail!(
                "there is no benchmark {other}; there are: check, page, store, vault (all of them without a name), postgres, ledger, gdprbench, growth and cpu"
            )
        }
    };
    tables.iter().try_for_each(table::Table::print)
}

/// The program that is measured: built with the same profile, beside this one.
fn program() -> anyhow::Result<std::path::PathBuf> {
    let program = std::env::current_exe()?.with_file_name("waarborg");
    anyhow::ensure!(program.is_file(), "build what is measured first: cargo build --release");
    Ok(program)
}
