//! A short slice of each campaign that needs neither root nor anything from the network: `disk` and `api` are run by hand.
#![expect(clippy::unwrap_used, reason = "a test may")]

use waarborg_campaign::{CAMPAIGNS, Plan};

fn slice(name: &str, n: u64) {
    let campaign = CAMPAIGNS.iter().find(|campaign| campaign.name == name).unwrap();
    let tally = campaign.slice(&Plan { n, seed: 1 }).unwrap();
    assert!(tally.is_good(), "{} bad outcomes, told above", tally.bad_outcomes());
    assert!(tally.tried >= n, "only {} of {n} points", tally.tried);
}

#[test]
fn a_server_killed_while_programs_call_it_keeps_what_it_said() {
    slice("kill", 4);
}

#[test]
fn a_disk_that_refuses_makes_no_answer_untrue() {
    slice("errors", 4);
}

#[test]
fn a_commit_that_is_cut_is_told_truthfully() {
    slice("commit", 20);
}

#[test]
fn a_postgres_that_is_restarted_loses_nothing() {
    slice("restarts", 1);
}

#[test]
fn a_rotation_that_is_killed_leaves_every_record_readable() {
    slice("rotations", 3);
}

#[test]
fn of_the_erased_nothing_is_left_that_opens() {
    slice("histories", 2);
}

#[test]
fn a_clock_that_jumps_destroys_nothing_early() {
    slice("clock", 4);
}

#[test]
fn a_ledger_that_is_tampered_with_is_found_out() {
    slice("tampers", 60);
}

#[test]
fn what_is_sealed_for_one_place_opens_in_no_other() {
    slice("swaps", 400);
}
