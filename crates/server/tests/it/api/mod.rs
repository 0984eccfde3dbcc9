//! The interface for programs, through real sockets.

mod clients;
mod description;
mod house;
mod subjects;
