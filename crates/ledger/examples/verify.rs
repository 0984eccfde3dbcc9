//! How fast a database is verified: `cargo run --release -p waarborg-ledger --example verify -- 500000`. Says leaves a second.
#![expect(clippy::print_stdout, reason = "prints a figure for a person")]

use std::sync::Arc;
use std::time::Instant;

use waarborg_base::{Ctx, Digest, Entropy, SeededEntropy};
use waarborg_ledger::verify::Verifier;
use waarborg_ledger::{InMemory, Leaf, Ledger, SigningKey};
use waarborg_store::{MIGRATIONS, Settings, Store, Tx};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let leaves: u64 = std::env::args().nth(1).map_or(Ok(500_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let store = Store::open(&Settings::sqlite(folder.path().join("data.db")), MIGRATIONS)?;
    let key = SigningKey::from_seed("privacy.example/ledger", &[7; 32])?;
    let vkey = key.verifier().clone();
    let outside = Arc::new(InMemory::default());
    let ledger = Ledger::open(&store, Ctx::for_test(1), key, "privacy.example/ledger", outside)?;
    // Sealed bodies as long as those of a read.
    let mut entropy = SeededEntropy::new(1);
    for batch in 0..leaves.div_ceil(10_000) {
        let ledger = ledger.clone();
        let mut sealed = Vec::new();
        for _ in 0..(leaves - batch * 10_000).min(10_000) {
            let (mut tag, mut body) = ([0; 16], vec![0; 260]);
            entropy.fill(&mut tag);
            entropy.fill(&mut body);
            sealed.push((tag, body));
        }
        store.write_blocking(Ctx::for_test(batch), move |ctx, tx: &mut Tx<'_>| {
            sealed.iter().try_for_each(|(tag, body)| {
                let leaf = Leaf::sealed(Digest::of(body), *tag, body.clone());
                ledger.append(ctx, tx, leaf).map(drop)
            })
        })?;
    }
    store.checkpoint()?;
    let mut took = Vec::new();
    for _ in 0..5 {
        let (verifier, from) = (Verifier::new("privacy.example/ledger", &vkey), Instant::now());
        let report = store.read_blocking(move |tx: &mut Tx<'_>| verifier.store(tx))?;
        took.push(from.elapsed());
        if !report.is_good() || report.leaves != leaves {
            return Err(format!("{report:?}").into());
        }
    }
    took.sort_unstable();
    let second = u128::from(leaves) * 1_000_000 / took[2].as_micros().max(1);
    println!("{leaves} leaves: {second} leaves/s (median of 5)");
    store.close();
    Ok(())
}
