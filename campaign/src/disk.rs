//! A disk that is full (F-05): writes are refused and say so, pages and health go on, whoever must be erased is erased, and it goes on by
//! itself once there is room.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::draw::Draw;
use crate::http::Client;
use crate::kill::Life;
use crate::people::{Caller, Manners};
use crate::run::{Plan, Planted};
use crate::site::{Site, Wanted};
use crate::tally::Tally;

pub(crate) fn points(plan: &Plan) -> Result<Tally> {
    let mut tally = Tally::default();
    for seed in plan.seed..plan.seed + plan.n {
        point(&mut tally, seed, false)?;
    }
    Ok(tally)
}

/// No room held back for what must not wait.
pub(crate) fn canaries(seed: u64) -> Result<Planted> {
    let mut tally = Tally::default();
    point(&mut tally, seed, true)?;
    Ok(vec![("a server without ballast", tally)])
}

/// A small disk in memory.
struct Disk(TempDir);

impl Disk {
    fn of(mib: u64) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let size = format!("size={mib}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).status()?;
        ensure!(mounted.success(), "a small disk cannot be mounted; this campaign needs the rights of root");
        Ok(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills it to the last byte but these.
    fn fill(&self, but: u64) -> Result<PathBuf> {
        let path = self.path().join("filler");
        let mut file = File::options().create(true).append(true).open(&path)?;
        let block = [0x5A; 4096];
        while file.write_all(&block).is_ok() {}
        let length = file.metadata()?.len();
        file.set_len(length.saturating_sub(but))?;
        Ok(path)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: whatever still has a file open there ends soon.
        let _unmounted = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

fn point(tally: &mut Tally, seed: u64, without_ballast: bool) -> Result<()> {
    let mut draw = Draw::new(seed);
    let disk = Disk::of(100 + draw.below(60))?;
    let site = Site::make(Wanted { inside: Some(disk.path().to_owned()), ..Wanted::default() })?;
    let mut life = Life::new(&site, seed, 3, Manners::Good);
    let server = site.serve()?;
    life.populate(&server, 8)?;
    if without_ballast {
        let _gone = fs::remove_file(site.path("data/waarborg.db-ballast"));
    }
    let filler = disk.fill(draw.below(64) * 4096)?;
    let mut client = server.client();
    let mut problems = Vec::new();
    let refused = refusals(&mut life.callers[0], &mut client);
    if refused == 0 {
        problems.push("no write was refused on a full disk".to_owned());
    }
    if without_ballast {
        disk.fill(0)?;
    }
    for path in ["/nl/privacy", "/healthz", "/api/v1/openapi.json"] {
        match client.get(path) {
            Some((200, _)) => tally.count("pages and health on a full disk"),
            other => problems.push(format!("{path} on a full disk gave {:?}", other.map(|(status, _)| status))),
        }
    }
    tally.add("writes that were refused", refused);
    let mut erased = 0;
    for caller in &mut life.callers {
        erased += caller.erase(&mut server.client(), 5);
    }
    tally.add("people erased on a full disk", erased);
    if erased < 15 {
        problems.push(format!("only {erased} of 15 could be erased on a full disk"));
    }
    fs::remove_file(&filler)?;
    let begun = Instant::now();
    while !enters(&mut life.callers[0], &mut client) {
        if begun.elapsed() > Duration::from_secs(15) {
            problems.push("it did not go on within 15 seconds after there was room".to_owned());
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    tally.tried += 1;
    for problem in problems {
        tally.bad(seed, problem);
    }
    server.stop().context("after a full disk")?;
    life.end(tally)
}

/// Enters people until five in a row were refused; how many were.
fn refusals(caller: &mut Caller, client: &mut Client) -> u64 {
    let (mut refused, mut tries) = (0, 0);
    while refused < 5 && tries < 4_000 {
        tries += 1;
        refused = if enters(caller, client) { 0 } else { refused + 1 };
    }
    refused
}

/// Enters a person; whether they are in the vault.
fn enters(caller: &mut Caller, client: &mut Client) -> bool {
    caller.enter(client) && caller.people.last().is_some_and(|person| person.token.is_some())
}
