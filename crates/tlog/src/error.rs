use thiserror::Error as ThisError;
use waarborg_base::{Fault, Kind};

use crate::TileId;

/// What can be wrong with what this room reads, and with what a proof is asked of. Positions count from 0.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// A text is not what its format says.
    #[error("{what}, line {line}: {problem}")]
    Malformed {
        /// Which format was read.
        what: &'static str,
        /// The line, from 1; 0 when it is about the whole.
        line: usize,
        /// What is wrong, and what it should be.
        problem: &'static str,
    },
    /// A text is longer, or has more lines, than anybody needs.
    #[error("{what} is too large: {limit} at most")]
    TooLarge {
        /// What was read or made.
        what: &'static str,
        /// The limit, in the unit that the text names.
        limit: &'static str,
    },
    /// The stored right edge of a tree has a length that its size contradicts, or a size beyond [`crate::MAX_SIZE`].
    #[error("the stored right edge of the tree is damaged: {problem}")]
    Frontier {
        /// What contradicts what.
        problem: &'static str,
    },
    /// The tree has no more room.
    #[error("the tree is full")]
    Full,
    /// Asked for a leaf that a tree of that size does not have.
    #[error("a tree of {size} leaves has no leaf {index}")]
    NoSuchLeaf {
        /// The leaf asked for.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// Asked to compare with a tree that is larger than the newer one.
    #[error("a tree of {old} leaves cannot have grown into one of {new}")]
    Shrunk {
        /// The size said to be older.
        old: u64,
        /// The size said to be newer.
        new: u64,
    },
    /// A tile is not as wide as the size of the tree says.
    #[error("tile {} has {found} hashes, not {wanted}", .at.path(*.wanted))]
    TileWidth {
        /// Which tile.
        at: TileId,
        /// How many hashes were asked for.
        wanted: usize,
        /// How many there were.
        found: usize,
    },
    /// The proof does not lead to the root.
    #[error("the proof does not lead to the root")]
    Unproven,
    /// A name of a key is empty, or holds white space, a control character or a plus sign.
    #[error("a key name is not empty, and has no white space, no control character and no plus sign")]
    KeyName,
    /// The id of a key is not the one that follows from its name and bytes.
    #[error("the key id of {name} does not belong to its name and key")]
    KeyId {
        /// The name of the key.
        name: String,
    },
    /// A key that is known signed, they say, and did not.
    #[error("the signature of {name} does not fit the text")]
    BadSignature {
        /// The name of the key.
        name: String,
    },
    /// Nobody who is known signed.
    #[error("no known key signed the text")]
    Unsigned,
    /// The checkpoint is of another log.
    #[error("the checkpoint is of the log {found}, not of {wanted}")]
    Origin {
        /// The log asked for.
        wanted: String,
        /// The log that the checkpoint names.
        found: String,
    },
    /// Two checkpoints of one size have different roots: somebody was shown another history.
    #[error("two checkpoints of size {size} have different roots")]
    SplitView {
        /// The size of both.
        size: u64,
    },
    /// A stored hash is not the hash of what it stands for. Everything before `position` was found in order.
    #[error("leaf {position} is not what was stored: {} differs", .at.path(crate::TILE_WIDTH))]
    Differs {
        /// The first leaf under the hash that differs.
        position: u64,
        /// The tile which holds the hash.
        at: TileId,
    },
    /// The log up to a known checkpoint is not the log that was signed.
    #[error(
        "the first {size} leaves are not those of the known checkpoint: the first bad leaf is {good_until} or later"
    )]
    RootDiffers {
        /// The size of the checkpoint that does not fit.
        size: u64,
        /// The size of the last known checkpoint that did.
        good_until: u64,
    },
    /// The log ends before a known checkpoint.
    #[error("the log ends at leaf {found}, and a known checkpoint has {size} leaves: the rest is cut off")]
    CutOff {
        /// How many leaves there were.
        found: u64,
        /// How many the checkpoint has.
        size: u64,
    },
}

impl Error {
    pub(crate) const fn malformed(what: &'static str, line: usize, problem: &'static str) -> Self {
        Self::Malformed { what, line, problem }
    }
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Malformed { .. }
            | Self::Shrunk { .. }
            | Self::KeyName
            | Self::KeyId { .. }
            | Self::BadSignature { .. }
            | Self::Unsigned
            | Self::Unproven
            | Self::Origin { .. } => Kind::Invalid,
            Self::TooLarge { .. } => Kind::Limited,
            Self::NoSuchLeaf { .. } => Kind::NotFound,
            Self::SplitView { .. }
            | Self::Differs { .. }
            | Self::RootDiffers { .. }
            | Self::CutOff { .. }
            | Self::Frontier { .. }
            | Self::TileWidth { .. }
            | Self::Full => Kind::Internal,
        }
    }
}
