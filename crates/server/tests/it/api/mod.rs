//! The interface for programs, through real sockets.

mod bulk;
mod clients;
mod description;
mod files;
pub(crate) mod house;
mod subjects;
