//! Benchmarks: `cargo run --release -p waarborg-bench -- store`. Each prints a table and compares, in one run on one machine,
//! with what a user would pick instead. Never a test: nothing fails because a machine is slow.

mod store;
mod table;

fn main() -> anyhow::Result<()> {
    let table = match std::env::args().nth(1).as_deref() {
        Some("store") => store::run()?,
        other => anyhow::bail!("no benchmark {}; there is: store", other.unwrap_or("was named")),
    };
    table.print()
}
