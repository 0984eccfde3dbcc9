//! An installation with people in it, on either engine, and another one to restore into.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use waarborg_base::{Actor, Ctx, Entropy, ManualClock, OsEntropy, Personal, Timestamp};
use waarborg_documents::version;
use waarborg_ledger::Sequenced;
use waarborg_protocol::load;
use waarborg_server::Settings;
use waarborg_server::backup::{KeyArchives, Restore, Restored, write_data};
use waarborg_server::keys::{self, Edge, KeyFolder};
use waarborg_server::opening::{self, Attended, Error, Installed, Means};
use waarborg_server::outside::{self, Erasures};
use waarborg_server::settings::Database;
use waarborg_store::{Engine, MIGRATIONS, Settings as StoreSettings, Store, Tx};
use waarborg_testkit::Bed;
use waarborg_vault::erasure::{self, Erase, Keep};
use waarborg_vault::person::{self, Create, Created, IfKnown};
use waarborg_vault::read::{self, Read};
use waarborg_vault::rules::{Grant, HoldGround};
use waarborg_vault::{Token, Vault, Who};

const PROTOCOL: &str = "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"en\"]\n\
    [category.contact]\nname = \"Contact\"\n[category.contact.field]\nemail = { name = \"E-mail\", kind = \"email\" }\n\
    [purpose.letters]\nname = \"Letters\"\ndata = [\"contact\"]\n\
    basis.kind = \"consent\"\nbasis.text = \"May we?\"\nbasis.withdraw = \"Write to us.\"\n";

/// What every e-mail address of these tests has in it.
pub(crate) const CANARY: &str = "kanarie";

pub(crate) struct House {
    home: TempDir,
    pub(crate) settings: Settings,
    clock: Arc<ManualClock>,
    _bed: Option<Bed>,
}

/// A house that is open.
pub(crate) struct Lived {
    pub(crate) installed: Installed,
    pub(crate) vault: Vault,
    pub(crate) attended: Attended,
}

pub(crate) fn with_edge<T>(body: impl FnOnce(&Edge<'_>) -> T) -> T {
    body(&Edge { credentials: None, ask: &|| Err(std::io::ErrorKind::NotFound.into()) })
}

impl House {
    /// Without keys or database.
    pub(crate) fn empty(engine: Engine) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let mut settings = Settings::usual(home.path());
        let bed = (engine == Engine::Postgres).then(|| Bed::new(engine));
        if let Some(bed) = &bed {
            settings.data.database = Database::Postgres(bed.settings.url.clone());
        }
        let clock = Arc::new(ManualClock::new(Ctx::for_test(1).now));
        Self { home, settings, clock, _bed: bed }
    }

    /// With keys and a protocol, and a place where the key archive is kept.
    pub(crate) fn new(engine: Engine) -> Self {
        let mut house = Self::empty(engine);
        house.settings.backup.keys = vec![house.path("vault")];
        with_edge(|edge| keys::make(&mut house.means().ctx(), &house.settings.keys, edge, None)).expect("made");
        Erasures::make(&house.settings.outside.folders).expect("made");
        std::fs::create_dir(&house.settings.data.folder).expect("made");
        let store = Store::open(&house.store(), MIGRATIONS).expect("it opens");
        let installed = with_edge(|edge| opening::open(&house.settings, store, edge, house.means())).expect("it opens");
        let loaded = load(&vec![("protocol.toml".to_owned(), PROTOCOL.to_owned())], "protocol.toml");
        let ledger = installed.ledger.clone();
        let apply = move |ctx: &mut Ctx, tx: &mut Tx<'_>| version::apply(ctx, tx, &ledger, &loaded);
        installed.store.write_blocking(house.means().ctx(), apply).expect("in force");
        installed.store.close();
        house
    }

    /// An empty one beside it: the database and the keys are lost, the root key and what is outside are not.
    pub(crate) fn after_the_fire(&self, engine: Engine) -> Self {
        let mut other = Self::empty(engine);
        copy(&self.path("root.key"), &other.path("root.key"));
        copy(&self.path("outside"), &other.path("outside"));
        other.settings.backup.keys = vec![other.path("vault")];
        other.clock.set(self.clock.now_at());
        other
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn store(&self) -> StoreSettings {
        StoreSettings { readers: 2, connections: 4, ..StoreSettings::new(self.settings.data.address()) }
    }

    pub(crate) fn means(&self) -> Means {
        Means {
            clock: Arc::clone(&self.clock) as _,
            entropy: Arc::new(|| Box::new(OsEntropy::new()) as Box<dyn Entropy>),
        }
    }

    /// Lets a minute pass.
    pub(crate) fn wait(&self) {
        self.clock.set(later(self.clock.now_at()));
    }

    pub(crate) fn open(&self) -> Result<Lived, Error> {
        let store = Store::open(&self.store(), MIGRATIONS)?;
        let opened = with_edge(|edge| opening::open_to_serve(&self.settings, store.clone(), edge, self.means()));
        let (installed, attended) = opened.inspect_err(|_| store.close())?;
        let vault = installed.vault()?;
        Ok(Lived { installed, vault, attended })
    }

    pub(crate) fn recover(&self) -> Lived {
        let store = Store::open(&self.store(), MIGRATIONS).expect("it opens");
        let by = ["Anna".to_owned(), "Bram".to_owned()];
        let recovered = with_edge(|edge| opening::recover(&self.settings, store, edge, self.means(), &by));
        let (installed, attended) = recovered.expect("it goes on");
        let vault = installed.vault().expect("its keys are its own");
        Lived { installed, vault, attended }
    }

    pub(crate) fn back_up_data(&self) -> PathBuf {
        self.wait();
        let key = outside::ledger_key(&self.settings.outside.folders).expect("readable");
        let now = self.clock.now_at();
        let written = write_data(&self.store(), &self.path("backup"), now, key.as_ref()).expect("written");
        assert!(written.found.ledger.checkpoint.is_some() && written.found.key.is_some());
        written.path
    }

    pub(crate) fn back_up_keys(&self) -> PathBuf {
        self.wait();
        let keys = KeyFolder::at(&self.settings.keys.folder);
        let archives = KeyArchives::of(&self.settings, &keys).expect("a place is named");
        archives.write(self.clock.now_at()).expect("written").pop().expect("one").path
    }

    pub(crate) fn restore(&self, restore: &Restore) -> Result<Restored, waarborg_server::backup::Error> {
        let plan = with_edge(|edge| restore.plan(&self.settings, &self.store(), edge))?;
        plan.carry_out(&self.settings, &self.store(), &self.means())
    }

    pub(crate) fn plan(&self, restore: &Restore) -> Result<Restored, waarborg_server::backup::Error> {
        with_edge(|edge| restore.plan(&self.settings, &self.store(), edge)).map(|plan| plan.told().clone())
    }
}

impl Lived {
    pub(crate) fn take_up(&self, house: &House, name: &str) -> Token {
        let email = Personal::new(format!("\"{name}.{CANARY}@example.org\""));
        let (fields, purposes) = (vec![("contact.email".to_owned(), email)], vec!["letters".into()]);
        let create = Create { fields, purposes, source: "data-subject".into(), if_known: IfKnown::Create };
        let vault = self.vault.clone();
        let body = move |ctx: &mut Ctx, tx: &mut Tx<'_>| person::create(ctx, tx, &vault, &create);
        match self.installed.store.write_blocking(house.means().ctx(), body).expect("taken up") {
            Created::Created { token, .. } => token,
            Created::Known { .. } => panic!("nobody was to be refused"),
        }
    }

    /// As the interface does it: the answer waits for the journal.
    pub(crate) fn erase(&self, house: &House, token: Token) {
        self.erase_keeping(house, Erase { token, keep: Vec::new(), suppress: false });
    }

    /// Keeps a field for a claim.
    pub(crate) fn erase_but(&self, house: &House, token: Token, field: &str) {
        let keep = vec![Keep { field: field.to_owned(), ground: HoldGround::LegalClaim }];
        self.erase_keeping(house, Erase { token, keep, suppress: false });
    }

    fn erase_keeping(&self, house: &House, input: Erase) {
        let vault = self.vault.clone();
        let body = move |ctx: &mut Ctx, tx: &mut Tx<'_>| erasure::erase(ctx, tx, &vault, &input);
        self.installed.store.write_blocking(house.means().ctx(), body).expect("erased");
        let open = self.installed.store.read_blocking(erasure::list_unjournaled).expect("readable");
        self.attended.erasures.record(open.iter().map(outside::Entry::from).collect()).expect("journaled");
        let ids: Vec<_> = open.iter().map(|erasure| erasure.id).collect();
        let mark = move |ctx: &mut Ctx, tx: &mut Tx<'_>| erasure::mark_journaled(ctx, tx, &ids);
        self.installed.store.write_blocking(house.means().ctx(), mark).expect("marked");
    }

    pub(crate) fn rotate(&self) {
        self.installed.rotation(&self.vault).rotate(&|_| {}).expect("rotated").expect("nobody else rotates");
    }

    pub(crate) fn reads(&self, house: &House, token: Token) -> bool {
        let (vault, grant) = (self.vault.clone(), Grant::any());
        let input = Read { who: Who::Token(token), purpose: "letters".into(), grant, fields: None };
        let mut ctx = house.means().ctx();
        ctx.actor = Actor::Client("test".into());
        let body = move |ctx: &mut Ctx, tx: &mut Tx<'_>| read::read(ctx, tx, &vault, &input);
        match self.installed.store.write_blocking(ctx, body) {
            Ok(answer) => format!("{answer:?}").contains("Disclosed"),
            Err(waarborg_vault::Error::NotFound) => false,
            Err(error) => panic!("{error}"),
        }
    }

    /// Leaves everything placed and the newest checkpoint outside, as a server does each second.
    pub(crate) fn leave(self, house: &House) {
        let Installed { store, ledger, .. } = &self.installed;
        while store.engine() == Engine::Postgres
            && matches!(ledger.sequence(store, house.means().ctx()), Ok(Sequenced::Placed(1..)))
        {}
        ledger.keep_outside().expect("kept");
        store.close();
    }
}

/// What a manual clock says.
trait NowAt {
    fn now_at(&self) -> Timestamp;
}

impl NowAt for ManualClock {
    fn now_at(&self) -> Timestamp {
        waarborg_base::Clock::now(self)
    }
}

fn later(at: Timestamp) -> Timestamp {
    Timestamp::from_micros(at.as_micros() + 60_000_000).expect("a time there is")
}

pub(crate) fn copy(from: &Path, to: &Path) {
    let copied = std::process::Command::new("cp").arg("-a").arg(from).arg(to).status().expect("cp runs");
    assert!(copied.success(), "{}", from.display());
}

/// Every file below a folder with what is in it.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).expect("readable");
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}

pub(crate) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
