use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{Planted, traces};
use crate::draw::Draw;
use crate::house::PURPOSE;
use crate::http::Client;
use crate::rotations::{ask, epochs};
use crate::site::{Server, Site, Wanted};
use crate::tally::Tally;

/// What a canary begins with, in every value of everybody.
pub(super) const CANARY: &str = "qkanarieq";

/// Somebody in the house.
#[derive(Clone, Debug)]
struct Person {
    canary: String,
    token: String,
    position: String,
    erased: bool,
}

/// An archive of the data, and who was in it.
struct Backup {
    path: PathBuf,
    people: Vec<Person>,
}

/// One history.
pub(super) struct Course {
    site: Site,
    draw: Draw,
    people: Vec<Person>,
    backups: Vec<Backup>,
    /// Everybody who was ever erased, also when a restore has forgotten them.
    erased: Vec<Person>,
    /// Copies of the whole data folder, as a file system keeps them.
    copies: u64,
    calls: u64,
    metrics: std::net::SocketAddr,
}

impl Course {
    pub(super) fn begin(seed: u64) -> Result<Self> {
        let metrics = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let settings = vec![
            ("#= [backup]", "[backup]".to_owned()),
            ("#= keys = [\"/mnt/vault/keys\"]", "keys = [\"kept\"]".to_owned()),
            ("#= [metrics]", "[metrics]".to_owned()),
            ("#= address = \"127.0.0.1:9420\"", format!("address = \"{metrics}\"")),
            ("level = \"info\"", "level = \"debug\"".to_owned()),
        ];
        let site = Site::make(Wanted { settings, ..Wanted::default() })?;
        let (people, backups, erased) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { site, draw: Draw::new(seed), people, backups, erased, copies: 0, calls: 0, metrics })
    }

    /// What is wrong in the end.
    pub(super) fn run(mut self, tally: &mut Tally, planted: Planted) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        let mut server = self.site.serve()?;
        for _ in 0..3 {
            self.create(&server)?;
        }
        for _ in 0..8 + self.draw.below(8) {
            let step = self.draw.below(100);
            match step {
                0..20 => self.create(&server)?,
                20..35 => self.correct(&server)?,
                35..50 => self.look(&server, &mut problems)?,
                50..62 => self.backup(tally)?,
                62..72 => self.erase(&server)?,
                72..80 => {
                    server.kill()?;
                    self.copy()?;
                    server = self.site.serve()?;
                    tally.count("copies of the files themselves");
                }
                80..90 => {
                    server.kill()?;
                    server = self.rotate()?;
                    tally.count("rotations");
                }
                _ => {
                    server.stop()?;
                    self.restore(tally)?;
                    server = self.site.serve()?;
                    self.look(&server, &mut problems)?;
                }
            }
        }
        if planted == Planted::OldKey {
            server.kill()?;
            self.copy()?;
            server = self.site.serve()?;
        }
        self.erase(&server)?;
        self.erase(&server)?;
        self.look(&server, &mut problems)?;
        let kept: Vec<PathBuf> = epochs(&self.site)?;
        let kept: Vec<(String, Vec<u8>)> = kept
            .iter()
            .map(|path| Ok((path.file_name().context("a name")?.to_string_lossy().into_owned(), fs::read(path)?)))
            .collect::<Result<_>>()?;
        server.kill()?;
        let server = self.rotate()?;
        self.look(&server, &mut problems)?;
        self.scrape()?;
        server.stop()?;
        self.site.command(&["ledger", "export", &self.site.path("export").display().to_string()])?;
        if planted == Planted::Log {
            use base64::Engine as _;
            let told =
                base64::engine::general_purpose::STANDARD.encode(format!("to {}@voorbeeld", self.people[0].canary));
            fs::write(self.site.path("log-planted"), told)?;
        }
        let again = if planted == Planted::OldKey { kept } else { Vec::new() };
        problems.extend(traces::readable(&self.site)?);
        let (tried, opened) = traces::opened(&self.site, &again)?;
        problems.extend(opened);
        tally.add("keys of the erased, in copies, that were tried", tried);
        tally.add("people erased", self.erased.len() as u64);
        Ok(problems)
    }

    fn post(&mut self, server: &Server, path: &str, keyed: bool, body: &Value) -> Result<Option<Value>> {
        self.calls += 1;
        let key = format!("history-{:012}", self.calls);
        let heard = server.client().post(path, keyed.then_some(&*key), body);
        match heard.status() {
            200 | 201 => Ok(heard.done().cloned()),
            404 => Ok(None),
            status => anyhow::bail!("{path} gave {status} {}", heard.code()),
        }
    }

    fn create(&mut self, server: &Server) -> Result<()> {
        let canary = format!("{CANARY}{:012x}", self.draw.below(1 << 48));
        let body = json!({
            "purposes": [PURPOSE], "source": "data-subject",
            "fields": {
                "contact.name": format!("Naam {canary}"), "contact.email": format!("{canary}@voorbeeld.example"),
                "company.organisation": format!("{canary} B.V."), "company.position": canary,
            },
        });
        let answer = self.post(server, "/subjects/create", true, &body)?.context("a person was entered")?;
        let token = answer["token"].as_str().context("a token")?.to_owned();
        self.people.push(Person { position: canary.clone(), canary, token, erased: false });
        Ok(())
    }

    fn living(&mut self) -> Option<usize> {
        let living: Vec<usize> = (0..self.people.len()).filter(|at| !self.people[*at].erased).collect();
        (!living.is_empty()).then(|| *self.draw.pick(&living))
    }

    fn correct(&mut self, server: &Server) -> Result<()> {
        let Some(at) = self.living() else { return Ok(()) };
        let position = format!("{} {}", self.people[at].canary, self.draw.below(1_000));
        let body = json!({
            "token": self.people[at].token, "source": "data-subject", "fields": { "company.position": position },
        });
        self.post(server, "/subjects/correct", true, &body)?.context("a person was corrected")?;
        self.people[at].position = position;
        Ok(())
    }

    fn erase(&mut self, server: &Server) -> Result<()> {
        let Some(at) = self.living() else { return Ok(()) };
        self.post(server, "/subjects/erase", true, &json!({ "token": self.people[at].token }))?.context("erased")?;
        self.people[at].erased = true;
        self.erased.push(self.people[at].clone());
        Ok(())
    }

    /// Everybody reads as they should; also by their address, in an export and in their history.
    fn look(&mut self, server: &Server, problems: &mut Vec<String>) -> Result<()> {
        let mut everybody = self.people.clone();
        everybody.extend(self.erased.iter().cloned());
        for person in everybody {
            let by_token = json!({ "token": person.token });
            let read = json!({ "who": by_token, "purpose": PURPOSE });
            let found = self.post(server, "/subjects/read", false, &read)?;
            let position = found.as_ref().map(|found| found["given"]["company.position"]["value"].clone());
            let right = if person.erased { position.is_none() } else { position == Some(json!(person.position)) };
            if !right {
                problems.push(format!("{} (erased: {}) reads {position:?}", person.canary, person.erased));
            }
            for path in ["/subjects/export", "/subjects/history"] {
                if self.post(server, path, false, &by_token)?.is_some() == person.erased {
                    problems.push(format!("{} (erased: {}): {path}", person.canary, person.erased));
                }
            }
            let find = json!({ "field": "contact.email", "value": format!("{}@voorbeeld.example", person.canary) });
            let tokens = self.post(server, "/subjects/find", false, &find)?.unwrap_or_default();
            let found = tokens["tokens"].as_array().is_some_and(|tokens| !tokens.is_empty());
            if found == person.erased {
                problems.push(format!("{} (erased: {}) is found by address: {found}", person.canary, person.erased));
            }
        }
        Ok(())
    }

    fn backup(&mut self, tally: &mut Tally) -> Result<()> {
        let folder = self.site.path(&format!("backup-{}", self.backups.len()));
        let shown = folder.display().to_string();
        self.site.command(&["backup", "--data", &shown])?;
        let path = fs::read_dir(&folder)?.next().context("an archive")??.path();
        self.site.run(&["backup", "verify", &path.display().to_string()])?;
        self.backups.push(Backup { path, people: self.people.clone() });
        tally.count("backups");
        Ok(())
    }

    /// What a file system keeps of a moment.
    fn copy(&mut self) -> Result<()> {
        self.copies += 1;
        copy(&self.site.path("data"), &self.site.path(&format!("copy-{}", self.copies)))
    }

    /// Starts, and waits until the keys are rotated.
    fn rotate(&mut self) -> Result<Server> {
        ask(&self.site)?;
        let server = self.site.serve()?;
        for _ in 0..400 {
            if epochs(&self.site)?.len() == 1 && !self.site.path("keys/rotate-now").exists() {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        anyhow::bail!("a rotation did not end within ten seconds")
    }

    /// Loses data and keys, and puts an old archive of the data back.
    fn restore(&mut self, tally: &mut Tally) -> Result<()> {
        if self.backups.is_empty() {
            return Ok(());
        }
        let which = self.draw.index(self.backups.len());
        self.copies += 1;
        fs::rename(self.site.path("data"), self.site.path(&format!("copy-{}", self.copies)))?;
        fs::remove_dir_all(self.site.path("keys"))?;
        let keys = fs::read_dir(self.site.path("kept"))?.flatten().map(|file| file.path());
        let keys: Vec<PathBuf> = keys.filter(|path| path.is_file()).collect();
        ensure!(keys.len() == 1, "the archives of the keys are {keys:?}");
        let (data, keys) = (self.backups[which].path.display().to_string(), keys[0].display().to_string());
        let told = self.site.command(&["restore", "--data", &data, "--keys", &keys, "--json"])?;
        let told: Value = serde_json::from_str(&told)?;
        if matches!(told["ledger"].as_str(), Some("behind" | "forked")) {
            self.site.command(&["ledger", "recover", "--by", "Anna", "Bram", "--yes-recover"])?;
        }
        let erased = |person: &Person| self.erased.iter().any(|one| one.token == person.token);
        let people = self.backups[which].people.iter().cloned();
        self.people = people.map(|person| Person { erased: erased(&person), ..person }).collect();
        tally.count("restores");
        Ok(())
    }

    /// Keeps what the counters say beside everything else.
    fn scrape(&self) -> Result<()> {
        let page = Client::new(self.metrics, "").get("/metrics").map(|(_, page)| page);
        fs::write(self.site.path("metrics"), page.context("the counters answer")?)?;
        Ok(())
    }
}

/// Copies a folder, but for the room that is held on the disk.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status()?;
    ensure!(copied.success(), "a copy could not be made");
    let _none_on_postgres = fs::remove_file(to.join("waarborg.db-ballast"));
    Ok(())
}
