//! Processor time of the server per operation, by thread: what an operation costs whatever else the machine does meanwhile.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::runtime::Runtime;

use crate::load::Ask;
use crate::table::Table;
use crate::vault::Installation;

const ROUND: Duration = Duration::from_secs(3);
/// People in the vault before anything is measured.
const PEOPLE: usize = 10_000;
/// Connections that each ask again as soon as they have their answer.
const MANY: usize = 64;

/// Nanoseconds of processor time that each kind of thread has had.
pub(crate) type Spent = BTreeMap<String, u64>;

/// What the threads of a process have had so far. Threads of one kind differ by a number at the end of their name.
pub(crate) fn spent(process: u32) -> Result<Spent> {
    let mut spent = Spent::new();
    for thread in std::fs::read_dir(format!("/proc/{process}/task"))? {
        let thread = thread?.path();
        // A thread that ends meanwhile counts for nothing.
        let (Ok(name), Ok(times)) =
            (std::fs::read_to_string(thread.join("comm")), std::fs::read_to_string(thread.join("schedstat")))
        else {
            continue;
        };
        let time: u64 = times.split(' ').next().context("time on a processor")?.parse()?;
        *spent
            .entry(name.trim().trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == '-').to_owned())
            .or_default() += time;
    }
    Ok(spent)
}

/// `cargo xtask bench cpu`, or `cargo xtask bench cpu create` for the operations with that word in their name.
pub(crate) fn run(program: &Path) -> Result<Table> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let server = Installation::start(program, None)?;
    let tokens = Arc::new(server.fill(&runtime, PEOPLE)?);
    let asks = [
        ("create", server.create()),
        ("audited read by token", server.read(&tokens)),
        ("audited read by e-mail address", server.read_by_email(PEOPLE)),
    ];
    let wanted = std::env::args().nth(2).unwrap_or_default();
    let mut rows = Vec::new();
    for (what, ask) in asks.iter().filter(|(what, _)| what.contains(&wanted)) {
        for connections in [MANY, 1] {
            rows.push(row(&runtime, &server, what, connections, ask)?);
        }
    }
    let title = format!("Processor time of the server per operation, in microseconds; {PEOPLE} people at the start.");
    Ok(Table { title, head: vec!["operation", "connections", "per second", "in all", "writer", "HTTP", "other"], rows })
}

fn row(runtime: &Runtime, server: &Installation, what: &str, connections: usize, ask: &Ask) -> Result<Vec<String>> {
    server.load(runtime, connections, ROUND / 6, ask)?;
    let before = spent(server.process())?;
    let round = server.load(runtime, connections, ROUND, ask)?;
    let after = spent(server.process())?;
    #[expect(clippy::cast_precision_loss, reason = "nanoseconds of a few seconds are far below 2^52")]
    let per_answer = |kind: &str| {
        let time = |spent: &Spent| spent.get(kind).copied().unwrap_or_default();
        time(&after).saturating_sub(time(&before)) as f64 / 1e3 / round.waits.len() as f64
    };
    let all: f64 = after.keys().map(|kind| per_answer(kind)).sum();
    let (writer, http) = (per_answer("store-writer"), per_answer("tokio-rt-worker"));
    let mut row = vec![what.to_owned(), connections.to_string(), format!("{:.0}", round.rate)];
    row.extend([all, writer, http, all - writer - http].map(|time| format!("{time:.1}")));
    Ok(row)
}
