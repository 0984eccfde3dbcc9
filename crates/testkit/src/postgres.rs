use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tempfile::TempDir;

/// A real PostgreSQL server in a temporary directory, reached over a unix socket. One per test process, started when the
/// first test asks for it; it goes when the process goes, however that ends.
pub struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    account: Option<Account>,
    databases: AtomicU64,
    /// The shell that started the server stops it when this end of its input closes: at the latest with our last breath.
    _alive: ChildStdin,
}

/// Whom the server runs as when the tests run as root: PostgreSQL refuses root.
#[derive(Clone, Copy)]
struct Account {
    user: u32,
    group: u32,
}

/// Makes the server, tells that it is ready, waits until nobody listens any more, and cleans up.
const WATCH: &str = r#"
cd "$1" || exit 1
"$0/initdb" -D "$1/data" -U postgres -A trust -k --no-sync --locale=C --encoding=UTF8 >log 2>&1 &&
"$0/pg_ctl" -D "$1/data" -l log -w -o "-k '$1' -c listen_addresses= -c max_connections=200" start >>log 2>&1 && echo ready
read -r _
"$0/pg_ctl" -D "$1/data" -m immediate stop >/dev/null 2>&1
cd / && rm -rf "$1"
"#;

impl Postgres {
    /// The server of this test process.
    pub fn shared() -> &'static Self {
        static SERVER: OnceLock<Postgres> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    /// A server of one's own, for a test that is going to hurt it.
    pub fn start() -> Self {
        let programs = programs();
        let folder =
            tempfile::Builder::new().prefix("waarborg-postgres-").tempdir_in("/tmp").expect("a folder in /tmp");
        let account = account_for_server(folder.path());

        let mut watch = Command::new("sh");
        watch.arg("-c").arg(WATCH).arg(&programs).arg(folder.path());
        // A group of its own: Ctrl-C reaches the tests, and the end of the tests reaches the server.
        watch.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        run_as(&mut watch, account);
        let Child { stdin, stdout, .. } = watch.spawn().expect("sh runs");

        let mut said = String::new();
        BufReader::new(stdout.expect("piped")).read_line(&mut said).expect("the shell answers");
        if said.trim() != "ready" {
            let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
            panic!("PostgreSQL in {} did not start:\n{log}", programs.display());
        }
        Self { programs, folder, account, databases: AtomicU64::new(0), _alive: stdin.expect("piped") }
    }

    /// Makes an empty database of its own for a test and gives its address.
    pub fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0"));
        self.url(&name)
    }

    /// Runs SQL as the superuser and gives what it prints, one row a line. Panics when it errs.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database, "-c", sql]);
        psql.arg("-h").arg(self.folder.path());
        run_as(&mut psql, self.account);
        let output = psql.output().expect("psql runs");
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("psql answers in UTF-8").trim_end().to_owned()
    }

    /// Ends the server without a chance to write anything more, and starts it again: it recovers from its log.
    pub fn crash_and_restart(&self) {
        let mut restart = Command::new(self.programs.join("pg_ctl"));
        restart.arg("-D").arg(self.folder.path().join("data")).arg("-l").arg(self.folder.path().join("log"));
        restart.args(["-w", "-m", "immediate", "restart"]).stdout(Stdio::null());
        run_as(&mut restart, self.account);
        assert!(restart.status().expect("pg_ctl runs").success(), "PostgreSQL did not come back");
    }

    /// The unix socket of the server.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join(".s.PGSQL.5432")
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}", self.folder.path().display())
    }
}

/// The folder of the newest PostgreSQL on this machine.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists())
        .max_by_key(|(version, _)| *version);
    newest.expect("PostgreSQL is not installed: apt-get install postgresql").1
}

/// Root hands the folder to another account and runs the server as that; anybody else runs it as themselves.
fn account_for_server(folder: &Path) -> Option<Account> {
    let probe = fs::metadata("/proc/self").map(|me| std::os::unix::fs::MetadataExt::uid(&me));
    if probe.expect("/proc is there") != 0 {
        return None;
    }
    let accounts = fs::read_to_string("/etc/passwd").expect("/etc/passwd is readable");
    let account = ["postgres", "nobody"].iter().find_map(|name| find_account(&accounts, name));
    let account =
        account.expect("neither an account postgres nor nobody to run the server as: apt-get install postgresql");
    chown(folder, Some(account.user), Some(account.group)).expect("root may give a folder away");
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("root may set rights");
    Some(account)
}

fn find_account(accounts: &str, name: &str) -> Option<Account> {
    let fields: Vec<&str> =
        accounts.lines().map(|line| line.split(':').collect()).find(|f: &Vec<&str>| f[0] == name)?;
    Some(Account { user: fields.get(2)?.parse().ok()?, group: fields.get(3)?.parse().ok()? })
}

fn run_as(command: &mut Command, account: Option<Account>) {
    if let Some(Account { user, group }) = account {
        command.uid(user).gid(group).current_dir("/");
    }
}
