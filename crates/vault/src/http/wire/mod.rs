//! What calls take and answer, as it is written in JSON. The description of the interface is made from these types, and unknown
//! members are refused by them.

mod condition;
mod erasure;
mod ground;
mod person;
mod text;

pub(super) use condition::{
    ConditionLifted, ConditionSet, Exempt, Hold, Lift, Object, OverrideObjection, PurposeChange, PurposeChanged,
    Restrict,
};
pub(super) use erasure::{Erase, Erased, Export, Exported, History, Look};
pub(super) use ground::Ground;
pub(super) use person::{Correct, Corrected, Create, Created, Find, Found, Merge, Merged, Read, ReadAnswer};
pub(super) use text::{Changes, Fields, Hex, Text};
