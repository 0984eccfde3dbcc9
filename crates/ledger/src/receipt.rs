/// What [`Ledger::append`](crate::Ledger::append) gave a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The number by which the leaf is found again: a receipt, its place in the tree.
    pub arrival: i64,
}

/// One event of a person's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traced {
    /// The place in the tree.
    pub position: u64,
    /// What is in the tree.
    pub entry: Vec<u8>,
    /// The sealed record; `None` when it was erased.
    pub body: Option<Vec<u8>>,
}

/// The proof that an event is in the ledger. Verifies offline, with the key of the ledger only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The place in the tree.
    pub index: u64,
    /// What is in the tree: the commitment to the record.
    pub entry: Vec<u8>,
    /// The proof as `c2sp.org/tlog-proof@v1` text.
    pub proof: String,
    /// The signed checkpoint of the tree that the proof leads to.
    pub checkpoint: String,
}
