//! Reading everybody of one purpose: asked for by one client, approved by another (four eyes), good for a short while and once.
//!
//! Each person is read as in any read, with a leaf of their own: what a person restricted, objected to or withdrew stays withheld, and
//! they can see that they were read.

mod model;
mod service;
mod store;

pub use model::{Approval, ApprovalId, Approved, BulkRequest, Requested};
pub use service::{approve, begin, find_approval, read_on, request};

pub(crate) use store::STATEMENTS;
