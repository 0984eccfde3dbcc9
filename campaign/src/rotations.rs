//! Keys are rotated while programs call, and the server is killed midway; every record stays readable (S-20).

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use waarborg_store::{Engine, Statement, Tx};
use waarborg_testkit::Postgres;

use crate::kill::{Death, Life};
use crate::people::Manners;
use crate::run::{Plan, Planted};
use crate::site::{Site, Wanted};
use crate::tally::Tally;

/// So many rotations share one installation.
const PER_LIFE: u64 = 25;

/// How long the last rotation may take: one that gives way is tried again after a minute.
const PATIENCE: Duration = Duration::from_secs(150);

/// People of each caller: enough for a rotation to take several transactions; fewer where there is little time.
const PEOPLE: [usize; 2] = [250, 80];

/// System calls of a rotation at which a server on SQLite is killed.
const CALLS: [(&str, u64); 5] = [("fdatasync", 20), ("fsync", 16), ("rename", 4), ("unlink", 3), ("pwrite64", 200)];

pub(crate) fn points(plan: &Plan) -> Result<Tally> {
    let mut tally = Tally::per_seed(PER_LIFE);
    let postgres = Arc::new(Postgres::start());
    tally.live(plan, |tally, seed, days| {
        let postgres = (seed % 2 == 0).then(|| Arc::clone(&postgres));
        live(tally, seed, days, postgres, false)
    });
    Ok(tally)
}

/// A rotation that destroys the old key before every key is wrapped again.
pub(crate) fn canaries(seed: u64) -> Result<Planted> {
    let mut tally = Tally::default();
    if let Err(error) = live(&mut tally, seed, 30, None, true) {
        tally.bad(seed, format!("{error:#}"));
    }
    Ok(vec![("an epoch key destroyed before every key is wrapped again", tally)])
}

/// Keys that nothing opens any more.
const LEFT: Statement =
    Statement::new("left", "SELECT count(*) FROM vault_key WHERE epoch <> (SELECT epoch FROM vault_ring)");

fn live(tally: &mut Tally, seed: u64, days: u64, postgres: Option<Arc<Postgres>>, too_early: bool) -> Result<()> {
    let site = Site::make(Wanted { postgres, ..Wanted::default() })?;
    let mut life = Life::new(&site, seed, 4, Manners::Good);
    let server = site.serve()?;
    life.populate(&server, if days < 10 { PEOPLE[1] } else { PEOPLE[0] })?;
    server.kill()?;
    for _ in 0..days {
        ask(&site)?;
        let death = match site.engine {
            Engine::Sqlite if life.draw.chance(60) => {
                let (call, most) = *life.draw.pick(&CALLS);
                Death::At { call, times: 1 + life.draw.below(most) }
            }
            _ => Death::After(20 + life.draw.below(200)),
        };
        life.day(&death)?;
        let epochs = epochs(&site)?;
        tally.tried += 1;
        tally.count(format!("{}: {}, {} epoch keys", site.engine, death.kind(), epochs.len()));
        if too_early && let [old, _, ..] = &epochs[..] {
            fs::remove_file(old)?;
        }
    }
    // The last one ends by itself.
    ask(&site)?;
    let server = site.serve()?;
    let begun = Instant::now();
    life.load(server, |server| {
        while begun.elapsed() < PATIENCE && (epochs(&site)?.len() > 1 || site.path("keys/rotate-now").exists()) {
            std::thread::sleep(Duration::from_millis(50));
        }
        server.stop()
    })?;
    if epochs(&site)?.len() != 1 {
        tally.bad(seed, format!("the last rotation did not end within {PATIENCE:?}"));
    }
    if begun.elapsed() > Duration::from_secs(30) {
        tally.count(format!("{}: a rotation gave way to load, and was tried again after a minute", site.engine));
    }
    life.end(tally)?;
    let store = site.open()?;
    let left: i64 = store.read_blocking(|tx: &mut Tx<'_>| tx.query_one(&LEFT, &[])?.get(0))?;
    store.close();
    if left > 0 {
        tally.bad(seed, format!("{left} keys are wrapped under an epoch that is gone"));
    }
    Ok(())
}

/// Asks the server for a rotation, as `waarborg keys rotate` does.
pub(crate) fn ask(site: &Site) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(site.path("keys/rotate-now"))?;
    Ok(())
}

/// The files of epoch keys, the oldest first.
pub(crate) fn epochs(site: &Site) -> Result<Vec<PathBuf>> {
    let files = fs::read_dir(site.path("keys"))?.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    let is_epoch = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("epoch-"))
            && path.extension().is_some_and(|end| end == "key")
    };
    let mut epochs: Vec<_> = files.into_iter().filter(is_epoch).collect();
    epochs.sort();
    Ok(epochs)
}
