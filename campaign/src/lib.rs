#![doc = include_str!("../README.md")]
#![expect(clippy::print_stdout, reason = "its output is what it is for")]
#![expect(clippy::unnecessary_wraps, reason = "every campaign has the same shape, also one that cannot fail to begin")]

mod api;
mod clock;
mod disk;
mod draw;
mod errors;
mod histories;
mod house;
mod http;
mod kill;
mod links;
mod people;
mod proxy;
mod rotations;
mod run;
mod site;
mod swaps;
mod tally;
mod tampers;

pub use run::{CAMPAIGNS, Campaign, Plan};
pub use tally::Tally;
