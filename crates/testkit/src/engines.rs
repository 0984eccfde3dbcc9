use std::panic::{AssertUnwindSafe, catch_unwind};

use tempfile::TempDir;
use waarborg_store::{Engine, Error, MIGRATIONS, Migration, Settings, Store};

use crate::Postgres;

/// A place for the data of one test, on one engine: a file in a temporary folder, or a database of the test server.
pub struct Bed {
    /// Which engine.
    pub engine: Engine,
    /// How to open it. Few readers and connections, so that many tests fit beside each other.
    pub settings: Settings,
    folder: Option<TempDir>,
}

impl Bed {
    /// An empty place.
    pub fn new(engine: Engine) -> Self {
        let (url, folder) = match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                (format!("sqlite:{}", folder.path().join("data.db").display()), Some(folder))
            }
            Engine::Postgres => (Postgres::shared().database(), None),
        };
        let settings = Settings { readers: 2, connections: 4, ..Settings::new(url) };
        Self { engine, settings, folder }
    }

    /// Opens a store with every migration of the product.
    pub fn open(&self) -> Store {
        self.open_with(MIGRATIONS).expect("the store opens")
    }

    /// Opens a store with other migrations.
    pub fn open_with(&self, migrations: &[Migration]) -> Result<Store, Error> {
        Store::open(&self.settings, migrations)
    }

    /// The database file, on SQLite.
    pub fn file(&self) -> std::path::PathBuf {
        self.folder.as_ref().expect("SQLite has a file").path().join("data.db")
    }

    /// The name of the database, on PostgreSQL.
    pub fn database(&self) -> &str {
        let (_, rest) = self.settings.url.split_once("@/").expect("a URL of the test server");
        rest.split('?').next().expect("split gives one part at least")
    }
}

/// Runs a test body on SQLite and on PostgreSQL, each with an empty place of its own; a failure names the engine.
pub fn each_engine(body: impl Fn(&Bed)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let bed = Bed::new(engine);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| body(&bed))) {
            let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            panic!("on {engine}: {}", said.unwrap_or("the test panicked"));
        }
    }
}
