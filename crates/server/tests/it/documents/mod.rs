//! The documents room.

mod statements;
mod versions;
