#![doc = include_str!("../README.md")]
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

mod draw;
mod house;
mod http;
mod kill;
mod people;
mod run;
mod site;
mod swaps;
mod tally;
mod tampers;

pub use run::{CAMPAIGNS, Campaign, Plan};
pub use tally::Tally;
