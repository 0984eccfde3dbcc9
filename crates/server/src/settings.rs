//! How this machine runs: `server.toml`. What the organisation promises is in the protocol, never here.

mod keys;
mod problem;
mod read;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

pub use keys::{Backup, Keys, Ledger, Outside, RootSource, Witness};
pub use problem::{SettingProblem, SettingsError};
use read::{Reader, Section};

/// The settings of one server, with every default filled in and every folder made absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where visitors reach the server, without a slash at the end.
    pub public_url: String,
    /// Where it listens, and how many may be connected at once.
    pub listen: Listen,
    /// What it keeps.
    pub data: Data,
    /// Where the keys are, and how often they are renewed.
    pub keys: Keys,
    /// Where it keeps what a backup must not bring back.
    pub outside: Outside,
    /// Where the latest archive of the keys is kept.
    pub backup: Backup,
    /// How the ledger is called.
    pub ledger: Ledger,
    /// The folder with the protocol in force.
    pub protocol_folder: PathBuf,
    /// Where counters can be read. `None`: nowhere.
    pub metrics: Option<SocketAddr>,
    /// What it writes about itself.
    pub log: Log,
}

/// `[listen]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listen {
    /// Address and port. Port 0 takes a free one.
    pub address: SocketAddr,
    /// Most connections at once; the next ones wait.
    pub connections: usize,
}

/// `[data]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    /// Made with mode 0700 when it is not there.
    pub folder: PathBuf,
    /// The engine that carries the data.
    pub database: Database,
}

impl Data {
    /// The address of the database, for the store.
    pub fn address(&self) -> String {
        match &self.database {
            Database::Sqlite => format!("sqlite:{}", self.folder.join("waarborg.db").display()),
            Database::Postgres(address) => address.clone(),
        }
    }
}

/// The engine that carries the data.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file in the data folder.
    Sqlite,
    /// A PostgreSQL server; the text is its `postgres://` address and may hold a password.
    Postgres(String),
}

/// An address may hold a password, so it is not shown.
impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres(_) => "postgres://…",
        })
    }
}

/// `[log]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Log {
    /// Lines for people or for programs.
    pub format: LogFormat,
    /// The least serious thing that is written.
    pub level: LogLevel,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    /// One readable line each.
    Text,
    /// One JSON object each.
    Json,
}

/// The least serious thing that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// Failures of ours.
    Error,
    /// And what may become one.
    Warn,
    /// And changes, refusals, start and stop.
    Info,
    /// And every answer.
    Debug,
}

const FORMATS: &[(&str, LogFormat)] =
    &[("auto", LogFormat::Auto), ("text", LogFormat::Text), ("json", LogFormat::Json)];
const LEVELS: &[(&str, LogLevel)] =
    &[("error", LogLevel::Error), ("warn", LogLevel::Warn), ("info", LogLevel::Info), ("debug", LogLevel::Debug)];

/// Where a server listens when nobody says otherwise.
pub const USUAL_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8420);

impl Settings {
    /// The settings of a server whose files are in `base`, with nothing set.
    pub fn usual(base: &Path) -> Self {
        Self {
            public_url: format!("http://{USUAL_ADDRESS}"),
            listen: Listen { address: USUAL_ADDRESS, connections: 1024 },
            data: Data { folder: base.join("data"), database: Database::Sqlite },
            keys: Keys::usual(base),
            outside: Outside::usual(base),
            backup: Backup::default(),
            ledger: Ledger::default(),
            protocol_folder: base.join("protocol"),
            metrics: None,
            log: Log { format: LogFormat::Auto, level: LogLevel::Info },
        }
    }

    /// Reads a file. Folders in it are relative to the folder it is in.
    /// Errs when the file cannot be read, and with
    /// everything that is wrong in it.
    pub fn load(file: &Path) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(file)
            .map_err(|source| SettingsError::Unreadable { file: file.to_owned(), source })?;
        let base = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let base = std::path::absolute(base).unwrap_or_else(|_| base.to_owned());
        Self::parse(file, &text, &base)
    }

    /// Reads the text of a file. `file` is for messages only.
    /// Errs with everything that is wrong in the text.
    pub fn parse(file: &Path, text: &str, base: &Path) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(file, text);
        let mut settings = Self::usual(base);
        if let Some(mut top) = reader.top() {
            settings.fill(&mut reader, &mut top, base);
        }
        reader.finish(settings)
    }

    fn fill<'t>(&mut self, reader: &mut Reader<'t>, top: &mut Section<'t>, base: &Path) {
        if let Some(mut listen) = reader.section(top, "listen") {
            reader.parsed(
                &mut listen,
                "address",
                &mut self.listen.address,
                "an address and a port",
                "\"127.0.0.1:8420\"",
            );
            reader.count(&mut listen, "connections", &mut self.listen.connections, 1..=65_536);
            reader.close(listen);
        }
        if let Some(mut data) = reader.section(top, "data") {
            reader.folder(&mut data, "folder", &mut self.data.folder, base);
            reader.check(&mut data, "database", &mut self.data.database, database);
            reader.close(data);
        }
        self.keys.fill(reader, top, base);
        self.outside.fill(reader, top, base, &self.data.folder);
        self.backup.fill(reader, top, base, &self.data.folder);
        self.ledger.fill(reader, top);
        if let Some(mut protocol) = reader.section(top, "protocol") {
            reader.folder(&mut protocol, "folder", &mut self.protocol_folder, base);
            reader.close(protocol);
        }
        if let Some(mut metrics) = reader.section(top, "metrics") {
            let mut address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9420);
            reader.parsed(&mut metrics, "address", &mut address, "an address and a port", "\"127.0.0.1:9420\"");
            self.metrics = Some(address);
            reader.close(metrics);
        }
        if let Some(mut log) = reader.section(top, "log") {
            reader.one_of(&mut log, "format", &mut self.log.format, FORMATS);
            reader.one_of(&mut log, "level", &mut self.log.level, LEVELS);
            reader.close(log);
        }
        self.fill_public_url(reader, top);
        reader.close_top(top);
    }

    /// Cookies and passkeys work over HTTPS or on the machine itself only, so anything else is refused here and not at the
    /// first form.
    fn fill_public_url<'t>(&mut self, reader: &mut Reader<'t>, top: &mut Section<'t>) {
        self.public_url = format!("http://{}", self.listen.address);
        let given = reader.check(top, "public_url", &mut self.public_url, public_url);
        if !given && !self.listen.address.ip().is_loopback() {
            reader.missing(
                "public_url",
                "the address that visitors type, since this server listens beyond this machine",
                "public_url = \"https://privacy.example.nl\"",
            );
        }
    }
}

fn public_url(given: &str) -> Result<String, (&'static str, &'static str)> {
    let plain = given.trim_end_matches('/');
    let good = "\"https://privacy.example.nl\"";
    let (local, host) = match (plain.strip_prefix("https://"), plain.strip_prefix("http://")) {
        (Some(host), _) => (false, host),
        (_, Some(host)) => (true, host),
        _ => return Err(("an address that begins with https://", good)),
    };
    let tidy = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if host.is_empty() || !host.chars().all(tidy) {
        return Err(("a host and nothing after it: pages stand at the top of their own host", good));
    }
    let name = host.strip_prefix('[').map_or_else(|| host.split(':').next(), |v6| v6.split(']').next());
    let here = |name: &str| name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if local && !name.is_some_and(here) {
        return Err(("an https:// address: browsers keep the cookies of forms over HTTPS only", good));
    }
    Ok(plain.to_owned())
}

fn database(given: &str) -> Result<Database, (&'static str, &'static str)> {
    if given == "sqlite" {
        Ok(Database::Sqlite)
    } else if given.starts_with("postgres://") || given.starts_with("postgresql://") {
        Ok(Database::Postgres(given.to_owned()))
    } else {
        Err(("\"sqlite\", or the postgres:// address of a server", "\"sqlite\""))
    }
}
