use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Ground, Hex};
use crate::client::Client;
use crate::condition::{self, ConditionId};
use crate::http::answer::Leaf;
use crate::http::call::Input;
use crate::rules::{Exemption, HoldGround, Objection, Override, Restriction};
use crate::{Token, purpose};

/// Reads inputs as what the use cases take.
macro_rules! inputs {
    ($($name:ident { $($field:ident $(: $how:tt)?),+ } => $domain:path $(, for $purpose:ident)?;)+) => {$(
        impl Input for $name {
            type Domain = $domain;

            fn domain(self, _: &Client) -> $domain {
                $domain { $($field: self.$field$(.$how)?),+ }
            }

            $(fn is_for(&self, passes: impl Fn(&str) -> bool) -> bool {
                passes(&self.$purpose)
            })?
        }
    )+};
}

inputs! {
    PurposeChange { token, purpose } => purpose::ChangePurpose, for purpose;
    Restrict { token, purpose, ground: 0 } => condition::Restrict;
    Exempt { token, purpose, ground: 0 } => condition::Exempt, for purpose;
    Object { token, purpose, ground: 0 } => condition::Object;
    OverrideObjection { token, purpose, ground: 0 } => condition::OverrideObjection, for purpose;
    Hold { token, ground: 0 } => condition::Hold;
    Lift { token, condition } => condition::Lift;
}

/// A purpose to add to a person, or to remove.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PurposeChange {
    /// Whose data.
    #[schemars(with = "Hex")]
    token: Token,
    /// The purpose, as the protocol names it.
    purpose: String,
}

/// A restriction of the use of a person's data.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Restrict {
    /// Whose data.
    #[schemars(with = "Hex")]
    token: Token,
    /// The purpose that is restricted; all when left out.
    #[serde(default)]
    purpose: Option<String>,
    /// Why.
    ground: Ground<Restriction>,
}

/// A restriction, objection or hold to end.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lift {
    /// Whose data.
    #[schemars(with = "Hex")]
    token: Token,
    /// Which one: what setting it answered.
    #[schemars(with = "Hex")]
    condition: ConditionId,
}

/// An objection to a purpose.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Object {
    /// Who objects.
    #[schemars(with = "Hex")]
    token: Token,
    /// The purpose objected to; every purpose that can be objected to on this ground when left out.
    #[serde(default)]
    purpose: Option<String>,
    /// To what.
    ground: Ground<Objection>,
}

/// A purpose that goes on under restriction.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exempt {
    /// Whose data.
    #[schemars(with = "Hex")]
    token: Token,
    /// The purpose, as the protocol names it.
    purpose: String,
    /// Why.
    ground: Ground<Exemption>,
}

/// A purpose that goes on in spite of an objection. Never direct marketing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverrideObjection {
    /// Whose data.
    #[schemars(with = "Hex")]
    token: Token,
    /// The purpose, as the protocol names it.
    purpose: String,
    /// Why.
    ground: Ground<Override>,
}

/// A legal hold: nothing is erased until it is released.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hold {
    /// Whose data.
    #[schemars(with = "Hex")]
    token: Token,
    /// Why.
    ground: Ground<HoldGround>,
}

/// What adding or removing a purpose came to.
#[derive(Serialize, JsonSchema)]
pub(crate) struct PurposeChanged {
    /// Whether anything changed: it may have stood so already.
    changed: bool,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

impl From<purpose::PurposeChanged> for PurposeChanged {
    fn from(purpose::PurposeChanged { changed, arrival }: purpose::PurposeChanged) -> Self {
        Self { changed, leaf: arrival }
    }
}

/// A restriction, objection or hold that stands from now on.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ConditionSet {
    /// Names it, for ending it.
    #[schemars(with = "Hex")]
    condition: ConditionId,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

impl From<condition::ConditionSet> for ConditionSet {
    fn from(condition::ConditionSet { condition, arrival }: condition::ConditionSet) -> Self {
        Self { condition, leaf: arrival }
    }
}

/// What ending a restriction, objection or hold came to.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ConditionLifted {
    /// Whether it stood until now.
    changed: bool,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

impl From<condition::ConditionLifted> for ConditionLifted {
    fn from(condition::ConditionLifted { changed, arrival }: condition::ConditionLifted) -> Self {
        Self { changed, leaf: arrival }
    }
}

impl Leaf for PurposeChanged {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}

impl Leaf for ConditionSet {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}

impl Leaf for ConditionLifted {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}
