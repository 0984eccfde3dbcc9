use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Barrier;

use waarborg_store::{Engine, Error, MIGRATIONS, Migration, Statement};
use waarborg_testkit::{Bed, Postgres, each_engine};

use crate::child::{Child, wait_until};
use crate::note::migrations;

/// The tables of the product and one more, made by `sql` on either engine.
fn and(name: &'static str, sql: &'static str) -> Vec<Migration> {
    let number = u32::try_from(MIGRATIONS.len()).unwrap() + 1;
    [MIGRATIONS, &[Migration { number, name, sqlite: sql, postgres: sql }]].concat()
}

fn refused(bed: &Bed, migrations: &[Migration]) -> String {
    match bed.open_with(migrations) {
        Ok(_) => panic!("must refuse"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn both_engines_get_the_same_tables_columns_and_nullability() {
    // Kind and nullability of every column; the primary key of SQLite's own rowid tables is told by both.
    const COLUMNS: Statement = Statement::per_engine(
        "list_columns",
        "SELECT t.name || '.' || c.name || ' ' || c.type || CASE c.\"notnull\" WHEN 1 THEN ' NOT NULL' ELSE '' END
                || CASE WHEN t.strict THEN '' ELSE ' NOT STRICT' END
           FROM pragma_table_list t JOIN pragma_table_info(t.name) c
          WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'",
        "SELECT table_name || '.' || column_name || ' '
                || CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB'
                                  WHEN 'text' THEN CASE collation_name WHEN 'C' THEN 'TEXT' ELSE 'TEXT NOT COLLATE \"C\"' END
                                  ELSE data_type END
                || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
           FROM information_schema.columns WHERE table_schema = 'public'",
    );
    let [sqlite, postgres] = [Engine::Sqlite, Engine::Postgres].map(|engine| {
        let bed = Bed::new(engine);
        let store = bed.open();
        let rows = store.read_blocking(|tx| tx.query(&COLUMNS, &[])).unwrap();
        rows.iter().map(|row| row.get::<String>(0).unwrap()).collect::<BTreeSet<_>>()
    });
    assert!(sqlite.contains("store_outbox.leased_until INTEGER"), "{sqlite:#?}");
    assert_eq!(sqlite, postgres);
}

#[test]
fn every_file_in_the_folder_is_in_the_binary_in_both_folders() {
    let known: BTreeSet<String> = MIGRATIONS.iter().map(|migration| format!("{}.sql", migration.name)).collect();
    for engine in ["sqlite", "postgres"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(engine);
        let files: BTreeSet<String> =
            folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(files, known, "{}", folder.display());
    }
    for migration in MIGRATIONS {
        assert!(migration.name.starts_with(&format!("{:04}_", migration.number)), "{}", migration.name);
    }
}

#[test]
fn opening_again_changes_nothing() {
    each_engine(|bed| {
        assert_eq!(bed.open().schema_version(), 6);
        assert_eq!(bed.open().schema_version(), 6);
        assert_eq!(crate::note::open(bed).schema_version(), 7);
    });
}

#[test]
fn a_failed_migration_is_undone_and_refuses_in_one_sentence_until_it_is_mended() {
    each_engine(|bed| {
        let sentence =
            refused(bed, &and("0007_half", "CREATE TABLE half (n INTEGER); INSERT INTO nowhere VALUES (1);"));
        let expected = format!("migration 0007_half failed on {} and was undone: ", bed.engine);
        assert!(sentence.starts_with(&expected), "{sentence}");
        assert!(sentence.contains("nowhere") && !sentence.contains('\n'), "{sentence}");
        assert_eq!(bed.open().schema_version(), 6, "what came before it is kept");
        let mended = and("0007_half", "CREATE TABLE half (n INTEGER)");
        assert_eq!(bed.open_with(&mended).unwrap().schema_version(), 7, "nothing of the first try is in the way");
    });
}

#[test]
fn a_changed_migration_is_refused() {
    each_engine(|bed| {
        bed.open_with(&and("0007_a", "CREATE TABLE a (n INTEGER)")).unwrap();
        let sentence = refused(bed, &and("0007_a", "CREATE TABLE a (n INTEGER, m INTEGER)"));
        assert_eq!(
            sentence,
            "migration 0007_a differs from what was applied to this database: start the program that made it, or put the \
             change in a new migration"
        );
    });
}

#[test]
fn a_newer_schema_is_refused() {
    each_engine(|bed| {
        bed.open_with(&and("0007_a", "CREATE TABLE a (n INTEGER)")).unwrap();
        let sentence = refused(bed, MIGRATIONS);
        assert_eq!(
            sentence,
            "the database has schema 7 (0007_a) and this program knows schemas up to 6: start the newer program again, or \
             restore a backup from before the upgrade"
        );
    });
}

#[test]
fn starters_at_the_same_moment_apply_each_migration_once() {
    const COUNT: Statement = Statement::new("count", "SELECT count(*) FROM store_migration");
    each_engine(|bed| {
        let ready = Barrier::new(6);
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    ready.wait();
                    bed.open_with(&migrations()).unwrap_or_else(|error| panic!("{error}: {:?}", cause(&error)));
                });
            }
        });
        let applied = crate::note::open(bed).read_blocking(|tx| tx.query_one(&COUNT, &[])).unwrap();
        assert_eq!(applied.get::<i64>(0).unwrap(), 7);
    });
}

fn cause(error: &Error) -> Option<String> {
    std::error::Error::source(error).map(ToString::to_string)
}

/// Never ends by itself.
pub(crate) const ENDLESS: &str = "CREATE TABLE half (n BIGINT);
    INSERT INTO half WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c";

#[test]
fn a_killed_migration_leaves_nothing_and_the_next_start_resumes() {
    const COUNT: Statement = Statement::new("count", "SELECT count(*) FROM half");
    each_engine(|bed| {
        let child = Child::start(&["migrate", &bed.settings.url]);
        match bed.engine {
            // It has written more than fits in memory.
            Engine::Sqlite => {
                let log = bed.file().with_extension("db-wal");
                wait_until(|| log.metadata().is_ok_and(|log| log.len() > 4 << 20));
            }
            Engine::Postgres => {
                let running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%TABLE half%' \
                               AND pid <> pg_backend_pid()";
                wait_until(|| Postgres::shared().sql(bed.database(), running) == "1");
            }
        }
        child.kill();
        let store = bed.open_with(&and("0007_half", "CREATE TABLE half (n INTEGER)")).unwrap();
        assert_eq!(store.schema_version(), 7);
        let left = store.read_blocking(|tx| tx.query_one(&COUNT, &[])).unwrap();
        assert_eq!(left.get::<i64>(0).unwrap(), 0);
    });
}
