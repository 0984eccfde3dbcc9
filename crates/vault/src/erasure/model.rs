use serde::{Deserialize, Serialize};
use waarborg_base::{Digest, Timestamp, id};

use crate::Token;
use crate::rules::HoldGround;

id!(
    /// One erasure. Says nothing about the person.
    pub struct ErasureId;
);

/// A person to erase.
#[derive(Clone, Debug)]
pub struct Erase {
    /// Whom.
    pub token: Token,
    /// Fields that must be kept, each on its ground. Empty: everything goes.
    pub keep: Vec<Keep>,
    /// Whether the person's identifiers are remembered, as keyed hashes, so that marketing cannot start again with them.
    pub suppress: bool,
}

/// A field to keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    /// The field.
    pub field: String,
    /// The ground (GDPR Art. 17(3)).
    #[serde(with = "ground")]
    pub ground: HoldGround,
}

mod ground {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::rules::HoldGround;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    pub(super) fn serialize<S: Serializer>(ground: &HoldGround, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(ground.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HoldGround, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        HoldGround::from_word(&word).ok_or_else(|| D::Error::custom("no such ground"))
    }
}

/// What was kept, in the answer, the ledger and the certificate.
pub type Kept = Keep;

/// What an erasure came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Names it; the certificate is asked for with it.
    pub erasure: ErasureId,
    /// What was kept and why; empty when nothing was.
    pub kept: Vec<Kept>,
    /// When no copy anywhere opens any more, at the latest.
    #[serde(with = "crate::stored::moment")]
    pub copies_gone_by: Timestamp,
    /// The leaf in the ledger.
    pub arrival: i64,
}

/// An erasure as it is remembered: without any pointer to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Its id.
    pub id: ErasureId,
    /// The key that was destroyed.
    pub key: [u8; 16],
    /// The epoch under which that key was wrapped: once this is destroyed, no copy opens.
    pub epoch: u32,
    /// When.
    pub erased_at: Timestamp,
    /// What was kept and why.
    pub kept: Vec<Kept>,
    /// The leaf in the ledger. Erasures with the same leaf are one: a merged person has several keys.
    pub arrival: i64,
    /// When it was written to the journal outside.
    pub journaled_at: Option<Timestamp>,
    /// When the epoch key was destroyed.
    pub final_at: Option<Timestamp>,
}

/// What is signed beside the ledger for the certificate of an erasure: of which record, and since when no copy opens.
pub fn attested(record: &str, final_at: Option<&str>) -> String {
    format!("erasure certificate\n{}\n{}", Digest::of(record.as_bytes()), final_at.unwrap_or("not final yet"))
}
