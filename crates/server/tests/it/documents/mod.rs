//! The documents room.

mod pages;
mod statements;
mod versions;
