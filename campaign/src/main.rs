//! `cargo xtask campaign NAME --n N --seed S`.
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::process::ExitCode;

use clap::Parser;
use waarborg_campaign::{CAMPAIGNS, Plan};

/// Breaks things on purpose, and checks what was promised
#[derive(Debug, Parser)]
#[command(name = "cargo xtask campaign")]
struct Arguments {
    /// Which campaign; the list when left out
    name: Option<String>,
    /// How many points, instead of what the campaign usually does
    #[arg(long)]
    n: Option<u64>,
    /// Where the random numbers begin
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let Arguments { name, n, seed } = Arguments::parse();
    let Some(name) = name else {
        for campaign in CAMPAIGNS {
            println!("{:<10} {} ({})", campaign.name, campaign.about, campaign.usual);
        }
        return ExitCode::SUCCESS;
    };
    let Some(campaign) = CAMPAIGNS.iter().find(|campaign| campaign.name == name) else {
        println!("there is no campaign {name}; `cargo xtask campaign` lists them");
        return ExitCode::FAILURE;
    };
    match campaign.run(&Plan { n: n.unwrap_or(campaign.usual), seed }) {
        Ok(tally) if tally.is_good() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            println!("the campaign could not be run: {error:#}");
            ExitCode::FAILURE
        }
    }
}
