//! The vault over HTTP: taking people up, reading them with a leaf each, erasing them; beside what a user would pick instead.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tokio::runtime::Runtime;
use waarborg_testkit::Postgres;

use crate::anchor::{self, Pattern, Pgbench};
use crate::load::{self, Ask, Connection, median};
use crate::page;
use crate::table::Table;

/// Rounds of each side, in turns; the first is not counted.
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);
const SHORT: Duration = Duration::from_millis(500);
/// People in the vault before anything is measured.
const PEOPLE: usize = 10_000;
/// Connections that each ask again as soon as they have their answer.
const MANY: usize = 64;

/// An installation in a folder of its own, served by a process of its own.
pub(crate) struct Installation {
    child: Child,
    address: SocketAddr,
    secret: String,
    people: Arc<AtomicUsize>,
    folder: tempfile::TempDir,
    /// Kept so that the database outlives the server.
    _postgres: Option<Arc<Postgres>>,
}

impl Installation {
    /// Makes one with the complete example protocol and a client that may do everything, and serves it.
    pub(crate) fn start(program: &Path, postgres: Option<Arc<Postgres>>) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("waarborg-bench-").tempdir()?;
        let config = folder.path().join("server.toml");
        let waarborg = |arguments: &[&str]| -> Result<String> {
            let output = Command::new(program).args(arguments).output()?;
            let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            ensure!(output.status.success(), "waarborg {}: {out}{err}", arguments.join(" "));
            Ok(out.into_owned())
        };
        let shown = config.to_str().context("a path in UTF-8")?;
        waarborg(&["init", folder.path().to_str().context("a path in UTF-8")?])?;
        replace_protocol(&folder.path().join("protocol"))?;
        let text = std::fs::read_to_string(&config)?.replace("127.0.0.1:8420", "127.0.0.1:0");
        let text = match &postgres {
            Some(server) => text.replace("database = \"sqlite\"", &format!("database = \"{}\"", server.database())),
            None => text,
        };
        std::fs::write(&config, text)?;
        waarborg(&["apply", folder.path().join("protocol").to_str().context("UTF-8")?, "--config", shown])?;
        let may = "create,read,find,correct,purpose,condition,hold,merge,export,erase,history";
        let limits = ["--calls-per-minute", "60000000"];
        let added = waarborg(
            &[&["client", "add", "bench", "--purpose", "accounts", "--may", may, "--config", shown], &limits[..]]
                .concat(),
        )?;
        let secret = added.split_whitespace().find(|word| word.starts_with("wbc_")).context("a secret")?.to_owned();
        let mut child = Command::new(program)
            .args(["serve", "--config", shown])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        let out = BufReader::new(child.stdout.take().context("a pipe was asked for")?);
        let mut address = None;
        let mut lines = out.lines();
        for line in lines.by_ref() {
            let line = line?;
            if let Some((_, at)) = line.split_once(" at http://") {
                address = Some(at.trim().parse()?);
                break;
            }
        }
        // The pipe is read on, so that the server never waits for it.
        std::thread::spawn(move || lines.for_each(drop));
        let Some(address) = address else { bail!("the server did not say where it is") };
        Ok(Self { child, address, secret, people: Arc::default(), folder, _postgres: postgres })
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The number of the process that serves it.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Memory that the server has in use, in MB.
    pub(crate) fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").trim().parse::<f64>()? / 1024.0)
    }

    /// One more person each time.
    pub(crate) fn create(&self) -> Ask {
        let people = Arc::clone(&self.people);
        let head = self.head("/api/v1/subjects/create");
        Arc::new(move |_, _, request| {
            let number = people.fetch_add(1, Ordering::Relaxed);
            write(request, &head, Some(number), &person(number));
        })
    }

    /// People of whom the tokens are known.
    pub(crate) fn fill(&self, runtime: &Runtime, people: usize) -> Result<Vec<String>> {
        let ask = self.create();
        let per_connection = people.div_ceil(MANY);
        runtime.block_on(async {
            let mut clients = Vec::new();
            for _ in 0..MANY {
                let (ask, address) = (Arc::clone(&ask), self.address);
                clients.push(tokio::spawn(async move {
                    let mut connection = Connection::open(address).await?;
                    let (mut tokens, mut request) = (Vec::new(), Vec::new());
                    for _ in 0..per_connection {
                        request.clear();
                        ask(0, 0, &mut request);
                        tokens.push(token(connection.ask(&request).await?)?);
                    }
                    Ok::<_, anyhow::Error>(tokens)
                }));
            }
            let mut tokens = Vec::new();
            for client in clients {
                tokens.extend(client.await??);
            }
            Ok(tokens)
        })
    }

    /// An audited read of one of these people, for a purpose that uses all six fields.
    pub(crate) fn read(&self, tokens: &Arc<Vec<String>>) -> Ask {
        let (tokens, head) = (Arc::clone(tokens), self.head("/api/v1/subjects/read"));
        Arc::new(move |client, number, request| {
            let token = &tokens[pick(client, number, tokens.len())];
            write(request, &head, None, &format!(r#"{{"who":{{"token":"{token}"}},"purpose":"accounts"}}"#));
        })
    }

    /// The same by e-mail address.
    pub(crate) fn read_by_email(&self, people: usize) -> Ask {
        let head = self.head("/api/v1/subjects/read");
        Arc::new(move |client, number, request| {
            let email = email(pick(client, number, people));
            let who = format!(r#"{{"identifier":{{"field":"contact.email","value":"{email}"}}}}"#);
            write(request, &head, None, &format!(r#"{{"who":{who},"purpose":"accounts"}}"#));
        })
    }

    /// Each of these people once.
    pub(crate) fn erase(&self, tokens: Vec<String>) -> Ask {
        // Keys come from the same count as those of the people, so that none is used twice.
        let (head, next, keys) = (self.head("/api/v1/subjects/erase"), AtomicUsize::new(0), Arc::clone(&self.people));
        Arc::new(move |_, _, request| {
            let token = &tokens[next.fetch_add(1, Ordering::Relaxed) % tokens.len()];
            let key = keys.fetch_add(1, Ordering::Relaxed);
            write(request, &head, Some(key), &format!(r#"{{"token":"{token}"}}"#));
        })
    }

    pub(crate) fn load(&self, runtime: &Runtime, clients: usize, time: Duration, ask: &Ask) -> Result<load::Round> {
        runtime.block_on(load::run(self.address, clients, time, ask))
    }

    fn head(&self, path: &str) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nAccept: application/json\r\n",
            self.address, self.secret
        )
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn replace_protocol(folder: &Path) -> Result<()> {
    std::fs::remove_dir_all(folder)?;
    std::fs::create_dir(folder)?;
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/dexes-complete");
    for file in std::fs::read_dir(example)? {
        let file = file?.path();
        std::fs::copy(&file, folder.join(file.file_name().context("a file has a name")?))?;
    }
    Ok(())
}

/// Six fields, two of them identifiers that can be looked up.
fn person(number: usize) -> String {
    format!(
        r#"{{"purposes":["accounts"],"source":"data-subject","fields":{{"contact.name":"Persoon {number}","contact.email":"{}","contact.telephone":"+3161{:07}","company.organisation":"Voorbeeld B.V.","company.position":"Planner","authorisation.role":"dispatcher"}}}}"#,
        email(number),
        number % 10_000_000
    )
}

fn email(number: usize) -> String {
    format!("persoon.{number}@voorbeeld.example")
}

fn pick(client: usize, number: usize, of: usize) -> usize {
    (client * 1_000_003 + number * 7_919) % of
}

fn write(request: &mut Vec<u8>, head: &str, key: Option<usize>, body: &str) {
    request.extend_from_slice(head.as_bytes());
    if let Some(key) = key {
        request.extend_from_slice(format!("Idempotency-Key: bench-{key:020x}\r\n").as_bytes());
    }
    request.extend_from_slice(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
}

fn token(answer: &[u8]) -> Result<String> {
    let text = std::str::from_utf8(answer)?;
    let at = text.find("\"token\":\"").context("an answer with a token")? + 9;
    Ok(text[at..at + 32].to_owned())
}

/// What the rounds gave of one thing.
#[derive(Default)]
struct Side {
    rates: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
}

impl Side {
    fn add(&mut self, round: &load::Round) {
        self.rates.push(round.rate);
        self.p50.push(round.within(0.5));
        self.p99.push(round.within(0.99));
    }

    fn rate(&self) -> f64 {
        median(&self.rates)
    }
}

/// Everything that is compared, in one run.
#[derive(Default)]
struct Sides {
    create: Side,
    create_alone: Side,
    read: Side,
    read_by_email: Side,
    erase: Side,
    hello: Vec<f64>,
    two_commits: Vec<f64>,
    commit_per_read: Vec<f64>,
    pgbench: Vec<f64>,
    fdatasync: Vec<f64>,
}

pub(crate) fn run(program: &Path) -> Result<Table> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let sqlite = Installation::start(program, None)?;
    let hello = page::Server::start(Command::new(std::env::current_exe()?).arg("empty-handler"))?;
    let pgbench = Pgbench::start()?;
    let scratch = tempfile::tempdir()?;
    let tokens = Arc::new(sqlite.fill(&runtime, PEOPLE)?);
    let mut sides = Sides::default();
    for round in 0..=ROUNDS {
        let mut now = Sides::default();
        now.fdatasync.push(anchor::fdatasync(scratch.path(), SHORT)?.p50);
        now.two_commits.push(anchor::pattern(scratch.path(), Pattern::CreateInTwoCommits, SHORT * 2)?.rate);
        now.create.add(&sqlite.load(&runtime, MANY, ROUND, &sqlite.create())?);
        now.pgbench.push(pgbench.insert_and_audit(MANY, ROUND)?);
        now.create_alone.add(&sqlite.load(&runtime, 1, SHORT * 2, &sqlite.create())?);
        now.hello.push(page::hello_rate(&runtime, &hello, MANY, ROUND)?);
        now.read.add(&sqlite.load(&runtime, MANY, ROUND, &sqlite.read(&tokens))?);
        now.read_by_email.add(&sqlite.load(&runtime, MANY, ROUND, &sqlite.read_by_email(PEOPLE))?);
        now.commit_per_read.push(anchor::pattern(scratch.path(), Pattern::CommitPerRead, SHORT * 2)?.rate);
        let doomed = sqlite.fill(&runtime, 8_000)?;
        now.erase.add(&sqlite.load(&runtime, 1, SHORT * 2, &sqlite.erase(doomed))?);
        if round > 0 {
            sides.join(now);
        }
    }
    Ok(sides.table())
}

impl Sides {
    fn join(&mut self, now: Self) {
        let join = |mine: &mut Side, other: Side| {
            mine.rates.extend(other.rates);
            mine.p50.extend(other.p50);
            mine.p99.extend(other.p99);
        };
        join(&mut self.create, now.create);
        join(&mut self.create_alone, now.create_alone);
        join(&mut self.read, now.read);
        join(&mut self.read_by_email, now.read_by_email);
        join(&mut self.erase, now.erase);
        self.hello.extend(now.hello);
        self.two_commits.extend(now.two_commits);
        self.commit_per_read.extend(now.commit_per_read);
        self.pgbench.extend(now.pgbench);
        self.fdatasync.extend(now.fdatasync);
    }

    fn table(&self) -> Table {
        let disk = median(&self.fdatasync);
        let mut rows = Vec::new();
        let mut row = |what: &str, side: &Side, against: String, wanted: &str| {
            let shown = [median(&side.p50), median(&side.p99)].map(|wait| format!("{wait:.2}"));
            let [p50, p99] = shown;
            rows.push(vec![what.to_owned(), format!("{:.0}", side.rate()), p50, p99, against, wanted.to_owned()]);
        };
        let times = |rate: f64, other: &[f64], name: &str| {
            format!("{:.2} × {name} ({:.0}/s)", rate / median(other), median(other))
        };
        let wait = |side: &Side| format!("p50 {:.2} × fdatasync ({disk:.3} ms)", median(&side.p50) / disk);
        let create = format!(
            "{}; {}",
            times(self.create.rate(), &self.two_commits, "record and audit in two commits"),
            times(self.create.rate(), &self.pgbench, "pgbench insert + audit")
        );
        row("create, 64 connections", &self.create, create, "≥ 25 ×; ≥ 1.2 ×; p99 ≤ 30 ms");
        row("create, 1 connection", &self.create_alone, wait(&self.create_alone), "≤ 3 ×");
        for (what, side) in [("token", &self.read), ("e-mail address", &self.read_by_email)] {
            let against = format!(
                "{}; {}",
                times(side.rate(), &self.hello, "empty handler"),
                times(side.rate(), &self.commit_per_read, "a commit per read")
            );
            row(&format!("audited read by {what}, 64 connections"), side, against, "≥ 0.35 ×; ≥ 25 ×");
        }
        row("erase, 1 connection", &self.erase, wait(&self.erase), "≤ 4 ×");
        let title = format!(
            "The vault over HTTP on loopback: six fields and two identifiers a person, every answer durable and with its leaf in the signed \
             ledger; {PEOPLE} people at the start; median of {ROUNDS} rounds in turns, client and server on the same two cores."
        );
        Table { title, head: vec!["operation", "per second", "p50 ms", "p99 ms", "against", "wanted"], rows }
    }
}

/// The vault on PostgreSQL, beside `pgbench` on a server of its own: `cargo xtask bench postgres`.
pub(crate) fn on_postgres(program: &Path) -> Result<Table> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let server = Installation::start(program, Some(Arc::new(Postgres::start())))?;
    let pgbench = Pgbench::start()?;
    let tokens = Arc::new(server.fill(&runtime, PEOPLE)?);
    let (mut create, mut read, mut anchors) = (Side::default(), Side::default(), Vec::new());
    for round in 0..=ROUNDS {
        let anchor = pgbench.insert_and_audit(MANY, ROUND)?;
        let created = server.load(&runtime, MANY, ROUND, &server.create())?;
        let found = server.load(&runtime, MANY, ROUND, &server.read(&tokens))?;
        if round > 0 {
            anchors.push(anchor);
            create.add(&created);
            read.add(&found);
        }
    }
    let anchor = median(&anchors);
    let row = |what: &str, side: &Side, wanted: &str| {
        let shown = [median(&side.p50), median(&side.p99)].map(|wait| format!("{wait:.2}"));
        let [p50, p99] = shown;
        let against = format!("{:.2} × pgbench insert + audit ({anchor:.0}/s)", side.rate() / anchor);
        vec![what.to_owned(), format!("{:.0}", side.rate()), p50, p99, against, wanted.to_owned()]
    };
    let rows = vec![row("create", &create, "≥ 0.6 ×"), row("audited read by token", &read, "")];
    let title = format!(
        "The vault on PostgreSQL over HTTP on loopback: {MANY} connections, six fields and two identifiers a person, every answer durable and          with its leaf; {PEOPLE} people at the start; median of {ROUNDS} rounds in turns, clients and both servers on the same two cores."
    );
    Ok(Table { title, head: vec!["operation", "per second", "p50 ms", "p99 ms", "against", "wanted"], rows })
}

/// The same operations with few people and with many: `cargo xtask bench growth`.
pub(crate) fn growth(program: &Path) -> Result<Table> {
    let people: Vec<usize> = match std::env::args().nth(2) {
        Some(list) => list.split(',').map(str::parse).collect::<Result<_, _>>()?,
        None => vec![10_000, 100_000, 1_000_000],
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let mut rows = Vec::new();
    for many in people {
        let server = Installation::start(program, None)?;
        let tokens = Arc::new(server.fill(&runtime, many)?);
        let size = std::fs::metadata(server.data().join("waarborg.db"))?.len();
        let mut sides = [Side::default(), Side::default(), Side::default(), Side::default()];
        for round in 0..=ROUNDS {
            let doomed = server.fill(&runtime, 4_000)?;
            let asks = [server.create(), server.read(&tokens), server.read_by_email(many), server.erase(doomed)];
            for (side, ask) in sides.iter_mut().zip(&asks) {
                let found = server.load(&runtime, 1, SHORT, ask)?;
                if round > 0 {
                    side.add(&found);
                }
            }
        }
        let mut row = vec![many.to_string()];
        row.extend(sides.iter().map(|side| format!("{:.2}", median(&side.p50))));
        row.push(format!("{:.0}", server.memory()?));
        #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
        row.push(format!("{:.2}", size as f64 / many as f64 / 1024.0));
        rows.push(row);
    }
    let title = format!(
        "One connection, p50 in milliseconds, as the vault grows; median of {ROUNDS} rounds of {} ms.",
        SHORT.as_millis()
    );
    let head =
        vec!["people", "create", "read by token", "read by e-mail", "erase", "memory MB", "KB on disk per person"];
    Ok(Table { title, head, rows })
}
