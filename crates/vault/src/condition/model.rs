use serde::{Deserialize, Serialize};
use waarborg_base::{Timestamp, id};

use crate::Token;
use crate::rules::{Exemption, HoldGround, Objection, Override, Restriction, State};

id!(
    /// One restriction, objection or hold.
    pub struct ConditionId;
);

/// A condition on a person's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its id.
    pub id: ConditionId,
    /// The purpose it is about; `None` for all.
    pub purpose: Option<String>,
    /// What it is, and on which ground.
    pub state: State,
    /// Since when.
    pub set_at: Timestamp,
    /// Until when; `None` while it stands.
    pub lifted_at: Option<Timestamp>,
}

impl Condition {
    /// As the rules see it.
    pub(crate) fn for_rules(&self) -> crate::rules::Condition {
        let purpose = self.purpose.as_deref().map(Into::into);
        crate::rules::Condition { purpose, state: self.state, set_at: self.set_at }
    }
}

/// A restriction to set (GDPR Art. 18(1)).
#[derive(Clone, Debug)]
pub struct Restrict {
    /// Whose data.
    pub token: Token,
    /// The purpose it is about; `None` for all.
    pub purpose: Option<String>,
    /// Why.
    pub ground: Restriction,
}

/// A purpose that goes on under restriction (GDPR Art. 18(2)).
#[derive(Clone, Debug)]
pub struct Exempt {
    /// Whose data.
    pub token: Token,
    /// The purpose.
    pub purpose: String,
    /// Why.
    pub ground: Exemption,
}

/// An objection to set (GDPR Art. 21).
#[derive(Clone, Debug)]
pub struct Object {
    /// Whose data.
    pub token: Token,
    /// The purpose objected to; `None` for every purpose that can be objected to on this ground.
    pub purpose: Option<String>,
    /// To what the person objects.
    pub ground: Objection,
}

/// A purpose that goes on in spite of an objection (GDPR Art. 21(1)).
#[derive(Clone, Debug)]
pub struct OverrideObjection {
    /// Whose data.
    pub token: Token,
    /// The purpose. Not one of direct marketing: an objection to that always succeeds (Art. 21(3)).
    pub purpose: String,
    /// Why.
    pub ground: Override,
}

/// A legal hold to set (GDPR Art. 17(3)).
#[derive(Clone, Debug)]
pub struct Hold {
    /// Whose data.
    pub token: Token,
    /// Why.
    pub ground: HoldGround,
}

/// A condition to lift.
#[derive(Clone, Debug)]
pub struct Lift {
    /// Whose data.
    pub token: Token,
    /// Which condition.
    pub condition: ConditionId,
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
