//! Restriction (GDPR Art. 18), objection (Art. 21) and legal hold (Art. 17(3)): states that bind until they are lifted.

mod model;
mod service;
pub(crate) mod store;

pub use model::{
    Condition, ConditionId, ConditionLifted, ConditionSet, Exempt, Hold, Lift, Object, OverrideObjection, Restrict,
};
pub(crate) use service::{bind_suppressed, suppressions};
pub use service::{exempt, hold, lift, object, override_objection, release, restrict};
