//! A process of its own, so that it can be killed, or run out of disk.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{ChildStdout, Command, Stdio};

use waarborg_base::Fault;
use waarborg_store::{Error, MIGRATIONS, Migration, Settings, Store};

use crate::migrations::ENDLESS;
use crate::note;

/// Writers in the child that loads the store.
pub(crate) const CLIENTS: i64 = 8;
/// Each client numbers its notes from its own place.
pub(crate) const SPAN: i64 = 1_000_000;

/// A running child and what it prints.
pub(crate) struct Child {
    process: std::process::Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Child {
    /// Starts this test program again, with orders on its standard input.
    pub(crate) fn start(orders: &[&str]) -> Self {
        Self::start_in("", orders)
    }

    /// The same in a shell that first runs `limits`.
    pub(crate) fn start_in(limits: &str, orders: &[&str]) -> Self {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{limits}\nexec \"$0\" \"$@\"")).arg(std::env::current_exe().unwrap());
        command.args(["--exact", "child::runs_as_a_process_of_its_own", "--ignored", "--nocapture"]);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut input = process.stdin.take().unwrap();
        input.write_all(orders.join("\n").as_bytes()).unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines }
    }

    /// The rest of the next line that begins with `word`; none when the child has ended.
    pub(crate) fn next(&mut self, word: &str) -> Option<String> {
        self.lines.by_ref().map_while(Result::ok).find_map(|line| Some(line.strip_prefix(word)?.trim().to_owned()))
    }

    /// Ends it without a chance to do anything more; what it had printed can still be read.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.lines.by_ref().map_while(Result::ok).collect()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // A test that failed leaves no process behind.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Waits for something that another process is about to do.
pub(crate) fn wait_until(mut happened: impl FnMut() -> bool) {
    while !happened() {
        std::thread::yield_now();
    }
}

pub(crate) fn say(words: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{words}").and_then(|()| out.flush()).unwrap();
}

#[test]
#[ignore = "the other side of the tests that kill: does nothing without orders"]
fn runs_as_a_process_of_its_own() {
    let mut orders = std::io::stdin().lines().map_while(Result::ok);
    let (Some(order), Some(url)) = (orders.next(), orders.next()) else { return };
    let settings = Settings { readers: 1, connections: 4, ..Settings::new(url) };
    match order.as_str() {
        "load" => load(&Store::open(&settings, &note::migrations()).unwrap()),
        "crowd" => crate::full_disk::crowd(&settings),
        "fill" => fill(&Store::open(&settings, &note::migrations()).unwrap()),
        "migrate" => {
            let endless = Migration { number: 7, name: "0007_half", sqlite: ENDLESS, postgres: ENDLESS };
            Store::open(&settings, &[MIGRATIONS, &[endless]].concat()).unwrap();
        }
        other => panic!("no such order: {other}"),
    }
}

/// Every client writes note after note, and says so when it is acknowledged, until the process is killed.
fn load(store: &Store) {
    let stored = note::stored(store);
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let next = stored.iter().filter(|id| **id / SPAN == client).max().map_or(client * SPAN, |last| last + 1);
            scope.spawn(move || {
                for id in next.. {
                    note::write(store, id).unwrap();
                    say(&format!("acked {id}"));
                }
            });
        }
    });
}

/// Writes large notes until the disk fails, says what was answered, and then what a later call and the signal say.
fn fill(store: &Store) {
    for id in 1.. {
        match note::write_large(store, id) {
            Ok(()) => say(&format!("acked {id}")),
            Err(Error::OutcomeUnknown { key }) => {
                assert_eq!(key, Some(note::ctx(id).key));
                say(&format!("unknown {id}"));
                break;
            }
            Err(other) => {
                say(&format!("other {other}"));
                break;
            }
        }
    }
    let later = note::write(store, 0).unwrap_err();
    say(&format!("write {:?} {later}", later.kind()));
    let later = store.read_blocking(note::list).unwrap_err();
    say(&format!("read {:?} {later}", later.kind()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    say(&format!("signal {}", runtime.block_on(store.failed())));
    store.close();
    say("closed");
}
