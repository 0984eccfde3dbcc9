use anyhow::Result;
use waarborg_store::{Error, Statement, Tx, Value, values};
use waarborg_tlog::{Checkpoint, Edge, leaf_hash};

use super::log::{ORIGIN, Original};

/// The row of `ledger_tree`.
#[derive(Clone, Debug)]
pub(super) struct TreeRow {
    pub(super) size: u64,
    frontier: Vec<u8>,
    checkpoint: String,
}

impl TreeRow {
    pub(super) fn find(tx: &mut Tx<'_>) -> Result<Self, Error> {
        const FIND: Statement = Statement::new("tree", "SELECT size, frontier, checkpoint FROM ledger_tree");
        let row = tx.query_one(&FIND, &[])?;
        let size: i64 = row.get(0)?;
        Ok(Self { size: size.unsigned_abs(), frontier: row.get(1)?, checkpoint: row.get(2)? })
    }
}

/// Somebody at the tables. Keeps the entries beside them, so that the first that differs is known.
pub(super) struct Hand<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    pub(super) original: &'a Original,
    entries: Vec<Vec<u8>>,
}

impl<'a, 'tx> Hand<'a, 'tx> {
    pub(super) fn at(tx: &'a mut Tx<'tx>, original: &'a Original) -> Self {
        Self { tx, original, entries: original.entries.clone() }
    }

    pub(super) fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    pub(super) fn entry(&self, position: u64) -> Vec<u8> {
        self.entries[index(position)].clone()
    }

    /// The first leaf that is another than the one that was signed.
    pub(super) fn first_difference(&self) -> u64 {
        let same = self.entries.iter().zip(&self.original.entries).take_while(|(now, then)| now == then);
        same.count() as u64
    }

    pub(super) fn sql(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64> {
        Ok(self.tx.execute(&Statement::new("tamper", sql), values)?)
    }

    pub(super) fn text(&mut self, sql: &'static str) -> Result<String> {
        Ok(self.tx.query_one(&Statement::new("tamper", sql), &[])?.get(0)?)
    }

    pub(super) fn bytes(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<u8>> {
        Ok(self.tx.query_one(&Statement::new("tamper", sql), values)?.get(0)?)
    }

    pub(super) fn set(&mut self, position: u64, entry: Vec<u8>) -> Result<()> {
        self.sql("UPDATE ledger_leaf SET entry = $2 WHERE position = $1", &values![signed(position), &entry])?;
        self.entries[index(position)] = entry;
        Ok(())
    }

    /// Takes a leaf away and lets those behind it close up.
    pub(super) fn remove(&mut self, position: u64) -> Result<()> {
        self.sql("DELETE FROM ledger_leaf WHERE position = $1", &values![signed(position)])?;
        self.sql("UPDATE ledger_leaf SET position = -position WHERE position > $1", &values![signed(position)])?;
        self.sql("UPDATE ledger_leaf SET position = -position - 1 WHERE position < 0", &[])?;
        self.entries.remove(index(position));
        Ok(())
    }

    /// Takes a leaf away and leaves its place empty.
    pub(super) fn leave_gap(&mut self, position: u64) -> Result<()> {
        self.sql("DELETE FROM ledger_leaf WHERE position = $1", &values![signed(position)])?;
        Ok(())
    }

    pub(super) fn insert(&mut self, position: u64, entry: Vec<u8>) -> Result<()> {
        self.sql("UPDATE ledger_leaf SET position = -position - 1 WHERE position >= $1", &values![signed(position)])?;
        self.sql("UPDATE ledger_leaf SET position = -position WHERE position < 0", &[])?;
        self.sql(
            "INSERT INTO ledger_leaf (position, arrival, entry, tag, body) VALUES ($1, $1, $2, $3, NULL)",
            &values![signed(position), &entry, vec![9_u8; 16]],
        )?;
        self.entries.insert(index(position), entry);
        Ok(())
    }

    pub(super) fn cut(&mut self, position: u64) -> Result<()> {
        self.sql("DELETE FROM ledger_leaf WHERE position >= $1", &values![signed(position)])?;
        self.entries.truncate(index(position));
        Ok(())
    }

    /// Puts everything back to how it was at an earlier size: what whoever puts back an older copy does.
    pub(super) fn roll_back(&mut self, to: &TreeRow) -> Result<()> {
        self.cut(to.size)?;
        self.hashes()?;
        let TreeRow { size, frontier, checkpoint } = to;
        self.sql(
            "UPDATE ledger_tree SET size = $1, frontier = $2, checkpoint = $3",
            &values![signed(*size), frontier, checkpoint],
        )?;
        Ok(())
    }

    /// Makes every stored hash fit the leaves, without signing.
    pub(super) fn hashes(&mut self) -> Result<Edge> {
        let mut edge = Edge::new();
        self.sql("DELETE FROM ledger_tile", &[])?;
        for entry in self.entries.clone() {
            for tile in edge.push(leaf_hash(&entry))? {
                self.sql(
                    "INSERT INTO ledger_tile (level, number, hashes) VALUES ($1, $2, $3)",
                    &values![i64::from(tile.at.level), signed(tile.at.number), tile.to_bytes()],
                )?;
            }
        }
        let mut bytes = edge.frontier().to_bytes();
        if let Some(leaves) = edge.partial().find(|tile| tile.at.level == 0) {
            bytes.extend(leaves.to_bytes());
        }
        self.sql("UPDATE ledger_tree SET size = $1, frontier = $2", &values![signed(edge.size()), bytes])?;
        Ok(edge)
    }

    /// The same, and signs it with the stolen key.
    pub(super) fn sign(&mut self) -> Result<()> {
        let edge = self.hashes()?;
        let note = Checkpoint::new(ORIGIN, edge.size(), edge.root()).sign(&self.original.key)?.to_string();
        self.sql("UPDATE ledger_tree SET checkpoint = $1", &values![note])?;
        Ok(())
    }
}

fn index(position: u64) -> usize {
    usize::try_from(position).expect("the logs are small")
}

pub(super) fn signed(position: u64) -> i64 {
    i64::try_from(position).expect("the logs are small")
}
