//! A dump of either engine loads into either, whole or not at all.

use std::io::{self, Cursor, Read, Write};

use waarborg_base::{Entropy, SeededEntropy};
use waarborg_store::archive::{Choice, Contents, Error, Orphans, dump, load, verify, walk};
use waarborg_store::{Engine, MIGRATIONS, Settings, Statement, Store, Value, values};
use waarborg_testkit::{Bed, each_engine};

use crate::note::{ctx, migrations, open, stored, write, write_large};
use crate::sample::{add_person, erase_person, fill};

fn archived(bed: &Bed, choice: Choice<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = dump(&bed.settings, choice, &mut bytes).unwrap();
    assert_eq!(verify(bytes.as_slice()).unwrap(), written);
    bytes
}

fn load_all(settings: &Settings, archive: &[u8]) -> Result<Contents, Error> {
    load(settings, MIGRATIONS, Orphans::Refuse, || Ok(Cursor::new(archive)))
}

fn filled(engine: Engine) -> (Bed, Store) {
    let bed = Bed::new(engine);
    let store = bed.open();
    fill(&store);
    (bed, store)
}

#[test]
fn a_dump_of_either_engine_loads_into_either_and_is_the_same_bytes_again() {
    let (first, _store) = filled(Engine::Sqlite);
    let original = archived(&first, Choice::All);
    let contents = verify(original.as_slice()).unwrap();
    assert!(contents.tables.len() > 20, "{contents:?}");
    let empty: Vec<_> = contents.tables.iter().filter(|table| table.rows == 0).map(|table| &table.table).collect();
    assert!(empty.is_empty(), "the sample has rows in every table: {empty:?}");
    for engine in [Engine::Sqlite, Engine::Postgres, Engine::Postgres, Engine::Sqlite] {
        let bed = Bed::new(engine);
        assert_eq!(load_all(&bed.settings, &original).unwrap(), contents);
        assert!(archived(&bed, Choice::All) == original, "{engine} gives other bytes");
        let store = bed.open();
        assert_eq!(store.schema_version(), contents.schema);
        store.close();
    }
    let (other, _store) = filled(Engine::Postgres);
    assert!(archived(&other, Choice::All) == original, "the same data on PostgreSQL is another archive");
}

#[test]
fn numbers_of_rows_that_are_gone_are_not_given_again_after_a_load() {
    each_engine(|bed| {
        let store = bed.open();
        let people = [1, 2, 3].map(|seed| add_person(&store, seed));
        erase_person(&store, people[2]);
        let archive = archived(bed, Choice::All);
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let copy = Bed::new(engine);
            load_all(&copy.settings, &archive).unwrap();
            assert_eq!(add_person(&copy.open(), 9), 4, "on {engine}");
        }
    });
}

#[test]
fn tables_are_left_out_and_brought_back_on_their_own() {
    each_engine(|bed| {
        let store = bed.open();
        let people = [1, 2, 3].map(|seed| add_person(&store, seed));
        let data = archived(bed, Choice::Except(&["vault_key"]));
        assert!(!String::from_utf8_lossy(&data).contains("vault_key"));
        // Keys are archived later than the data: one person is erased since, one is new.
        erase_person(&store, people[1]);
        add_person(&store, 4);
        let keys = archived(bed, Choice::Only(&["vault_key"]));

        for engine in [Engine::Sqlite, Engine::Postgres] {
            let copy = Bed::new(engine);
            load_all(&copy.settings, &data).unwrap();
            let refused = load_all(&copy.settings, &keys).unwrap_err();
            assert!(matches!(refused, Error::Store(waarborg_store::Error::Constraint { .. })), "{refused}");
            let loaded = load(&copy.settings, MIGRATIONS, Orphans::LeaveOut, || Ok(Cursor::new(&keys))).unwrap();
            assert_eq!((loaded.tables[0].rows, loaded.tables[0].orphans), (3, 1));
            assert_eq!(people_with_keys(&copy.open()), [people[0], people[2]], "on {engine}");
        }
    });
}

fn people_with_keys(store: &Store) -> Vec<i64> {
    const LIST: Statement = Statement::new("list_keys", "SELECT person FROM vault_key ORDER BY person");
    let rows = store.read_blocking(|tx| tx.query(&LIST, &[])).unwrap();
    rows.iter().map(|row| row.get(0).unwrap()).collect()
}

#[test]
fn an_archive_cut_off_anywhere_is_refused() {
    let (bed, _store) = filled(Engine::Sqlite);
    let archive = archived(&bed, Choice::All);
    for length in 0..archive.len() {
        let refused = verify(&archive[..length]).expect_err("a part passed for the whole");
        assert!(matches!(refused, Error::Truncated { .. } | Error::NotAnArchive), "{length}: {refused}");
    }
    let longer = [archive.as_slice(), &[0]].concat();
    assert!(matches!(verify(longer.as_slice()), Err(Error::Damaged { .. })));
}

#[test]
fn an_altered_archive_is_refused_before_the_database_is_touched() {
    let (bed, _store) = filled(Engine::Sqlite);
    let mut archive = archived(&bed, Choice::All);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.db");
    let (settings, mut entropy) = (Settings::sqlite(&file), SeededEntropy::new(1));
    for _ in 0..2_000 {
        let mut random = [0; 5];
        entropy.fill(&mut random);
        let [place @ .., bit] = random;
        let place = u32::from_be_bytes(place) as usize % archive.len();
        archive[place] ^= 1 << (bit % 8);
        load_all(&settings, &archive).expect_err("an altered archive was loaded");
        archive[place] ^= 1 << (bit % 8);
    }
    assert!(!file.exists());
    load_all(&settings, &archive).unwrap();
}

#[test]
fn an_archive_that_changes_between_verifying_and_loading_loads_nothing() {
    each_engine(|bed| {
        let (other, store) = filled(Engine::Sqlite);
        let first = archived(&other, Choice::All);
        add_person(&store, 77);
        let mut second = [first, archived(&other, Choice::All)].into_iter();
        let swapped = load(&bed.settings, MIGRATIONS, Orphans::Refuse, || Ok(Cursor::new(second.next().unwrap())));
        assert!(matches!(swapped, Err(Error::Changed)), "{swapped:?}");
        assert_eq!(people_with_keys(&bed.open()), [0_i64; 0]);
    });
}

#[test]
fn a_load_that_breaks_off_leaves_nothing_behind_and_can_be_done_again() {
    each_engine(|bed| {
        let (other, _store) = filled(Engine::Sqlite);
        let archive = archived(&other, Choice::All);
        let mut opened = 0;
        let broken_off = load(&bed.settings, MIGRATIONS, Orphans::Refuse, || {
            opened += 1;
            // Whole when it is verified; the second time the medium fails near the end.
            let there = if opened == 1 { archive.len() } else { archive.len() * 9 / 10 };
            Ok(archive[..there].chain(FailsAfter { fails: opened > 1 }))
        });
        assert!(matches!(broken_off, Err(Error::Input(_))), "{broken_off:?}");
        assert_eq!(people_with_keys(&bed.open()), [0_i64; 0]);
        load_all(&bed.settings, &archive).unwrap();
        assert_eq!(people_with_keys(&bed.open()).len(), 5);
    });
}

struct FailsAfter {
    fails: bool,
}

impl Read for FailsAfter {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        if self.fails { Err(io::Error::other("the medium fails")) } else { Ok(0) }
    }
}

#[test]
fn an_archive_is_loaded_into_empty_tables_only() {
    each_engine(|bed| {
        let (other, _store) = filled(Engine::Sqlite);
        let archive = archived(&other, Choice::All);
        let store = bed.open();
        add_person(&store, 5);
        let before = archived(bed, Choice::All);
        let refused = load_all(&bed.settings, &archive).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "table vault_person of the database is not empty: an archive is loaded into empty tables only"
        );
        assert!(archived(bed, Choice::All) == before, "nothing was changed");
    });
}

#[test]
fn an_older_archive_is_brought_up_to_date_and_a_newer_one_refused() {
    each_engine(|bed| {
        let old = Bed::new(bed.engine);
        old.open_with(&MIGRATIONS[..4]).unwrap();
        let archive = archived(&old, Choice::All);
        assert_eq!(load_all(&bed.settings, &archive).unwrap().schema, 4);
        assert_eq!(waarborg_store::inspect(&bed.settings).unwrap(), waarborg_store::newest_schema());
        let again = load_all(&bed.settings, &archive).unwrap_err();
        assert_eq!(again.to_string(), "the archive has schema 4 and the database 6: load it into an empty database");
        let newer = Bed::new(bed.engine);
        open(&newer);
        let refused = load_all(&old.settings, &archived(&newer, Choice::All)).unwrap_err();
        assert!(matches!(refused, Error::Newer { archive: 7, known: 6 }), "{refused}");
    });
}

/// Writes a note to the store each time that something is written to the archive.
struct WritesMeanwhile<'s> {
    store: &'s Store,
    next: i64,
    bytes: Vec<u8>,
}

impl Write for WritesMeanwhile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        write(self.store, self.next).unwrap();
        self.next += 1;
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_dump_is_of_one_moment_and_keeps_nobody_from_writing() {
    each_engine(|bed| {
        let store = open(bed);
        (1..=40).for_each(|id| write_large(&store, id).unwrap());
        let mut out = WritesMeanwhile { store: &store, next: 100, bytes: Vec::new() };
        dump(&bed.settings, Choice::All, &mut out).unwrap();
        assert!(out.next > 105, "there was writing meanwhile");
        let (bytes, copy) = (out.bytes, Bed::new(bed.engine));
        load(&copy.settings, &migrations(), Orphans::Refuse, || Ok(Cursor::new(&bytes))).unwrap();
        assert_eq!(stored(&open(&copy)), (1..=40).collect::<Vec<_>>());
    });
}

#[test]
fn a_disk_that_does_not_take_the_archive_is_an_error() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    each_engine(|bed| {
        let _store = bed.open();
        assert!(matches!(dump(&bed.settings, Choice::All, Full), Err(Error::Output(_))));
    });
}

#[test]
fn a_name_that_is_no_table_is_refused() {
    each_engine(|bed| {
        let _store = bed.open();
        for choice in [Choice::Except(&["vault_keys"]), Choice::Only(&["vault_keys"])] {
            let refused = dump(&bed.settings, choice, io::sink()).unwrap_err();
            assert_eq!(refused.to_string(), "the database has no table vault_keys");
        }
    });
}

#[test]
fn values_of_every_shape_survive() {
    const INSERT: Statement =
        Statement::new("insert_all", "INSERT INTO note (id, words, bytes, amount) VALUES ($1, $2, $3, $4)");
    const LIST: Statement = Statement::new("list_all", "SELECT id, words, bytes, amount FROM note ORDER BY id");
    each_engine(|bed| {
        let store = open(bed);
        let rows = [
            values![1_i64, "één ⚖ 𝄞\n\\", vec![0_u8, 255], i64::MIN],
            values![2_i64, "", Vec::new(), i64::MAX],
            [Value::Int(-3), Value::Null, Value::Null, Value::Null],
        ];
        for row in rows {
            store.write_blocking(ctx(1), move |_, tx| tx.execute(&INSERT, &row)).unwrap();
        }
        let archive = archived(bed, Choice::Only(&["note"]));
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let copy = Bed::new(engine);
            load(&copy.settings, &migrations(), Orphans::Refuse, || Ok(Cursor::new(&archive))).unwrap();
            let rows = open(&copy).read_blocking(|tx| tx.query(&LIST, &[])).unwrap();
            assert_eq!(rows[0].get::<i64>(0).unwrap(), -3);
            assert_eq!(rows[0].get::<Option<&str>>(1).unwrap(), None);
            assert_eq!(rows[1].get::<&str>(1).unwrap(), "één ⚖ 𝄞\n\\");
            assert_eq!(rows[1].get::<&[u8]>(2).unwrap(), [0, 255]);
            assert_eq!(rows[1].get::<i64>(3).unwrap(), i64::MIN);
            assert_eq!(rows[2].get::<&[u8]>(2).unwrap(), [0_u8; 0]);
        }
    });
}

#[test]
fn the_rows_of_an_archive_can_be_read_by_the_names_of_their_columns() {
    let (bed, _store) = filled(Engine::Sqlite);
    let archive = archived(&bed, Choice::All);
    let (mut rows, mut numbers) = (0, Vec::new());
    let contents = walk(archive.as_slice(), |row| {
        rows += 1;
        if row.table == "vault_person" {
            numbers.push(row.get::<i64>("number").expect("each person has a number"));
            assert_eq!((row.get::<i64>("nobody"), row.get::<&str>("number")), (None, None));
        }
        Ok::<_, Error>(())
    });
    let contents = contents.unwrap();
    assert_eq!(rows, contents.tables.iter().map(|table| table.rows).sum::<u64>());
    assert!(!numbers.is_empty() && numbers.is_sorted(), "{numbers:?}");
    assert!(walk(&archive[..archive.len() - 1], |_| Ok::<_, Error>(())).is_err());
}
