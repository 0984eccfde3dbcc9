use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use waarborg_store::{Engine, Statement};

use crate::Bed;

/// Fails unless every file in the `sql` folder of a room is one of its statements and opens with a comment that says what
/// it is for. `room` is the room's `CARGO_MANIFEST_DIR`.
pub fn every_sql_file_is_a_statement(room: &str, statements: impl IntoIterator<Item = &'static Statement>) {
    let folder = Path::new(room).join("sql");
    let mut files = BTreeSet::new();
    collect(&folder, &folder, &mut files);
    let named = |statement: &Statement| statement.name().split_once('/').map(|(_, file)| file.to_owned());
    let named: BTreeSet<String> = statements.into_iter().filter_map(named).collect();
    assert_eq!(files, named, "files in {} (left) and statements of the room (right)", folder.display());
}

fn collect(folder: &Path, root: &Path, files: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the folder sql is there") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            collect(&path, root, files);
            continue;
        }
        let sql = fs::read_to_string(&path).expect("a statement is text");
        assert!(sql.starts_with("-- "), "{} must open with a comment that says what it is for", path.display());
        let place = path.strip_prefix(root).expect("found below it").with_extension("");
        let name = place.to_str().expect("a name in UTF-8");
        files.insert(name.trim_end_matches(".sqlite").trim_end_matches(".postgres").to_owned());
    }
}

/// Prepares every statement on both engines, and fails unless both see as many parameters and columns.
pub fn same_shape_on_both_engines(statements: impl IntoIterator<Item = &'static Statement>) {
    let stores = [Engine::Sqlite, Engine::Postgres].map(Bed::new).map(|bed| (bed.open(), bed));
    for statement in statements {
        let shapes = stores.each_ref().map(|(store, bed)| {
            let shape = store.read_blocking(|tx| tx.prepare(statement));
            shape.unwrap_or_else(|error| {
                let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                panic!("{} on {}: {error}: {cause}", statement.name(), bed.engine)
            })
        });
        assert_eq!(shapes[0], shapes[1], "{}: SQLite and PostgreSQL see another shape", statement.name());
    }
}
