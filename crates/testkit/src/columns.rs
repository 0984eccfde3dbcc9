use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

/// The register of columns, `migrations/columns.toml`: what every column holds and what becomes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    classes: BTreeMap<String, String>,
    retention: BTreeMap<String, String>,
    erasure: BTreeMap<String, String>,
    elsewhere: Vec<Elsewhere>,
    tables: BTreeMap<String, Table>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    owner: String,
    holds: String,
    retention: String,
    columns: BTreeMap<String, Column>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    class: String,
    erasure: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Elsewhere {
    what: String,
    holds: String,
    personal_data: String,
    kept: String,
    at_the_end: String,
}

/// Classes that are about a person, so that an erasure has to do something about them.
const PERSONAL: &[&str] = &["personal-sealed", "personal", "pseudonym", "identifier-hash"];
const NOT_ABOUT_A_PERSON: &str = "not-about-a-person";

impl Columns {
    /// Reads the register of this checkout.
    pub fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/columns.toml");
        let text = std::fs::read_to_string(&path).expect("migrations/columns.toml is there");
        Self::parse(&text).unwrap_or_else(|error| panic!("migrations/columns.toml: {error}"))
    }

    /// Reads a register from text. Errs when a key is unknown or missing.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// What is wrong with the register, given every `table.column` that there is: entries too few or too many, words that are
    /// not explained or not used, and columns about a person of which it says that they are about nobody.
    pub fn problems(&self, real: &BTreeSet<String>) -> Vec<String> {
        let mut problems = Vec::new();
        let named: BTreeSet<String> = self.each().map(|(table, column, ..)| format!("{table}.{column}")).collect();
        problems.extend(real.difference(&named).map(|column| format!("{column} has no entry")));
        problems.extend(named.difference(real).map(|column| format!("{column} is no column")));

        let mut used = BTreeSet::new();
        for (table, _, of) in self.each() {
            used.extend([of.class.as_str(), of.erasure.as_str(), self.tables[table].retention.as_str()]);
        }
        let explained: BTreeSet<&str> = [&self.classes, &self.retention, &self.erasure]
            .into_iter()
            .flat_map(BTreeMap::keys)
            .map(String::as_str)
            .collect();
        problems.extend(explained.difference(&used).map(|word| format!("the word {word} is explained and not used")));
        for (name, table) in &self.tables {
            if !self.retention.contains_key(&table.retention) {
                problems.push(format!("{name}: the retention {} is not explained", table.retention));
            }
            if !name.starts_with(&format!("{}_", table.owner)) {
                problems.push(format!("{name}: a table carries the name of its room, which is not {}", table.owner));
            }
        }
        for (table, column, of) in self.each() {
            if !self.classes.contains_key(&of.class) {
                problems.push(format!("{table}.{column}: the class {} is not explained", of.class));
            }
            if !self.erasure.contains_key(&of.erasure) {
                problems.push(format!("{table}.{column}: the erasure {} is not explained", of.erasure));
            }
            if PERSONAL.contains(&of.class.as_str()) && of.erasure == NOT_ABOUT_A_PERSON {
                problems.push(format!("{table}.{column}: {} is about a person, so say what an erasure does", of.class));
            }
        }
        problems
    }

    fn each(&self) -> impl Iterator<Item = (&str, &str, &Column)> {
        self.tables.iter().flat_map(|(name, table)| {
            table.columns.iter().map(move |(column, of)| (name.as_str(), column.as_str(), of))
        })
    }

    /// `docs/data.md`.
    pub fn page(&self) -> String {
        let mut page = String::from(INTRODUCTION);
        let mut line = |text: &str| page.push_str(&format!("{text}\n"));
        line("## In the database\n");
        line("| table | holds | about persons | kept |");
        line("|---|---|---|---|");
        for (name, table) in &self.tables {
            let classes: BTreeSet<&str> = table.columns.values().map(|column| column.class.as_str()).collect();
            let classes: Vec<&str> = classes.into_iter().filter(|class| *class != "operational").collect();
            let about = if classes.is_empty() { "nothing".to_owned() } else { classes.join(", ") };
            line(&format!("| `{name}` | {} | {about} | {} |", table.holds, self.retention[&table.retention]));
        }
        line(DELETED);
        line("## Elsewhere\n");
        line("| what | holds | personal data | kept | at the end |");
        line("|---|---|---|---|---|");
        for Elsewhere { what, holds, personal_data, kept, at_the_end } in &self.elsewhere {
            line(&format!("| {what} | {holds} | {personal_data} | {kept} | {at_the_end} |"));
        }
        line("\n## Column by column\n");
        for (title, words) in [("What a column holds", &self.classes), ("What an erasure does with it", &self.erasure)]
        {
            line(&format!("{title}:\n"));
            for (word, means) in words {
                line(&format!("- **{word}**: {means}"));
            }
            line("");
        }
        line("| column | holds | when the person is erased |");
        line("|---|---|---|");
        for (table, column, of) in self.each() {
            line(&format!("| `{table}.{column}` | {} | {} |", of.class, of.erasure));
        }
        page
    }
}

const INTRODUCTION: &str = "# What this server itself stores

The server is a system like those it keeps registers of. What it stores, for how long, and what happens then. Written by `cargo xtask generate`
from `migrations/columns.toml`, which a test compares with the columns that the database really has.

";

const DELETED: &str = "
`secure_delete` is on: SQLite overwrites what is deleted. PostgreSQL keeps old rows until it vacuums; what was personal in them is sealed, and
the key that opens it is rewrapped at each rotation.
";
