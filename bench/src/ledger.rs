//! The ledger: leaves in the tree, signed and durable, beside a bare append of the same bytes; receipts, verifying, proofs.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use waarborg_base::{Actor, Clock, Ctx, Digest, OsEntropy, SystemClock};
use waarborg_ledger::verify::Verifier;
use waarborg_ledger::{Error, InMemory, Leaf, Ledger, Outside, SigningKey};
use waarborg_store::{MIGRATIONS, Settings, Store};

use crate::anchor;
use crate::load::{median, quantile};
use crate::table::Table;

const ORIGIN: &str = "bench.example/ledger";
const BATCHES: [usize; 4] = [1, 100, 1_000, 10_000];
/// Rounds of each side, in turns; the first is not counted.
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(1_500);
const SHORT: Duration = Duration::from_millis(500);
/// Leaves of the log in which proofs are looked for, unless the command says otherwise.
const LEAVES: u64 = 1_000_000;
/// How many leaves at a time are put into it.
const BUILT: u64 = 10_000;
const PROOFS: u64 = 5_000;
/// A sealed event of the vault has about so many bytes.
const BODY: usize = 230;

/// A ledger on a file of its own.
struct Log {
    store: Store,
    ledger: Ledger,
    appended: u64,
}

/// The events about a person, as the vault seals them. What is in them does not matter here.
struct Events {
    next: u64,
}

impl Events {
    fn some(&mut self, many: usize) -> Vec<Leaf> {
        let from = self.next;
        self.next += many as u64;
        (from..self.next).map(event).collect()
    }
}

fn event(number: u64) -> Leaf {
    let commitment = Digest::of(&number.to_be_bytes());
    let mut tag = [0; 16];
    tag[..4].copy_from_slice(&u32::try_from(number / 4096).unwrap_or(u32::MAX).to_be_bytes());
    tag[4..].copy_from_slice(&commitment.as_bytes()[..12]);
    Leaf::sealed(commitment, tag, vec![commitment.as_bytes()[0]; BODY])
}

impl Log {
    fn create(folder: &Path) -> Result<Self> {
        let store = Store::open(&Settings::sqlite(folder.join("ledger.db")), MIGRATIONS)?;
        let key = SigningKey::from_seed(ORIGIN, &[7; 32]).map_err(Error::from)?;
        let ledger = Ledger::open(&store, ctx(), key, ORIGIN, Arc::new(InMemory::default()) as Arc<dyn Outside>)?;
        Ok(Self { store, ledger, appended: 0 })
    }

    /// In one transaction; the number of the last leaf.
    fn append(&mut self, leaves: Vec<Leaf>) -> Result<i64> {
        self.appended += leaves.len() as u64;
        let ledger = self.ledger.clone();
        let mut leaves = Some(leaves);
        let last = self.store.write_blocking(ctx(), move |ctx, tx| {
            let appended = ledger.append_all(ctx, tx, leaves.take().unwrap_or_default())?;
            Ok::<_, Error>(appended.last().map_or(0, |last| last.arrival))
        })?;
        ensure!(self.ledger.size() == self.appended, "what is acknowledged is in the signed tree");
        Ok(last)
    }
}

fn ctx() -> Ctx {
    Ctx::new(SystemClock.now(), Actor::System, Box::new(OsEntropy::new()))
}

/// `cargo xtask bench ledger`, or `cargo xtask bench ledger 10000000` for a log of so many leaves.
pub(crate) fn run() -> Result<Table> {
    let leaves = std::env::args().nth(2).map_or(Ok(LEAVES), |number| number.parse())?;
    let mut rows = appending()?;
    rows.extend(in_a_log_of(leaves)?);
    let title = format!(
        "The ledger on SQLite: events as the vault seals them ({BODY} bytes and a tag), in the tree, under a signed checkpoint and durable before the \
         answer; beside an append of the same bytes to a file with one fdatasync per batch. Median of {ROUNDS} rounds of {} ms in turns; receipts, \
         verifying and proofs in a log of {leaves} leaves, in one process without HTTP.",
        ROUND.as_millis()
    );
    Ok(Table { title, head: vec!["what", "found", "against", "wanted"], rows })
}

/// Leaves a second, by how many share a commit.
fn appending() -> Result<Vec<Vec<String>>> {
    let folder = tempfile::tempdir()?;
    let (mut log, mut events) = (Log::create(folder.path())?, Events { next: 0 });
    let mut sides = BATCHES.map(|_| Side::default());
    for round in 0..=ROUNDS {
        for (batch, side) in BATCHES.into_iter().zip(&mut sides) {
            let bare = bare_appends(folder.path(), batch)?;
            let (before, appended) = (writer_time()?, log.appended);
            let ours = rate(batch, || events.some(batch), |leaves| log.append(leaves).map(drop))?;
            if round > 0 {
                #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
                side.cost.push((writer_time()? - before) as f64 / 1e3 / (log.appended - appended) as f64);
                side.ours.push(ours);
                side.bare.push(bare);
            }
        }
    }
    let rows = BATCHES.into_iter().zip(&sides).map(|(batch, side)| {
        let (ours, bare) = (median(&side.ours), median(&side.bare));
        let wanted = if batch >= 1_000 { "≥ 100,000/s" } else { "" };
        vec![
            format!("appended, {batch} in a commit"),
            format!("{ours:.0} leaves/s; {:.1} µs of processor each", median(&side.cost)),
            format!("{:.2} × bare append and fdatasync ({bare:.0}/s)", ours / bare),
            wanted.to_owned(),
        ]
    });
    Ok(rows.collect())
}

/// What the rounds gave: leaves a second, and microseconds of processor time of the writer per leaf.
#[derive(Default)]
struct Side {
    ours: Vec<f64>,
    bare: Vec<f64>,
    cost: Vec<f64>,
}

/// Nanoseconds that the thread which writes was on a processor.
fn writer_time() -> Result<u64> {
    for thread in std::fs::read_dir("/proc/self/task")? {
        let thread = thread?.path();
        if std::fs::read_to_string(thread.join("comm"))?.trim() == "store-writer" {
            let times = std::fs::read_to_string(thread.join("schedstat"))?;
            return Ok(times.split(' ').next().context("time on a processor")?.parse()?);
        }
    }
    anyhow::bail!("no thread writes")
}

/// The same bytes at the end of a file.
fn bare_appends(folder: &Path, batch: usize) -> Result<f64> {
    let path = folder.join("bare");
    let mut file = File::create(&path)?;
    // An entry in the tree is 90 bytes.
    let leaves = vec![7; (90 + 16 + BODY) * batch];
    let rate = rate(
        batch,
        || (),
        |()| {
            file.write_all(&leaves)?;
            Ok(file.sync_data()?)
        },
    );
    std::fs::remove_file(path)?;
    rate
}

/// How many of `batch` at a time are done in a second; what `prepare` takes does not count.
fn rate<T>(batch: usize, mut prepare: impl FnMut() -> T, mut once: impl FnMut(T) -> Result<()>) -> Result<f64> {
    let (mut spent, mut times) = (Duration::ZERO, 0_u32);
    while spent < ROUND {
        let prepared = prepare();
        let begun = Instant::now();
        once(prepared)?;
        spent += begun.elapsed();
        times += 1;
    }
    #[expect(clippy::cast_precision_loss, reason = "a batch is far below 2^52")]
    let done = f64::from(times) * batch as f64;
    Ok(done / spent.as_secs_f64())
}

fn in_a_log_of(leaves: u64) -> Result<Vec<Vec<String>>> {
    let folder = tempfile::tempdir()?;
    let (mut log, mut events) = (Log::create(folder.path())?, Events { next: 0 });
    while log.appended < leaves {
        let many = usize::try_from(BUILT.min(leaves - log.appended))?;
        log.append(events.some(many))?;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of leaves is far below 2^52")]
    let per_second = |leaves: u64, since: Instant| leaves as f64 / since.elapsed().as_secs_f64();
    let mut rows = vec![receipts(folder.path(), &mut log, &mut events)?];

    let proofs = proofs(&log)?;
    let shown = format!("p50 {:.2} ms, p99 {:.2} ms", quantile(&proofs, 0.5), quantile(&proofs, 0.99));
    rows.push(vec![format!("receipt of any of {leaves} leaves"), shown, String::new(), "p99 ≤ 5 ms".to_owned()]);

    let verifier = Verifier::new(ORIGIN, log.ledger.key());
    let begun = Instant::now();
    let report = log.store.read_blocking(move |tx| verifier.store(tx))?;
    ensure!(report.findings.is_empty(), "a log that nobody touched verifies: {:?}", report.findings);
    let verified = per_second(report.leaves, begun);
    rows.push(vec![
        "verified, one core".to_owned(),
        format!("{verified:.0} leaves/s"),
        String::new(),
        "≥ 200,000/s".to_owned(),
    ]);
    Ok(rows)
}

/// From the event to a receipt under a signed checkpoint, beside one durable write.
fn receipts(folder: &Path, log: &mut Log, events: &mut Events) -> Result<Vec<String>> {
    let (mut ours, mut bare, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let disk = anchor::fdatasync(folder, SHORT)?.p50;
        let (mut waits, start) = (Vec::new(), Instant::now());
        while start.elapsed() < SHORT {
            let event = events.some(1);
            let begun = Instant::now();
            let (ledger, arrival) = (log.ledger.clone(), log.append(event)?);
            let receipt = log.store.read_blocking(move |tx| ledger.receipt(tx, arrival))?;
            waits.push(begun.elapsed().as_secs_f64() * 1e3);
            ensure!(receipt.is_some_and(|receipt| receipt.index + 1 == log.appended), "the receipt of this very event");
        }
        waits.sort_unstable_by(f64::total_cmp);
        if round > 0 {
            let p50 = quantile(&waits, 0.5);
            ours.push(p50);
            bare.push(disk);
            ratios.push(p50 / disk);
        }
    }
    Ok(vec![
        "an event to its receipt".to_owned(),
        format!("p50 {:.3} ms", median(&ours)),
        format!("{:.2} × fdatasync ({:.3} ms)", median(&ratios), median(&bare)),
        "≤ 3 ×".to_owned(),
    ])
}

/// How long receipts of leaves all over the log take, in milliseconds, sorted.
fn proofs(log: &Log) -> Result<Vec<f64>> {
    let (ledger, size) = (log.ledger.clone(), log.appended);
    let mut waits = log.store.read_blocking(move |tx| {
        let mut waits = Vec::new();
        for number in 0..PROOFS {
            // A prime far from any power of two comes by everywhere.
            let position = number.wrapping_mul(982_451_653) % size;
            let begun = Instant::now();
            let receipt = ledger.receipt_at(tx, position)?;
            waits.push(begun.elapsed().as_secs_f64() * 1e3);
            if receipt.is_none() {
                return Err(Error::LeafMissing { position });
            }
        }
        Ok(waits)
    })?;
    waits.sort_unstable_by(f64::total_cmp);
    Ok(waits)
}
