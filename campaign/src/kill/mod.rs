//! The real server, killed while programs call it, and started again (S-01).

pub(crate) mod ledger;
mod life;

use std::sync::Arc;

use anyhow::Result;
use waarborg_testkit::Postgres;

use crate::people::Manners;
use crate::run::{Plan, Planted};
use crate::site::{Site, Wanted};
use crate::tally::Tally;
pub(crate) use life::{Death, Life};

/// So many kills share one installation.
const PER_LIFE: u64 = 50;

pub(crate) fn points(plan: &Plan) -> Result<Tally> {
    let mut tally = Tally::per_seed(PER_LIFE);
    let postgres = Arc::new(Postgres::start());
    for postgres in [None, Some(&postgres)] {
        tally.live(plan, |tally, seed, kills| live(tally, seed, kills, postgres, Manners::Good));
    }
    Ok(tally)
}

/// A server that answers before it commits, and one that forgets the keys of changes.
pub(crate) fn canaries(seed: u64) -> Result<Planted> {
    let mut planted = Vec::new();
    for (what, manners) in [
        ("a server that answers before it commits", Manners::TakesForDone),
        ("a server that forgets what was done under a key", Manners::OtherKey),
    ] {
        let mut tally = Tally::default();
        // As long as it takes, within reason: which calls a kill hits is chance.
        for _ in 0..20 {
            live(&mut tally, seed, 5, None, manners)?;
            if !tally.is_good() {
                break;
            }
        }
        planted.push((what, tally));
    }
    Ok(planted)
}

fn live(tally: &mut Tally, seed: u64, kills: u64, postgres: Option<&Arc<Postgres>>, manners: Manners) -> Result<()> {
    let site = Site::make(Wanted { postgres: postgres.cloned(), ..Wanted::default() })?;
    let mut life = Life::new(&site, seed, 6, manners);
    for _ in 0..kills {
        let death = life.draw_death();
        life.day(&death)?;
        tally.tried += 1;
        tally.count(format!("{}: {}", site.engine, death.kind()));
    }
    life.end(tally)
}
