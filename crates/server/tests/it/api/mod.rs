//! The interface for programs, through real sockets.

mod bulk;
mod clients;
mod description;
mod files;
mod house;
mod subjects;
