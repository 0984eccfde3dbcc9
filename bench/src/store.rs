//! Durable single-row use cases: many waiting callers share a commit, against a commit for each.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use waarborg_base::{Actor, Clock, Ctx, OsEntropy, SystemClock};
use waarborg_store::{Engine, Error, MIGRATIONS, Migration, Settings, Statement, Store, values};
use waarborg_testkit::Bed;

use crate::table::Table;

const CLIENTS: [usize; 3] = [1, 16, 64];
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(500);

const TABLE: Migration = Migration {
    number: 6,
    name: "0006_bench",
    sqlite: "CREATE TABLE bench (position INTEGER NOT NULL PRIMARY KEY, id BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT",
    postgres: "CREATE TABLE bench (position BIGINT NOT NULL PRIMARY KEY, id BYTEA NOT NULL UNIQUE, bytes BYTEA NOT NULL)",
};
const INSERT: Statement =
    Statement::new("insert_bench", "INSERT INTO bench (position, id, bytes) VALUES ($1, $2, $3) RETURNING position");

/// One way to run the store, and its rates per number of clients.
struct Variant {
    name: &'static str,
    engine: Engine,
    set: fn(Settings) -> Settings,
    rates: [Vec<f64>; CLIENTS.len()],
    /// All answers at the most clients, in milliseconds.
    waits: Vec<f64>,
}

/// Measures every variant with every number of clients, in turns, so that a slow moment of the machine hits all alike.
pub(crate) fn run() -> anyhow::Result<Table> {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_time().build()?;
    let mut variants = [
        variant("SQLite, group commit", Engine::Sqlite, |settings| settings),
        variant("SQLite, one commit each", Engine::Sqlite, |settings| Settings { batch: 1, ..settings }),
        variant("PostgreSQL, 16 connections", Engine::Postgres, |settings| Settings { connections: 16, ..settings }),
        variant("PostgreSQL, 1 connection", Engine::Postgres, |settings| Settings { connections: 1, ..settings }),
    ];
    for _ in 0..ROUNDS {
        for (place, clients) in CLIENTS.into_iter().enumerate() {
            for variant in &mut variants {
                let bed = Bed::new(variant.engine);
                let settings = (variant.set)(Settings::new(&bed.settings.url));
                let store = Store::open(&settings, &[MIGRATIONS, &[TABLE]].concat())?;
                let (rate, waits) = round(&runtime, &store, clients)?;
                store.close();
                variant.rates[place].push(rate);
                if place == CLIENTS.len() - 1 {
                    variant.waits.extend(waits);
                }
            }
        }
    }
    Ok(table(&variants))
}

fn variant(name: &'static str, engine: Engine, set: fn(Settings) -> Settings) -> Variant {
    Variant { name, engine, set, rates: Default::default(), waits: Vec::new() }
}

/// So many clients, each sending its next change when the last is answered: changes a second, and how long each took.
fn round(runtime: &Runtime, store: &Store, clients: usize) -> anyhow::Result<(f64, Vec<f64>)> {
    runtime.block_on(async {
        let position = Arc::new(AtomicI64::new(0));
        let begin = Instant::now();
        let mut all = JoinSet::new();
        for _ in 0..clients {
            let (store, position) = (store.clone(), Arc::clone(&position));
            all.spawn(async move {
                let mut waits = Vec::new();
                while begin.elapsed() < ROUND {
                    let sent = Instant::now();
                    insert(&store, position.fetch_add(1, Ordering::Relaxed)).await?;
                    waits.push(sent.elapsed().as_secs_f64() * 1e3);
                }
                Ok::<_, Error>(waits)
            });
        }
        let mut waits = Vec::new();
        while let Some(client) = all.join_next().await {
            waits.extend(client??);
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of changes is far below 2^52")]
        let rate = waits.len() as f64 / begin.elapsed().as_secs_f64();
        Ok((rate, waits))
    })
}

async fn insert(store: &Store, position: i64) -> Result<i64, Error> {
    let ctx = Ctx::new(SystemClock.now(), Actor::System, Box::new(OsEntropy::new()));
    let insert = move |ctx: &mut Ctx, tx: &mut waarborg_store::Tx<'_>| {
        let payload = [7; 256];
        tx.query_one(&INSERT, &values![position, ctx.key, payload.as_slice()])?.get(0)
    };
    store.write(ctx, insert).await
}

fn table(variants: &[Variant; 4]) -> Table {
    let mut rows = Vec::new();
    let mut baseline = [1.0; CLIENTS.len()];
    // Each pair is the store's way and what it is compared with; the latter is worked out first.
    for pair in variants.chunks(2) {
        for (place, baseline) in baseline.iter_mut().enumerate() {
            *baseline = quantile(&pair[1].rates[place], 0.5);
        }
        for variant in pair {
            let rates = variant.rates.iter().zip(baseline);
            let rates = rates.map(|(rates, baseline)| {
                let median = quantile(rates, 0.5);
                format!("{median:.0} ({:.1}×)", median / baseline)
            });
            let waits = [0.5, 0.99].map(|part| format!("{:.1}", quantile(&variant.waits, part)));
            rows.push([variant.name.to_owned()].into_iter().chain(rates).chain(waits).collect());
        }
    }
    let title = format!(
        "Durable single-row use cases per second (row of 256 bytes with a unique key): median of {ROUNDS} rounds of {} ms in turns, each \
         on an empty database; in brackets against one commit after the other on the same engine.",
        ROUND.as_millis()
    );
    Table { title, head: vec!["store", "1 client", "16 clients", "64 clients", "p50 ms at 64", "p99 ms at 64"], rows }
}

fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index"
    )]
    let index = ((sorted.len() as f64 - 1.0) * part).round() as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}
