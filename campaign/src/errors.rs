//! The disk refuses, at every system call on a file in turn (S-04): what callers are told stays true, and the next start is clean.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::draw::Draw;
use crate::kill::Life;
use crate::people::Manners;
use crate::rotations;
use crate::run::{Plan, Planted};
use crate::site::{Site, Wanted, program};
use crate::tally::Tally;

/// So many errors share one installation.
const PER_LIFE: u64 = 25;

/// System calls on files, and how often one thread of a short day makes them, about.
const CALLS: [(&str, u64); 13] = [
    ("pwrite64", 300),
    ("pwrite64", 40),
    ("fdatasync", 40),
    ("fsync", 12),
    ("write", 20),
    ("pread64", 60),
    ("openat", 60),
    ("rename", 4),
    ("unlink", 3),
    ("ftruncate", 4),
    ("flock", 6),
    ("fcntl", 30),
    ("newfstatat", 40),
];

const ERRORS: &[&str] = &["EIO", "ENOSPC", "EDQUOT", "EINTR", "EROFS"];

/// Files of which reads and writes by plain `read` and `write` are meant: other descriptors are sockets and events.
const NAMED: [&str; 6] = [
    "outside/erasures",
    "outside/checkpoint",
    "outside/checkpoint.new",
    "keys/rotation",
    "keys/rotation.new",
    "data/waarborg.db",
];

/// One error.
struct Fault {
    call: &'static str,
    error: &'static str,
    /// From the so many-th call of a thread on, or at that one only.
    times: u64,
    for_good: bool,
}

impl Fault {
    fn draw(draw: &mut Draw) -> Self {
        let (call, most) = *draw.pick(&CALLS);
        let error = *draw.pick::<&'static str>(ERRORS);
        // Whoever is interrupted asks again, and would do so for ever.
        let for_good = error != "EINTR" && draw.chance(20);
        Self { call, error, times: 1 + draw.below(most), for_good }
    }

    fn strace(&self, site: &Site) -> Vec<String> {
        let Self { call, error, times, for_good } = self;
        let mut arguments: Vec<String> =
            ["strace", "-f", "-qqq", "--seccomp-bpf", "-o", "/dev/null"].into_iter().map(str::to_owned).collect();
        if *call == "write" {
            arguments.retain(|argument| argument != "--seccomp-bpf");
            for name in NAMED {
                arguments.extend(["-P".to_owned(), site.path(name).display().to_string()]);
            }
        }
        let more = if *for_good { "+" } else { "" };
        arguments.extend(["-e".to_owned(), format!("trace={call}")]);
        arguments.extend(["-e".to_owned(), format!("inject={call}:error={error}:when={times}{more}")]);
        arguments
    }
}

pub(crate) fn points(plan: &Plan) -> Result<Tally> {
    let mut tally = Tally::per_seed(PER_LIFE);
    tally.live(plan, |tally, seed, days| live(tally, seed, days, Manners::Good));
    Ok(tally)
}

/// A server that says that it is done although the disk refused.
pub(crate) fn canaries(seed: u64) -> Result<Planted> {
    let mut tally = Tally::default();
    for seed in seed..seed + 10 {
        live(&mut tally, seed, 10, Manners::TakesForDone)?;
        if !tally.is_good() {
            break;
        }
    }
    Ok(vec![("a server that says done although the disk refused", tally)])
}

fn live(tally: &mut Tally, seed: u64, days: u64, manners: Manners) -> Result<()> {
    let site = Site::make(Wanted::default())?;
    let mut life = Life::new(&site, seed, 3, manners);
    for day in 0..days {
        let fault = Fault::draw(&mut life.draw);
        tally.tried += 1;
        tally.count(format!("{} {}", fault.call, fault.error));
        if day % 5 == 4 {
            backup(tally, &site, seed, &fault)?;
            continue;
        }
        if life.draw.chance(40) {
            rotations::ask(&site)?;
        }
        let arguments = fault.strace(&site);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let Ok(server) = site.serve_under(&arguments)? else {
            // It refused to start, which is an answer.
            tally.count("refused to start");
            continue;
        };
        let mut ended = false;
        life.load(server, |mut server| {
            for _ in 0..30 {
                std::thread::sleep(Duration::from_millis(10));
                ended = ended || server.has_ended();
            }
            server.kill()
        })?;
        tally.count(if ended { "stopped by itself" } else { "went on" });
        // The next start, on a disk that does not refuse, must be clean.
        let server = site.serve()?;
        life.load(server, |server| {
            std::thread::sleep(Duration::from_millis(30));
            server.kill()
        })?;
    }
    life.end(tally)
}

/// A backup under the same error fails, or what it wrote verifies; an archive that was there before still does.
fn backup(tally: &mut Tally, site: &Site, seed: u64, fault: &Fault) -> Result<()> {
    let folder = site.path("backup");
    let config = site.path("server.toml");
    let arguments = fault.strace(site);
    let status = Command::new(&arguments[0])
        .args(&arguments[1..])
        .arg(program()?)
        .arg("backup")
        .arg(&folder)
        .arg("--config")
        .arg(&config)
        .output()?
        .status;
    tally.count(if status.success() { "a backup was made" } else { "a backup was refused" });
    let files = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|file| file.path());
    let archives: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end != "new")).collect();
    if status.success() && archives.is_empty() {
        tally.bad(seed, "a backup was made, and there is no archive");
    }
    for archive in archives.iter().filter(|path| path.is_file()) {
        let shown = archive.display().to_string();
        if let Err(error) = site.run(&["backup", "verify", &shown]) {
            tally.bad(seed, format!("after {} {} at {}: {error:#}", fault.call, fault.error, fault.times));
        }
    }
    Ok(())
}
