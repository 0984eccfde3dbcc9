use serde::{Deserialize, Serialize};
use waarborg_base::{Timestamp, id};

id!(
    /// One restriction, objection or hold.
    pub struct ConditionId;
);

/// What sort of condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConditionKind {
    /// Only stored, not used (GDPR Art. 18).
    Restriction,
    /// Not used for the purpose objected to (GDPR Art. 21).
    Objection,
    /// Not erased (GDPR Art. 17(3)).
    Hold,
}

/// A condition on a person's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its id.
    pub id: ConditionId,
    /// What sort.
    pub kind: ConditionKind,
    /// The purpose it is about; `None` for all.
    pub purpose: Option<String>,
    /// On which ground, as a stable code.
    pub ground: String,
    /// Since when.
    pub set_at: Timestamp,
    /// Until when; `None` while it stands.
    pub lifted_at: Option<Timestamp>,
}

/// What setting a condition came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionSet {
    /// Names it for lifting it.
    pub condition: ConditionId,
    /// The leaf in the ledger.
    pub arrival: i64,
}

/// What lifting a condition came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionLifted {
    /// Whether it stood until now.
    pub changed: bool,
    /// The leaf in the ledger.
    pub arrival: i64,
}
