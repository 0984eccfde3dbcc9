//! An installation in a folder of its own, served by the real program in a process of its own.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;
use waarborg_store::{Engine, MIGRATIONS, Settings, Store};
use waarborg_testkit::Postgres;

use crate::http::Client;

/// What the client of the campaigns may do.
const MAY: &str =
    "create,read,find,correct,purpose,condition,hold,merge,export,erase,history,file,bulk-request,bulk-approve";

/// The purposes it may name.
pub(crate) const PURPOSES: &str = "accounts,newsletters";

/// How long a start may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder with everything an installation has.
pub(crate) struct Site {
    folder: TempDir,
    program: PathBuf,
    pub(crate) secret: String,
    pub(crate) engine: Engine,
    pub(crate) database: String,
    /// Kept so that the database outlives the server.
    _postgres: Option<Arc<Postgres>>,
}

/// Where and on what an installation is made.
#[derive(Default)]
pub(crate) struct Wanted {
    /// A server of PostgreSQL; SQLite without.
    pub(crate) postgres: Option<Arc<Postgres>>,
    /// The database as this program reaches it, when not directly.
    pub(crate) address: Option<String>,
    /// The folder that holds it; the usual temporary one without.
    pub(crate) inside: Option<PathBuf>,
    /// Lines of `server.toml` to put in place of others.
    pub(crate) settings: Vec<(&'static str, String)>,
}

/// The program under test: built with the same profile, beside this one.
pub(crate) fn program() -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let beside = here.ancestors().skip(1).map(|folder| folder.join("waarborg")).find(|path| path.is_file());
    if let Some(program) = beside {
        return Ok(program);
    }
    let built = Command::new("cargo").args(["build", "--quiet", "--package", "waarborg-cli"]).status()?;
    ensure!(built.success(), "the program under test could not be built: cargo build --package waarborg-cli");
    here.ancestors().skip(1).map(|folder| folder.join("waarborg")).find(|path| path.is_file()).context("it was built")
}

impl Site {
    /// Makes an installation under the complete example protocol, with a client that may do everything.
    pub(crate) fn make(wanted: Wanted) -> Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("waarborg-campaign-");
        let folder = match &wanted.inside {
            Some(inside) => builder.tempdir_in(inside)?,
            None => builder.tempdir()?,
        };
        let direct = wanted.postgres.as_ref().map(|server| server.database());
        let database = match &direct {
            Some(address) => address.clone(),
            None => format!("sqlite:{}", folder.path().join("data/waarborg.db").display()),
        };
        let engine = if direct.is_some() { Engine::Postgres } else { Engine::Sqlite };
        let mut site =
            Self { folder, program: program()?, secret: String::new(), engine, database, _postgres: wanted.postgres };
        site.run(&["init", &site.shown("")])?;
        site.protocol()?;
        let config = site.path("server.toml");
        let mut text =
            fs::read_to_string(&config)?.replace("address = \"127.0.0.1:8420\"", "address = \"127.0.0.1:0\"");
        for (line, instead) in wanted.settings {
            ensure!(text.contains(line), "server.toml has no {line}");
            text = text.replace(line, &instead);
        }
        if let Some(direct) = direct {
            let name =
                direct.split_once("@/").and_then(|(_, rest)| rest.split('?').next()).context("a test database")?;
            let address =
                wanted.address.map_or(direct.clone(), |host| format!("postgres://postgres@/{name}?host={host}"));
            text = text.replace("database = \"sqlite\"", &format!("database = \"{address}\""));
        }
        fs::write(&config, text)?;
        site.run(&["apply", &site.shown("protocol"), "--config", &site.shown("server.toml")])?;
        site.secret = site.client("campaign", MAY)?;
        Ok(site)
    }

    /// Lets a program call; its secret.
    pub(crate) fn client(&self, name: &str, may: &str) -> Result<String> {
        let fast = ["--calls-per-minute", "60000000"];
        let added = [&["client", "add", name, "--purpose", PURPOSES, "--may", may][..], &fast].concat();
        let said = self.command(&added)?;
        Ok(said.split_whitespace().find(|word| word.starts_with("wbc_")).context("a secret")?.to_owned())
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn shown(&self, below: &str) -> String {
        self.path(below).display().to_string()
    }

    fn protocol(&self) -> Result<()> {
        let folder = self.path("protocol");
        fs::remove_dir_all(&folder)?;
        fs::create_dir(&folder)?;
        for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/dexes-complete"))? {
            let file = file?.path();
            fs::copy(&file, folder.join(file.file_name().context("a file has a name")?))?;
        }
        Ok(())
    }

    /// Runs a command of the program to its end; what it printed.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new(&self.program).args(arguments).output()?;
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        ensure!(output.status.success(), "waarborg {}: {out}{err}", arguments.join(" "));
        Ok(out.into_owned())
    }

    /// The same with the settings of this installation.
    pub(crate) fn command(&self, arguments: &[&str]) -> Result<String> {
        let config = self.shown("server.toml");
        self.run(&[arguments, &["--config", &config]].concat())
    }

    /// Serves it.
    pub(crate) fn serve(&self) -> Result<Server> {
        self.serve_under(&[])?.map_err(|told| anyhow::anyhow!("the server did not start: {told}"))
    }

    /// Serves it under another program, such as `strace`, with these arguments. Within: what it said when it did not get as far as
    /// to answer.
    pub(crate) fn serve_under(&self, above: &[&str]) -> Result<Result<Server, String>> {
        let log = self.path("log");
        let errors = File::options().create(true).append(true).open(&log)?;
        let from = errors.metadata()?.len();
        let config = self.shown("server.toml");
        let program = self.program.display().to_string();
        let line: Vec<&str> = above.iter().copied().chain([&*program, "serve", "--config", &config]).collect();
        let mut child = Command::new(line[0])
            .args(&line[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .with_context(|| format!("{} cannot be started", line[0]))?;
        let mut lines = BufReader::new(child.stdout.take().context("a pipe was asked for")?).lines();
        let (tell, told) = channel();
        // Read on to the end, so that the server never waits for it.
        std::thread::spawn(move || {
            lines.by_ref().map_while(Result::ok).for_each(|line| {
                if let Some((_, at)) = line.split_once(" at http://") {
                    // Whoever asked may have lost patience.
                    tell.send(at.trim().parse()).ok();
                }
            });
        });
        let mut server = Server {
            child,
            address: ([127, 0, 0, 1], 0).into(),
            secret: self.secret.clone(),
            traced: above.first() == Some(&"strace"),
        };
        let Ok(Ok(address)) = told.recv_timeout(PATIENCE) else {
            if !server.has_ended() {
                server.kill()?;
            }
            let said = fs::read(&log)?;
            let told = String::from_utf8_lossy(&said[usize::try_from(from)?.min(said.len())..]).into_owned();
            return Ok(Err(told));
        };
        server.address = address;
        Ok(Ok(server))
    }

    /// The database itself, once nobody serves it.
    pub(crate) fn open(&self) -> Result<Store> {
        let settings = Settings { readers: 2, connections: 2, ..Settings::new(self.database.clone()) };
        Ok(Store::open(&settings, MIGRATIONS)?)
    }
}

/// A process that serves.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    secret: String,
    traced: bool,
}

impl Server {
    pub(crate) fn client(&self) -> Client {
        Client::new(self.address, &self.secret)
    }

    /// The process itself: the first child when it runs under another program.
    fn process(&self) -> Option<rustix::process::Pid> {
        let id = self.child.id();
        let id = if self.traced {
            let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).ok()?;
            children.split_whitespace().next()?.parse().ok()?
        } else {
            id
        };
        rustix::process::Pid::from_raw(i32::try_from(id).ok()?)
    }

    /// Ends it without a chance to do anything more.
    pub(crate) fn kill(mut self) -> Result<()> {
        if let Some(process) = self.process() {
            // It may have ended by itself.
            let _ended = rustix::process::kill_process(process, rustix::process::Signal::KILL);
        }
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop, and waits for that.
    pub(crate) fn stop(mut self) -> Result<()> {
        if let Some(process) = self.process() {
            rustix::process::kill_process(process, rustix::process::Signal::TERM)?;
        }
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server ended with {status}");
        }
        Ok(())
    }

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Whatever went wrong in the campaign, no process is left behind.
        if let Ok(None) = self.child.try_wait() {
            if let Some(process) = self.process() {
                let _ended = rustix::process::kill_process(process, rustix::process::Signal::KILL);
            }
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}
