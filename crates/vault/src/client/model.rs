use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use waarborg_base::{Digest, Timestamp};

use crate::Error;

waarborg_base::id!(
    /// One API client.
    pub struct ClientId;
);

macro_rules! operations {
    ($($(#[$meta:meta])* $name:ident = $word:literal,)+) => {
        /// What a client may be allowed to do. Each call of the interface belongs to exactly one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Operation { $($(#[$meta])* $name,)+ }

        impl Operation {
            /// Every operation, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word of the command line, the interface and the store.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }

        impl FromStr for Operation {
            type Err = UnknownOperation;

            fn from_str(text: &str) -> Result<Self, UnknownOperation> {
                match text { $($word => Ok(Self::$name),)+ _ => Err(UnknownOperation) }
            }
        }
    };
}

operations! {
    /// Enter a person.
    Create = "create",
    /// Read the fields that a purpose allows.
    Read = "read",
    /// Look a person up by an identifier.
    Find = "find",
    /// Correct values (GDPR Art. 16).
    Correct = "correct",
    /// Add or remove purposes: consent given or withdrawn (GDPR Art. 7).
    Purpose = "purpose",
    /// Restrict, lift and object (GDPR Art. 18, 21).
    Condition = "condition",
    /// Set and release a legal hold (GDPR Art. 17(3)).
    Hold = "hold",
    /// Merge two records of one person.
    Merge = "merge",
    /// Export all there is on one person (GDPR Art. 15, 20).
    Export = "export",
    /// Erase a person (GDPR Art. 17).
    Erase = "erase",
    /// See who used a person's data, and why.
    History = "history",
    /// Put and get files.
    File = "file",
    /// Ask for a bulk read, and do it once somebody else approved.
    BulkRequest = "bulk-request",
    /// Approve a bulk read that another client asked for.
    BulkApprove = "bulk-approve",
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The word is not one of [`Operation::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownOperation;

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an operation is one of")?;
        Operation::ALL
            .iter()
            .enumerate()
            .try_for_each(|(at, one)| write!(f, "{} {one}", if at == 0 { "" } else { "," }))
    }
}

impl std::error::Error for UnknownOperation {}

/// A set of operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Operations(u16);

impl Operations {
    /// Whether an operation is among them.
    pub fn contains(self, operation: Operation) -> bool {
        self.0 & Self::bit(operation) != 0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Operation> {
        Operation::ALL.iter().copied().filter(move |operation| self.contains(*operation))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn bit(operation: Operation) -> u16 {
        1 << operation as u16
    }
}

impl FromIterator<Operation> for Operations {
    fn from_iter<I: IntoIterator<Item = Operation>>(operations: I) -> Self {
        Self(operations.into_iter().fold(0, |bits, operation| bits | Self::bit(operation)))
    }
}

/// A client that is about to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClient {
    /// How people call it: 1 to 64 of `a-z`, `0-9`, `-`, `_`, `.`, unlike that of any other client. Goes into the ledger, so it names a program and no
    /// person.
    pub name: String,
    /// What it may do; one at least.
    pub operations: Operations,
    /// For which purposes, by their name in the protocol.
    pub purposes: BTreeSet<String>,
    /// How many calls a minute, on average; as many may come at once. From 1 to [`NewClient::MOST_CALLS`].
    pub calls_per_minute: u32,
}

impl NewClient {
    /// The most calls per minute that can be asked for: a million a second.
    pub const MOST_CALLS: u32 = 60_000_000;

    /// Errs with what cannot be.
    pub(super) fn check(&self) -> Result<(), Error> {
        let sign = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, '-' | '_' | '.');
        if self.name.is_empty() || self.name.len() > 64 || !self.name.chars().all(sign) {
            return Err(Error::ClientUnfit { why: "its name is 1 to 64 of a-z, 0-9, '-', '_' and '.'" });
        }
        if self.operations.is_empty() {
            return Err(Error::ClientUnfit { why: "it may do nothing; name at least one operation" });
        }
        if !(1..=Self::MOST_CALLS).contains(&self.calls_per_minute) {
            return Err(Error::ClientUnfit { why: "its calls per minute are from 1 to 60,000,000" });
        }
        Ok(())
    }
}

/// A client as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its id, the first half of its secret.
    pub id: ClientId,
    /// How people call it, and how the ledger records it.
    pub name: Arc<str>,
    /// SHA-256 of its secret.
    pub secret: Digest,
    /// What it may do.
    pub operations: Operations,
    /// For which purposes.
    pub purposes: BTreeSet<String>,
    /// How many calls a minute, on average.
    pub calls_per_minute: u32,
    /// Since when it exists.
    pub added_at: Timestamp,
    /// Since when it may do nothing any more.
    pub disabled_at: Option<Timestamp>,
}

impl Client {
    /// Whether it may do this.
    pub fn may(&self, operation: Operation) -> bool {
        self.disabled_at.is_none() && self.operations.contains(operation)
    }

    /// Whether it may do so for this purpose.
    pub fn may_for(&self, purpose: &str) -> bool {
        self.disabled_at.is_none() && self.purposes.contains(purpose)
    }
}
