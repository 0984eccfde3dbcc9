//! What a user would pick instead, and what the disk can do: measured in the same run as ours.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, params};
use waarborg_base::Digest;
use waarborg_testkit::Postgres;

use crate::load::quantile;

/// Operations a second, and the middle one in milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct Anchor {
    pub(crate) rate: f64,
    pub(crate) p50: f64,
}

fn repeat(time: Duration, mut once: impl FnMut(u64) -> Result<()>) -> Result<Anchor> {
    let (start, mut waits) = (Instant::now(), Vec::new());
    for number in 0.. {
        let begun = Instant::now();
        once(number)?;
        waits.push(begun.elapsed().as_secs_f64() * 1e3);
        if start.elapsed() > time {
            break;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a count is far below 2^52")]
    let rate = waits.len() as f64 / start.elapsed().as_secs_f64();
    waits.sort_unstable_by(f64::total_cmp);
    Ok(Anchor { rate, p50: quantile(&waits, 0.5) })
}

/// Writing 4 KiB into a file that is long enough, and `fdatasync`: what one durable write costs at least.
pub(crate) fn fdatasync(folder: &Path, time: Duration) -> Result<Anchor> {
    let path = folder.join("fdatasync");
    let mut file = File::create(&path)?;
    let page = [7; 4096];
    for _ in 0..1024 {
        file.write_all(&page)?;
    }
    file.sync_all()?;
    let anchor = repeat(time, |number| {
        file.seek(SeekFrom::Start(number % 1024 * 4096))?;
        file.write_all(&page)?;
        Ok(file.sync_data()?)
    })?;
    std::fs::remove_file(path)?;
    Ok(anchor)
}

/// How a record and its audit row are kept elsewhere.
#[derive(Clone, Copy)]
pub(crate) enum Pattern {
    /// The record in one commit and the audit row in the next.
    CreateInTwoCommits,
    /// A read, and then a commit for its audit row.
    CommitPerRead,
}

/// The pattern of a known vault, in process and without HTTP: SQLite with a rollback journal, one commit after the other.
pub(crate) fn pattern(folder: &Path, pattern: Pattern, time: Duration) -> Result<Anchor> {
    let path = folder.join("pattern.db");
    for end in ["", "-journal"] {
        drop(std::fs::remove_file(format!("{}{end}", path.display())));
    }
    let conn = Connection::open(&path)?;
    conn.execute_batch(
        "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;
         CREATE TABLE rec (token BLOB PRIMARY KEY, email BLOB, phone BLOB, data BLOB) WITHOUT ROWID;
         CREATE INDEX rec_email ON rec (email); CREATE INDEX rec_phone ON rec (phone);
         CREATE TABLE audit (id INTEGER PRIMARY KEY, t INTEGER, who BLOB, op INTEGER, rec BLOB);",
    )?;
    let data = [7_u8; 600];
    let create = |number: u64| -> Result<()> {
        let hash = |what: u8| Digest::of(&[&number.to_be_bytes()[..], &[what]].concat()).as_bytes()[..16].to_vec();
        let mut insert = conn.prepare_cached("INSERT INTO rec VALUES (?, ?, ?, ?)")?;
        insert.execute(params![hash(0), hash(1), hash(2), data])?;
        Ok(())
    };
    let audit = |number: u64| -> Result<()> {
        let mut insert = conn.prepare_cached("INSERT INTO audit (t, who, op, rec) VALUES (?, ?, 1, ?)")?;
        insert.execute(params![i64::try_from(number)?, [1_u8; 16], [2_u8; 16]])?;
        Ok(())
    };
    match pattern {
        Pattern::CreateInTwoCommits => repeat(time, |number| {
            create(number)?;
            audit(number)
        }),
        Pattern::CommitPerRead => {
            conn.execute_batch("BEGIN")?;
            for number in 0..10_000 {
                create(number)?;
            }
            conn.execute_batch("COMMIT")?;
            repeat(time, |number| {
                let wanted = Digest::of(&[&(number * 7919 % 10_000).to_be_bytes()[..], &[0]].concat());
                let mut find = conn.prepare_cached("SELECT data FROM rec WHERE token = ?")?;
                let found: Vec<u8> = find.query_row([&wanted.as_bytes()[..16]], |row| row.get(0))?;
                ensure!(found.len() == 600, "found what was stored");
                audit(number)
            })
        }
    }
}

/// `pgbench` with one statement that inserts a row with two indices and an audit row, over a unix socket: rate with so many clients.
pub(crate) struct Pgbench {
    server: Postgres,
    database: String,
    script: tempfile::NamedTempFile,
}

impl Pgbench {
    pub(crate) fn start() -> Result<Self> {
        let server = Postgres::start();
        let url = server.database();
        let database =
            url.split('?').next().and_then(|start| start.rsplit('/').next()).context("a database")?.to_owned();
        server.sql(
            &database,
            "CREATE TABLE consent (id BIGSERIAL PRIMARY KEY, subject UUID, purpose INT, t TIMESTAMPTZ DEFAULT now(), state INT, proof BYTEA);
             CREATE INDEX ON consent (subject);
             CREATE TABLE audit (id BIGSERIAL PRIMARY KEY, t TIMESTAMPTZ DEFAULT now(), who UUID, op INT, prev BYTEA)",
        );
        let mut script = tempfile::NamedTempFile::new()?;
        write!(
            script,
            "WITH r AS (INSERT INTO consent (subject, purpose, state, proof) VALUES (gen_random_uuid(), 3, 1, '\\x{}') RETURNING subject) \
             INSERT INTO audit (who, op, prev) SELECT subject, 1, '\\x{}' FROM r;",
            "ab".repeat(64),
            "cd".repeat(32)
        )?;
        Ok(Self { server, database, script })
    }

    pub(crate) fn insert_and_audit(&self, clients: usize, time: Duration) -> Result<f64> {
        let output = Command::new("/usr/lib/postgresql/15/bin/pgbench")
            .args(["-n", "-M", "prepared", "-j", "1", "-U", "postgres"])
            .args(["-c", &clients.to_string(), "-T", &time.as_secs().max(1).to_string()])
            .arg("-h")
            .arg(self.server.socket().parent().context("a socket lies in a folder")?)
            .arg("-f")
            .arg(self.script.path())
            .arg(&self.database)
            .output()
            .context("pgbench comes with the package postgresql-contrib or postgresql")?;
        let text = String::from_utf8(output.stdout)?;
        let rate = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.with_context(|| format!("pgbench says: {text}{}", String::from_utf8_lossy(&output.stderr)))
    }
}
