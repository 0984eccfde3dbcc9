//! Restriction (GDPR Art. 18), objection (Art. 21) and legal hold (Art. 17(3)): states that bind until they are lifted.

mod model;
mod service;

pub use model::{Condition, ConditionId, ConditionKind, ConditionLifted, ConditionSet};
pub use service::{hold, lift, object, release, restrict};
