//! PostgreSQL out of reach at the worst moment: the wire cut at COMMIT (S-07), and the server ended and started again (S-08).

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use waarborg_testkit::Postgres;

use crate::kill::Life;
use crate::people::Manners;
use crate::proxy::Proxy;
use crate::run::{Plan, Planted};
use crate::site::{Site, Wanted};
use crate::tally::Tally;

/// So many cuts share one installation.
const CUTS: u64 = 100;

/// So many restarts do.
const RESTARTS: u64 = 10;

/// How long a life may take: a server that does not come back must not hold up the campaign.
const PATIENCE: Duration = Duration::from_mins(3);

pub(crate) fn cut_commits(plan: &Plan) -> Result<Tally> {
    let postgres = Arc::new(Postgres::start());
    let mut tally = Tally::per_seed(CUTS);
    tally.live(plan, |tally, seed, cuts| commits(tally, seed, cuts, &postgres, Manners::Good));
    Ok(tally)
}

pub(crate) fn canaries_of_commits(seed: u64) -> Result<Planted> {
    // A server that forgot keys would not be found here: it finds out itself, and nobody has to send anything again.
    let postgres = Arc::new(Postgres::start());
    let loses = [("a change that was acknowledged and is lost", Manners::Loses)];
    planted(seed, &loses, |tally, seed, manners| commits(tally, seed, 20, &postgres, manners))
}

pub(crate) fn restarts(plan: &Plan) -> Result<Tally> {
    let postgres = Arc::new(Postgres::start());
    let mut tally = Tally::per_seed(RESTARTS);
    tally.live(plan, |tally, seed, times| restart(tally, seed, times, &postgres, Manners::Good));
    Ok(tally)
}

pub(crate) fn canaries_of_restarts(seed: u64) -> Result<Planted> {
    let postgres = Arc::new(Postgres::start());
    let both = [
        ("a change that was acknowledged and is lost", Manners::Loses),
        ("a server that forgets what was done under a key", Manners::OtherKey),
    ];
    planted(seed, &both, |tally, seed, manners| restart(tally, seed, 2, &postgres, manners))
}

fn planted(
    seed: u64,
    bugs: &[(&'static str, Manners)],
    mut live: impl FnMut(&mut Tally, u64, Manners) -> Result<()>,
) -> Result<Planted> {
    let mut found = Vec::new();
    for &(what, manners) in bugs {
        let mut tally = Tally::default();
        for seed in seed..seed + 5 {
            live(&mut tally, seed, manners)?;
            if !tally.is_good() {
                break;
            }
        }
        found.push((what, tally));
    }
    Ok(found)
}

fn commits(tally: &mut Tally, seed: u64, cuts: u64, postgres: &Arc<Postgres>, manners: Manners) -> Result<()> {
    let proxy = Proxy::start(postgres.socket(), seed)?;
    let address = Some(proxy.folder().display().to_string());
    let site = Site::make(Wanted { postgres: Some(Arc::clone(postgres)), address, ..Wanted::default() })?;
    let mut life = Life::new(&site, seed, 6, manners);
    let server = site.serve()?;
    let begun = Instant::now();
    proxy.cut(25);
    life.load(server, |server| {
        while proxy.cuts() < cuts && begun.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(5));
        }
        proxy.cut(0);
        // Whatever was under way ends.
        std::thread::sleep(Duration::from_millis(300));
        server.stop()
    })?;
    ensure!(proxy.cuts() >= cuts, "only {} of {cuts} cuts in {PATIENCE:?}", proxy.cuts());
    tally.tried += proxy.cuts();
    tally.add("cuts before, inside, and on both sides of the reply to COMMIT", proxy.cuts());
    life.end(tally)
}

fn restart(tally: &mut Tally, seed: u64, times: u64, postgres: &Arc<Postgres>, manners: Manners) -> Result<()> {
    let site = Site::make(Wanted { postgres: Some(Arc::clone(postgres)), ..Wanted::default() })?;
    let mut life = Life::new(&site, seed, 6, manners);
    let server = site.serve()?;
    let mut draw = life.draw.clone();
    life.load(server, |server| {
        for _ in 0..times {
            std::thread::sleep(Duration::from_millis(300 + draw.below(700)));
            postgres.crash_and_restart();
        }
        std::thread::sleep(Duration::from_millis(500));
        server.stop()
    })?;
    tally.tried += times;
    tally.add("times PostgreSQL was ended at once and started again", times);
    life.end(tally)
}
