//! Rotation: every person key is wrapped again under a new epoch key, then the old epoch key is destroyed. After that no older
//! copy of a wrapped key opens.

mod service;
pub(crate) mod store;

pub use service::{begin, bind, check, count_left, finish, is_bound, rewrap};
