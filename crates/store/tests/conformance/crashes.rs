use std::collections::BTreeSet;

use waarborg_testkit::each_engine;

use crate::child::{CLIENTS, Child, SPAN};
use crate::note::{open, stored};

/// Kills per engine. The long run belongs to the campaign; this is its slice for every change.
const KILLS: usize = 20;

fn acked(line: &str) -> Option<i64> {
    line.strip_prefix("acked ")?.parse().ok()
}

/// I1: acknowledged ⊆ stored ⊆ acknowledged ∪ unknown. Each client has one change on its way at most, so what is stored
/// of it is a row without gaps that ends at the last one acknowledged, or one later.
fn check(acked: &BTreeSet<i64>, stored: &BTreeSet<i64>) {
    let lost: Vec<_> = acked.difference(stored).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    for client in 0..CLIENTS {
        let of_client: Vec<i64> = stored.range(client * SPAN..(client + 1) * SPAN).copied().collect();
        let without_gaps: Vec<i64> = (client * SPAN..).take(of_client.len()).collect();
        assert_eq!(of_client, without_gaps, "client {client} has a gap");
    }
}

#[test]
fn what_was_acknowledged_survives_kill_after_kill() {
    each_engine(|bed| {
        drop(open(bed));
        let mut known = BTreeSet::new();
        for kill in 0..KILLS {
            let mut child = Child::start(&["load", &bed.settings.url]);
            // A different moment each time: from the very first answer to well under way.
            for _ in 0..=kill * 7 {
                known.insert(child.next("acked").expect("the child answers").parse().unwrap());
            }
            known.extend(child.kill().iter().filter_map(|line| acked(line)));
            let store = open(bed);
            let stored: BTreeSet<i64> = stored(&store).into_iter().collect();
            check(&known, &stored);
            store.close();
            let unknown = stored.difference(&known).count();
            assert!(unknown <= 8 * (kill + 1), "more than one change on its way per client and kill: {unknown}");
        }
        assert!(known.len() > KILLS * 40, "the load was real: {}", known.len());
    });
}
