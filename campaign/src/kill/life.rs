use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Result;
use waarborg_store::Engine;

use super::ledger;
use crate::draw::Draw;
use crate::people::{Caller, Manners};
use crate::site::{Server, Site};
use crate::tally::Tally;

/// How a server ends.
#[derive(Clone, Debug)]
pub(crate) enum Death {
    /// Killed after so many milliseconds.
    After(u64),
    /// Killed as one of its threads calls this for the so many-th time.
    At { call: &'static str, times: u64 },
}

impl Death {
    pub(crate) fn kind(&self) -> String {
        match self {
            Self::After(_) => "killed at a moment".to_owned(),
            Self::At { call, .. } => format!("killed at {call}"),
        }
    }
}

/// System calls at which a server on SQLite is killed, and how many of them there are in a short life, about.
const CALLS: [(&str, u64); 6] =
    [("pwrite64", 400), ("fdatasync", 60), ("fsync", 12), ("write", 300), ("rename", 4), ("ftruncate", 3)];

/// One installation through many deaths, and the programs that call it.
pub(crate) struct Life<'s> {
    site: &'s Site,
    pub(crate) seed: u64,
    pub(crate) draw: Draw,
    pub(crate) callers: Vec<Caller>,
    /// Every checkpoint that anybody saw.
    pub(crate) checkpoints: Vec<String>,
    days: u64,
}

/// On PostgreSQL, leaves get their place within a second.
const SETTLING: Duration = Duration::from_millis(1_500);

/// On PostgreSQL, everybody is looked at after so many days: that takes longer than a day.
const BETWEEN_LOOKS: u64 = 10;

impl<'s> Life<'s> {
    pub(crate) fn new(site: &'s Site, seed: u64, callers: u64, manners: Manners) -> Self {
        let callers = (0..callers).map(|number| Caller::new(seed, number, manners)).collect();
        Self { site, seed, draw: Draw::new(seed), callers, checkpoints: Vec::new(), days: 0 }
    }

    pub(crate) fn draw_death(&mut self) -> Death {
        if self.site.engine == Engine::Sqlite && self.draw.chance(40) {
            let (call, most) = *self.draw.pick(&CALLS);
            return Death::At { call, times: 1 + self.draw.below(most) };
        }
        // Some before it has begun to answer well, most under load; and some after everybody was looked at.
        let looking = if self.settling().is_some_and(|settling| !settling.is_zero()) { 2_000 } else { 0 };
        Death::After(looking + self.draw.below(120))
    }

    /// Whether everybody is looked at on this day, and how long leaves may wait for their place.
    fn settling(&self) -> Option<Duration> {
        match self.site.engine {
            Engine::Sqlite => Some(Duration::ZERO),
            Engine::Postgres => self.days.is_multiple_of(BETWEEN_LOOKS).then_some(SETTLING),
        }
    }

    /// Serves until the server dies.
    pub(crate) fn day(&mut self, death: &Death) -> Result<()> {
        match death {
            Death::After(millis) => {
                let server = self.site.serve()?;
                let wait = Duration::from_millis(*millis);
                self.load(server, |server| {
                    std::thread::sleep(wait);
                    server.kill()
                })
            }
            Death::At { call, times } => {
                let trace = format!("trace={call}");
                let inject = format!("inject={call}:signal=KILL:when={times}");
                let above = ["strace", "-f", "-qqq", "--seccomp-bpf", "-o", "/dev/null", "-e", &trace, "-e", &inject];
                // It may die before it answers: that is a death like any other.
                let Ok(server) = self.site.serve_under(&above)? else { return Ok(()) };
                self.load(server, |mut server| {
                    for _ in 0..60 {
                        if server.has_ended() {
                            return Ok(());
                        }
                        std::thread::sleep(Duration::from_millis(10));
                    }
                    server.kill()
                })
            }
        }
    }

    /// Has each caller enter so many people.
    pub(crate) fn populate(&mut self, server: &Server, people: usize) -> Result<()> {
        std::thread::scope(|scope| {
            let entering = self.callers.iter_mut().map(|caller| {
                let mut client = server.client();
                scope.spawn(move || (0..people).all(|_| caller.enter(&mut client)))
            });
            let entering: Vec<_> = entering.collect();
            let all = entering.into_iter().all(|one| one.join().is_ok_and(|entered| entered));
            anyhow::ensure!(all, "the people could not be entered");
            Ok::<_, anyhow::Error>(())
        })?;
        // They are looked at in the end, and as soon as anything is done with them.
        self.callers.iter_mut().flat_map(|caller| &mut caller.people).for_each(|person| person.touched = false);
        Ok(())
    }

    /// Somebody else may have read everybody once.
    pub(crate) fn read_by_another(&mut self) {
        self.callers.iter_mut().flat_map(|caller| &mut caller.people).for_each(|person| person.reads[1] += 1);
    }

    /// Calls from all callers at once, for as long as `until` takes with the server.
    pub(crate) fn load(&mut self, server: Server, until: impl FnOnce(Server) -> Result<()>) -> Result<()> {
        let (over, settling) = (AtomicBool::new(false), self.settling());
        self.days += 1;
        let (callers, checkpoints) = (&mut self.callers, &mut self.checkpoints);
        std::thread::scope(|scope| {
            for caller in callers {
                let (mut client, over) = (server.client(), &over);
                scope.spawn(move || {
                    if !caller.settle(&mut client) {
                        return;
                    }
                    if settling.is_some_and(|settling| !caller.check(&mut client, settling)) {
                        return;
                    }
                    while !over.load(Ordering::Relaxed) && caller.call(&mut client) {}
                });
            }
            let (mut client, seen) = (server.client(), &over);
            scope.spawn(move || {
                while !seen.load(Ordering::Relaxed) {
                    let Some(note) = checkpoint(&mut client) else { return };
                    if checkpoints.last() != Some(&note) {
                        checkpoints.push(note);
                    }
                    std::thread::sleep(Duration::from_millis(10));
                }
            });
            let ended = until(server);
            over.store(true, Ordering::Relaxed);
            ended
        })
    }

    /// The last start: everything unknown is found out, everybody is looked at, and the database is read from end to end.
    pub(crate) fn end(mut self, tally: &mut Tally) -> Result<()> {
        let server = self.site.serve()?;
        let settling = if self.site.engine == Engine::Postgres { SETTLING } else { Duration::ZERO };
        let mut vkey = String::new();
        for caller in &mut self.callers {
            let mut client = server.client();
            while !caller.settle(&mut client) {}
            for person in &mut caller.people {
                person.touched = true;
            }
            if !caller.check(&mut client, settling) {
                tally.bad(self.seed, "the server was gone at the last look");
            }
            for person in caller.people.iter().filter(|person| person.token.is_some() && person.touched) {
                tally.bad(self.seed, format!("{} was refused at the last look", person.number));
            }
        }
        let mut client = server.client();
        if let Some((200, key)) = client.get("/ledger/key") {
            String::from_utf8_lossy(&key).trim().clone_into(&mut vkey);
        }
        std::thread::sleep(settling);
        self.checkpoints.extend(checkpoint(&mut client));
        if let Err(error) = server.stop() {
            tally.bad(self.seed, format!("the server did not stop well: {error}"));
        }
        for problem in ledger::look(self.site, &vkey, &self.checkpoints, &self.callers)? {
            tally.bad(self.seed, problem);
        }
        for caller in self.callers {
            for (what, times) in caller.told {
                tally.add(format!("{}: {what}", self.site.engine), times);
            }
            for problem in caller.bad {
                tally.bad(self.seed, problem);
            }
        }
        tally.add(format!("{}: checkpoints that the log extends", self.site.engine), self.checkpoints.len() as u64);
        Ok(())
    }
}

fn checkpoint(client: &mut crate::http::Client) -> Option<String> {
    let (200, note) = client.get("/ledger/checkpoint")? else { return None };
    String::from_utf8(note).ok()
}
