//! `GDPRbench`: its four workloads on the vault and, in the same run, on PostgreSQL with nine indices on metadata.

mod mix;
mod policy;
mod relational;
mod vaulted;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::Result;

use crate::table::Table;
use mix::{Query, Size, Workload, workloads};
use relational::Relational;
use vaulted::Vaulted;

/// Clients on each side, each asking again as soon as it has its answer.
const CLIENTS: usize = 16;

/// A place that holds the records.
trait Side: Sync {
    /// One client.
    fn asker(&self) -> Result<Box<dyn Asker + '_>>;

    /// What the records take on the disk, with what finds them.
    fn bytes(&self) -> Result<u64>;
}

trait Asker {
    /// Asks one query; whether the answer is right.
    fn ask(&mut self, query: Query) -> Result<bool>;
}

/// How long a workload took, and how many answers were right.
struct Done {
    seconds: f64,
    right: usize,
}

/// `cargo xtask bench gdprbench [records] [queries per workload]`; 100,000 and 10,000 are the size of the paper.
pub(crate) fn run() -> Result<Table> {
    let number = |place: usize, usual: u64| std::env::args().nth(place).map_or(Ok(usual), |number| number.parse());
    let size = Size { records: number(2, 100_000)?, queries: usize::try_from(number(3, 1_000)?)? };
    anyhow::ensure!(size.records.is_multiple_of(1_000) && size.records > 0, "records come in thousands");
    let workloads = workloads(size);
    let (vault, relational) = (Vaulted::load(size)?, Relational::load(size)?);
    let bytes = [vault.bytes()?, relational.bytes()?];
    let sides: [&dyn Side; 2] = [&vault, &relational];
    let mut rows = Vec::new();
    let mut sums = [0.0; 2];
    let mut right = [0; 2];
    for workload in &workloads {
        let mut done = Vec::new();
        for (place, side) in sides.into_iter().enumerate() {
            let now = complete(side, workload)?;
            sums[place] += now.seconds;
            right[place] += now.right;
            done.push(now.seconds);
        }
        let wanted = if workload.name == "controller" { "≥ 50 ×" } else { "≥ 1 ×" };
        rows.push(row(workload.name, done[0], done[1], wanted));
    }
    rows.push(row("sum of the four", sums[0], sums[1], "≥ 20 ×"));
    let asked = workloads.len() * size.queries;
    rows.push(vec![
        "right answers".to_owned(),
        format!("{} of {asked}", right[0]),
        format!("{} of {asked}", right[1]),
        String::new(),
        "all".to_owned(),
    ]);
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
    let space = bytes.map(|bytes| format!("{:.2} ×", bytes as f64 / (size.records * 100) as f64));
    let [ours, theirs] = space;
    rows.push(vec!["on disk, of the data itself".to_owned(), ours, theirs, String::new(), "≤ 3.5 ×".to_owned()]);
    let title = format!(
        "GDPRbench: {} records, {} queries a workload, {CLIENTS} clients on each side, seconds to complete; the vault on SQLite in process, PostgreSQL over \
         a unix socket ({} queries ran again after a deadlock). What each query became is in `docs/performance.md`.",
        size.records,
        size.queries,
        relational.deadlocks()
    );
    Ok(Table { title, head: vec!["workload", "vault", "PostgreSQL, nine indices", "faster", "wanted"], rows })
}

fn row(name: &str, ours: f64, theirs: f64, wanted: &str) -> Vec<String> {
    let times = format!("{:.1} ×", theirs / ours);
    vec![name.to_owned(), format!("{ours:.2}"), format!("{theirs:.2}"), times, wanted.to_owned()]
}

/// Every query of a workload, from many clients at once; each client takes the next.
fn complete(side: &dyn Side, workload: &Workload) -> Result<Done> {
    let (next, right) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let client = || {
            let mut asker = side.asker()?;
            while let Some(query) = workload.queries.get(next.fetch_add(1, Ordering::Relaxed)) {
                if asker.ask(*query)? {
                    right.fetch_add(1, Ordering::Relaxed);
                }
            }
            Ok::<_, anyhow::Error>(())
        };
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        clients.into_iter().try_for_each(|client| client.join().expect("a client does not panic"))
    })?;
    Ok(Done { seconds: begun.elapsed().as_secs_f64(), right: right.into_inner() })
}
