use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::available_parallelism;

use tokio_postgres::config::{Host, SslMode};
use waarborg_base::{Clock, Entropy, OsEntropy, SystemClock};

use crate::Error;

/// Makes a source of random bytes for one thread.
pub type EntropySource = Arc<dyn Fn() -> Box<dyn Entropy> + Send + Sync>;

/// Which engine holds the data. A use case never asks; only `doctor` and the metrics do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The embedded engine, one file.
    Sqlite,
    /// A PostgreSQL server, or what speaks its language.
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// How the store runs on this machine.
#[derive(Clone)]
pub struct Settings {
    /// `sqlite:<path>`, `postgres://…` or `postgresql://…`; a unix socket as `postgres://user@/database?host=/run/postgresql`.
    pub url: String,
    /// SQLite: threads that only read, each with its own connection. Default: one per processor, at least 2 and at most 8.
    pub readers: usize,
    /// PostgreSQL: threads with one connection each, for reads and writes. Default 16.
    pub connections: usize,
    /// How much work may wait before more is refused ([`Error::Full`]). Default 4,096 use cases.
    pub queue: usize,
    /// SQLite: how many use cases share one commit at most. Default 256.
    pub batch: usize,
    /// SQLite: how many bytes of room on the disk are held beside the file for [`Store::write_urgent`](crate::Store::write_urgent)
    /// on a full disk. Default 0: none; who serves sets [`Settings::BALLAST`].
    pub ballast: u64,
    /// PostgreSQL: how often a use case is tried when others change the same rows. Default 16.
    pub tries: u32,
    /// Tells when a migration was applied. Default: the machine's clock.
    pub clock: Arc<dyn Clock>,
    /// For the pauses between tries. Default: the operating system's random bytes.
    pub entropy: EntropySource,
}

impl Settings {
    /// Ballast for a server: 64 MiB, enough for thousands of erasures.
    pub const BALLAST: u64 = 64 << 20;

    /// The defaults for a database address.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            readers: available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8)),
            connections: 16,
            queue: 4_096,
            batch: 256,
            ballast: 0,
            tries: 16,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(|| Box::new(OsEntropy::new())),
        }
    }

    /// The defaults for an SQLite file.
    pub fn sqlite(path: impl AsRef<Path>) -> Self {
        Self::new(format!("sqlite:{}", path.as_ref().display()))
    }

    pub(crate) fn place(&self) -> Result<Place, Error> {
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            if path.is_empty() || path == ":memory:" {
                let why = "SQLite needs a file: memory is neither durable nor shared between threads".to_owned();
                return Err(Error::Address { why });
            }
            return Ok(Place::Sqlite(PathBuf::from(path)));
        }
        if !["postgres://", "postgresql://"].iter().any(|scheme| self.url.starts_with(scheme)) {
            return Err(Error::Address { why: "it begins with neither sqlite: nor postgres://".to_owned() });
        }
        let config: tokio_postgres::Config = self.url.parse().map_err(|_| Error::Address {
            why: "what follows postgres:// does not read as user, host and database".to_owned(),
        })?;
        if config.get_ssl_mode() == SslMode::Require {
            let why = "sslmode=require is not supported yet; use a unix socket or a tunnel".to_owned();
            return Err(Error::Address { why });
        }
        if config.get_ssl_mode() != SslMode::Disable && leaves_the_machine(&config) {
            let why = "personal data would cross the network unencrypted: this program does not speak TLS to PostgreSQL yet; \
                       use a unix socket or a tunnel, or say sslmode=disable where the network itself is encrypted";
            return Err(Error::Address { why: why.to_owned() });
        }
        Ok(Place::Postgres(Box::new(config)))
    }
}

/// Whether a connection would go over a network: to anything but a unix socket, `localhost` and loopback addresses.
fn leaves_the_machine(config: &tokio_postgres::Config) -> bool {
    let near = |host: &str| host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    match config.get_hostaddrs() {
        [] => config.get_hosts().iter().any(|host| matches!(host, Host::Tcp(name) if !near(name))),
        addresses => !addresses.iter().all(IpAddr::is_loopback),
    }
}

/// The address is left out: it may hold a password.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("readers", &self.readers)
            .field("connections", &self.connections)
            .field("queue", &self.queue)
            .field("batch", &self.batch)
            .field("ballast", &self.ballast)
            .field("tries", &self.tries)
            .finish_non_exhaustive()
    }
}

/// Where the data is.
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres(Box<tokio_postgres::Config>),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, engine: Result<Engine, &str>) {
        let found = match Settings::new(url).place() {
            Ok(Place::Sqlite(_)) => Ok(Engine::Sqlite),
            Ok(Place::Postgres(_)) => Ok(Engine::Postgres),
            Err(Error::Address { why }) => Err(why),
            Err(other) => panic!("{url}: {other}"),
        };
        match (found, engine) {
            (Ok(found), Ok(engine)) => assert_eq!(found, engine, "{url}"),
            (Err(why), Err(part)) => assert!(why.contains(part), "{url}: {why}"),
            (found, _) => panic!("{url}: {found:?}"),
        }
    }

    #[test]
    fn the_address_names_the_engine_or_says_what_is_wrong() {
        check("sqlite:/var/lib/waarborg/data.db", Ok(Engine::Sqlite));
        check("sqlite:data.db", Ok(Engine::Sqlite));
        check("postgres://waarborg@localhost/waarborg", Ok(Engine::Postgres));
        check("postgres://waarborg@127.0.0.1/waarborg", Ok(Engine::Postgres));
        check("postgres://waarborg@db/waarborg?sslmode=disable", Ok(Engine::Postgres));
        check("postgres://waarborg@db/waarborg", Err("unencrypted"));
        check("postgres://waarborg@localhost,10.0.0.5/waarborg", Err("unencrypted"));
        check("postgresql://waarborg@/waarborg?host=/run/postgresql", Ok(Engine::Postgres));
        check("sqlite:", Err("needs a file"));
        check("sqlite::memory:", Err("needs a file"));
        check("mysql://x", Err("neither"));
        check("postgres://db:port/x", Err("does not read"));
        check("postgres://db/x?sslmode=require", Err("sslmode=require"));
    }

    #[test]
    fn an_address_with_a_password_never_prints() {
        let settings = Settings::new("postgres://waarborg:hunter2@db/waarborg");
        assert!(!format!("{settings:?}").contains("hunter2"));
    }
}
