use std::fmt;

use waarborg_base::Digest;

/// What verifying a log found. Positions count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many leaves there are.
    pub leaves: u64,
    /// The root over all of them.
    pub root: Digest,
    /// The leaves of the largest known checkpoint that the log extends; 0 when none was given. What follows rests on the signature of
    /// the log alone.
    pub good_until: u64,
    /// Recoveries of which the log itself tells, each a loss of what was signed.
    pub recoveries: Vec<Recovery>,
    /// Where leaves `ledger.outside-lost` are: the checkpoint outside was gone, so nothing vouched for the database being the newest.
    pub unwatched: Vec<u64>,
    /// What is wrong, the first first. Empty for a log that is as it was signed.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.findings.is_empty()
    }
}

/// A leaf `ledger.recovered`: from here on the log does not extend a checkpoint that was signed before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// Where the leaf is.
    pub position: u64,
    /// The leaves of the tree that was lost.
    pub lost_size: u64,
    /// The root of that tree.
    pub lost_root: Digest,
}

/// Something that is not as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// The leaf is another than the one that was signed.
    Changed {
        /// Its place.
        position: u64,
    },
    /// A leaf is gone.
    Removed {
        /// The place it had.
        position: u64,
    },
    /// A leaf stands between those that were signed.
    Inserted {
        /// Its place.
        position: u64,
    },
    /// A leaf stands in the place of another.
    Reordered {
        /// The first place with another leaf.
        position: u64,
    },
    /// Leaves and their stored hashes were changed together.
    Rewritten {
        /// The first bad leaf is this one or later,
        from: u64,
        /// and before this one.
        to: u64,
    },
    /// The log ends before what was signed.
    CutOff {
        /// The first leaf that is missing.
        position: u64,
        /// How many there were.
        size: u64,
    },
    /// The log is whole and signed, and older than what is known: it was put back to an earlier state.
    RolledBack {
        /// How many leaves are signed here.
        stored: u64,
        /// How many are in the known checkpoint.
        known: u64,
    },
    /// Two histories were signed: this one and that of a known checkpoint.
    SplitView {
        /// The leaves of the known checkpoint.
        size: u64,
        /// They were the same up to this leaf at least.
        from: u64,
    },
    /// Leaves that are in no signed tree.
    Unsigned {
        /// The first of them.
        position: u64,
    },
    /// A stored hash is not that of the leaves under it, which are as they were signed.
    TileAltered {
        /// The tile in the words of the static interface.
        path: String,
        /// The first leaf under the first such hash.
        position: u64,
    },
    /// The record of an open event is not what the leaf commits to.
    RecordAltered {
        /// The place of the leaf.
        position: u64,
    },
    /// The checkpoint is missing or not signed by this log.
    CheckpointAltered {
        /// What is wrong with it.
        problem: String,
    },
    /// A column beside the checkpoint does not say what the checkpoint says.
    RowAltered {
        /// Which.
        what: &'static str,
    },
}

impl Finding {
    /// The first leaf that is, or may be, concerned.
    pub fn position(&self) -> Option<u64> {
        match self {
            Self::Changed { position }
            | Self::Removed { position }
            | Self::Inserted { position }
            | Self::Reordered { position }
            | Self::CutOff { position, .. }
            | Self::Unsigned { position }
            | Self::TileAltered { position, .. }
            | Self::RecordAltered { position } => Some(*position),
            Self::Rewritten { from, .. } | Self::SplitView { from, .. } => Some(*from),
            Self::RolledBack { stored, .. } => Some(*stored),
            Self::CheckpointAltered { .. } | Self::RowAltered { .. } => None,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { position } => write!(f, "leaf {position} was changed"),
            Self::Removed { position } => write!(f, "leaf {position} was removed"),
            Self::Inserted { position } => write!(f, "leaf {position} was inserted"),
            Self::Reordered { position } => write!(f, "leaf {position} stands in the place of another"),
            Self::Rewritten { from, to } => {
                write!(f, "leaves were changed together with their hashes; the first is between {from} and {to}")
            }
            Self::CutOff { position, size } => write!(f, "the log ends before leaf {position}, and {size} were signed"),
            Self::RolledBack { stored, known } => {
                write!(f, "the log was put back to {stored} leaves, and {known} are known to have been signed")
            }
            Self::SplitView { size, from } => write!(
                f,
                "two histories were signed: the known checkpoint of {size} leaves is of another, which differs at leaf {from} or later"
            ),
            Self::Unsigned { position } => write!(f, "leaf {position} and what follows are in no signed tree"),
            Self::TileAltered { path, position } => {
                write!(f, "{path} does not hold the hash of leaf {position}, which is as it was signed")
            }
            Self::RecordAltered { position } => {
                write!(f, "the record of leaf {position} is not what the leaf commits to")
            }
            Self::CheckpointAltered { problem } => write!(f, "the checkpoint does not hold: {problem}"),
            Self::RowAltered { what } => write!(f, "{what} does not fit the checkpoint"),
        }
    }
}
