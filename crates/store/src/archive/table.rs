use super::{Choice, Error};

/// A table as the catalogue of an engine tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    /// In the order in which they were declared.
    pub(crate) columns: Vec<String>,
    /// The primary key: rows are dumped in its order, so that the same data is the same archive on either engine.
    pub(crate) key: Vec<String>,
    pub(crate) references: Vec<Reference>,
    /// The column that the database numbers by itself.
    pub(crate) numbered: Option<String>,
}

/// A foreign key: a column, and what it refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) column: String,
    pub(crate) table: String,
    pub(crate) to: String,
}

/// The migrations of the target are its own.
const NEVER: &str = "store_migration";

/// The chosen tables, each after those it refers to, otherwise by name.
pub(super) fn choose(mut tables: Vec<Table>, choice: Choice<'_>) -> Result<Vec<Table>, Error> {
    if let Choice::Except(names) | Choice::Only(names) = choice {
        let unknown = names.iter().find(|name| !tables.iter().any(|table| table.name == **name));
        if let Some(name) = unknown {
            return Err(Error::NoTable { table: (*name).to_owned() });
        }
    }
    tables.retain(|table| {
        let named = |names: &[&str]| names.contains(&table.name.as_str());
        table.name != NEVER
            && match choice {
                Choice::All => true,
                Choice::Except(names) => !named(names),
                Choice::Only(names) => named(names),
            }
    });
    Ok(parents_first(tables))
}

fn parents_first(mut left: Vec<Table>) -> Vec<Table> {
    left.sort_by(|a, b| a.name.cmp(&b.name));
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waits = |table: &Table| {
            table.references.iter().any(|to| to.table != table.name && left.iter().any(|other| other.name == to.table))
        };
        // Tables that refer to each other in a circle would all wait: the first goes, and the engine has the last word.
        let next = left.iter().position(|table| !waits(table)).unwrap_or(0);
        ordered.push(left.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, to: &[&str]) -> Table {
        let reference = |to: &&str| Reference { column: "c".to_owned(), table: (*to).to_owned(), to: "id".to_owned() };
        let references = to.iter().map(reference).collect();
        Table { name: name.to_owned(), columns: vec![], key: vec![], references, numbered: None }
    }

    fn check(choice: Choice<'_>, expected: &[&str]) {
        let tables = vec![table("z", &[]), table("a", &["m", "a"]), table("m", &["z"]), table(NEVER, &[])];
        let names: Vec<String> = choose(tables, choice).unwrap().into_iter().map(|table| table.name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn tables_come_after_those_they_refer_to() {
        check(Choice::All, &["z", "m", "a"]);
        check(Choice::Except(&["m"]), &["a", "z"]);
        check(Choice::Only(&["a", "z"]), &["a", "z"]);
        let circle = vec![table("a", &["b"]), table("b", &["a"])];
        assert_eq!(parents_first(circle).len(), 2, "a circle comes to an end");
        let unknown = choose(vec![table("a", &[])], Choice::Only(&["b"]));
        assert!(matches!(unknown, Err(Error::NoTable { table }) if table == "b"));
    }
}
