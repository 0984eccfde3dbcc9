//! A clock that jumps by years, by the hour of daylight saving, and two servers whose clocks differ by minutes (F-08). Nothing is destroyed
//! early, nothing done twice, no approval is good for longer than it was meant to be.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;

use crate::house::PURPOSE;
use crate::http::Client;
use crate::kill::Life;
use crate::people::Manners;
use crate::rotations;
use crate::run::{Plan, Planted};
use crate::site::{Server, Site, Wanted};
use crate::tally::Tally;

/// So many days share one installation.
const PER_LIFE: u64 = 12;

/// By how much the clock is off, in seconds.
const OFF: [i64; 9] = [0, 315_360_000, -315_360_000, 3_600, -3_600, 300, -300, 90_000, -90_000];

/// For how long an approval is good, with room for two clocks that differ.
const GOOD_SECONDS: i64 = 15 * 60 + 5 * 60;

pub(crate) fn points(plan: &Plan) -> Result<Tally> {
    let mut tally = Tally::per_seed(PER_LIFE);
    tally.live(plan, |tally, seed, days| live(tally, seed, days, Manners::Good));
    Ok(tally)
}

/// A server whose memory of what was done under a key does not outlast a jump.
pub(crate) fn canaries(seed: u64) -> Result<Planted> {
    let mut tally = Tally::default();
    for seed in seed..seed + 8 {
        live(&mut tally, seed, PER_LIFE, Manners::OtherKey)?;
        if !tally.is_good() {
            break;
        }
    }
    Ok(vec![("a server that forgets what was done under a key when the clock jumps", tally)])
}

/// An approval, and what the clock said when it was given.
struct Approved {
    id: String,
    off: i64,
}

fn live(tally: &mut Tally, seed: u64, days: u64, manners: Manners) -> Result<()> {
    let library = library()?.display().to_string();
    let site = Site::make(Wanted::default())?;
    let approver = site.client("approver", "bulk-approve")?;
    let mut life = Life::new(&site, seed, 3, manners);
    let mut approved: Option<Approved> = None;
    for _ in 0..days {
        let off = *life.draw.pick(&OFF);
        tally.tried += 1;
        tally.count(format!("a clock that is off by {off} s"));
        if life.draw.chance(50) {
            rotations::ask(&site)?;
        }
        let preload = format!("LD_PRELOAD={library}");
        let time = format!("FAKETIME={off:+}");
        let above = ["env", &preload, &time, "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1"];
        let server =
            site.serve_under(&above)?.map_err(|told| anyhow::anyhow!("with a clock off by {off} s: {told}"))?;
        if let Some(before) = approved.take() {
            let apart = (off - before.off).abs();
            let used = begin(&server, &before.id);
            if used {
                life.read_by_another();
            }
            tally.count(if used { "approvals used" } else { "approvals not usable any more" });
            if used && apart > GOOD_SECONDS {
                tally.bad(seed, format!("an approval given at {} s was used at {off} s", before.off));
            }
        }
        approved = Some(Approved { id: approve(&server, &approver, tally.tried)?, off });
        let wait = Duration::from_millis(60 + life.draw.below(150));
        life.load(server, |server| {
            std::thread::sleep(wait);
            server.kill()
        })?;
    }
    life.end(tally)
}

/// Asks for a bulk read, and has it approved.
fn approve(server: &Server, approver: &str, number: u64) -> Result<String> {
    let asked = json!({ "purpose": PURPOSE, "reason": "a campaign" });
    let heard = server.client().post("/bulk/request", Some(&format!("asked-{number:016}")), &asked);
    let id =
        heard.done().and_then(|answer| answer["approval"].as_str()).context("a bulk read was asked for")?.to_owned();
    let heard = Client::new(server.address, approver).post(
        "/bulk/approve",
        Some(&format!("approved-{number:016}")),
        &json!({ "approval": id }),
    );
    heard.done().with_context(|| format!("it was approved: {} {}", heard.status(), heard.code()))?;
    Ok(id)
}

fn begin(server: &Server, id: &str) -> bool {
    // The answer is a stream without a length; that there is one tells enough.
    !matches!(server.client().post("/bulk/read", None, &json!({ "approval": id })).status(), 400..=499)
}

/// What stands between the server and its clock.
fn library() -> Result<PathBuf> {
    let places = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"];
    let found =
        places.iter().map(|place| Path::new(place).join("faketime/libfaketimeMT.so.1")).find(|path| path.is_file());
    found.context("libfaketime is not installed: apt-get install faketime")
}
