use waarborg_base::Digest;
use waarborg_ledger::committed;
use waarborg_store::archive::Archived;
use waarborg_tlog::{Checkpoint, Frontier, Note, VerifierKey, leaf_hash};

/// The ledger in an archive of the data, hashed anew from its leaves.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    frontier: Frontier,
    /// The signed checkpoint, once the row of the tree has passed.
    note: Option<String>,
    /// The signed checkpoint as it reads.
    pub checkpoint: Option<Checkpoint>,
    /// Leaves that had no place in the tree yet.
    pub pending: u64,
    wanted: Option<u64>,
    /// The root at the size that was asked for, if the tree reaches it.
    pub(super) root_at: Option<Digest>,
}

impl Ledger {
    /// Notes the root when there are `size` leaves.
    pub(super) fn noting(size: Option<u64>) -> Self {
        let frontier = Frontier::new();
        let root_at = (size == Some(0)).then(|| frontier.root());
        Self { frontier, wanted: size, root_at, ..Self::default() }
    }

    /// How many leaves it has, those in the queue included.
    pub fn leaves(&self) -> u64 {
        self.frontier.size() + self.pending
    }

    /// Takes the next row; what is wrong with it, if anything.
    pub(super) fn row(&mut self, row: &Archived<'_>) -> Result<(), String> {
        match row.table {
            "ledger_leaf" => self.leaf(row),
            "ledger_pending" => {
                self.pending += 1;
                Ok(())
            }
            "ledger_tree" => {
                self.note = row.get::<&str>("checkpoint").map(str::to_owned);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn leaf(&mut self, row: &Archived<'_>) -> Result<(), String> {
        let next = self.frontier.size();
        let position = row.get::<i64>("position").and_then(|position| u64::try_from(position).ok());
        let entry = row.get::<&[u8]>("entry").filter(|_| position == Some(next));
        let entry = entry.ok_or_else(|| format!("leaf {next} is missing"))?;
        let open = row.get::<&[u8]>("body").filter(|_| row.get::<&[u8]>("tag").is_none());
        if open.is_some_and(|body| committed(entry) != Some(Digest::of(body))) {
            return Err(format!("the record of leaf {next} is not what the leaf commits to"));
        }
        self.frontier.push(leaf_hash(entry)).map_err(|error| error.to_string())?;
        if self.wanted == Some(self.frontier.size()) {
            self.root_at = Some(self.frontier.root());
        }
        Ok(())
    }

    /// Holds the leaves to the checkpoint over them, and that to the key, if one is known.
    pub(super) fn check(&mut self, key: Option<&VerifierKey>) -> Result<(), String> {
        let (size, root) = (self.frontier.size(), self.frontier.root());
        let Some(note) = &self.note else {
            return if size == 0 { Ok(()) } else { Err(format!("it has {size} leaves and no checkpoint")) };
        };
        let read = Note::parse(note.as_bytes()).and_then(|note| note.text().parse());
        let checkpoint: Checkpoint = read.map_err(|error| format!("its checkpoint: {error}"))?;
        if checkpoint.size != size || checkpoint.root != root {
            return Err(format!(
                "its {size} leaves are not the {} that were signed; `waarborg verify` on the database tells where they differ",
                checkpoint.size
            ));
        }
        self.checkpoint = Some(checkpoint);
        key.map_or(Ok(()), |key| self.signed_by(key))
    }

    /// Holds the checkpoint to the key of the log.
    pub(super) fn signed_by(&self, key: &VerifierKey) -> Result<(), String> {
        let Some(note) = &self.note else { return Ok(()) };
        let opened = Note::parse(note.as_bytes())
            .and_then(|note| Checkpoint::open(&note, key.name(), std::slice::from_ref(key)));
        opened.map(drop).map_err(|error| format!("its checkpoint is not signed by {key}: {error}"))
    }
}
