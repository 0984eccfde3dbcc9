use waarborg_base::Personal;

/// Everything about one person.
#[derive(Clone, Debug)]
pub struct Export {
    json: Personal<String>,
    csv: Personal<String>,
}

impl Export {
    /// As JSON: fields with source and time, earlier values, purposes, conditions, files, and who used it.
    pub fn json(&self) -> &Personal<String> {
        &self.json
    }

    /// As CSV: the fields and earlier values, one row each.
    pub fn csv(&self) -> &Personal<String> {
        &self.csv
    }
}

/// An export and its leaf.
#[derive(Clone, Debug)]
pub struct Exported {
    /// What there is.
    pub export: Export,
    /// The leaf in the ledger.
    pub arrival: i64,
}
