use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

use waarborg_store::archive::{Choice, Orphans, dump, load};
use waarborg_store::{Engine, MIGRATIONS};
use waarborg_testkit::Bed;

use crate::scene::Scene;

/// Moves a ledger through engines, one after the other; at each it goes on, and nothing loses its number or its place.
#[test]
fn a_ledger_that_moves_between_engines_goes_on_and_keeps_every_number() {
    use Engine::{Postgres, Sqlite};
    let mut bed = Bed::new(Sqlite);
    let mut scene = Scene::new(&bed);
    let mut arrivals = Vec::new();
    for (engine, from) in [Postgres, Sqlite, Postgres, Sqlite].into_iter().zip((0_u64..).step_by(100)) {
        for number in from..from + 100 {
            arrivals.push(scene.append(number).unwrap());
            if number % 40 == 0 {
                scene.place();
            }
        }
        scene.ledger.keep_outside().unwrap();
        let Scene { store, outside, ledger } = scene;
        drop(ledger);
        store.close();
        let mut archive = Vec::new();
        dump(&bed.settings, Choice::All, &mut archive).unwrap();
        bed = Bed::new(engine);
        load(&bed.settings, MIGRATIONS, Orphans::Refuse, || Ok(Cursor::new(&archive))).unwrap();
        scene = Scene::reopen(bed.open(), Arc::clone(&outside)).unwrap();
        scene.place();
        assert_eq!(scene.ledger.size(), from + 100);
    }
    let (ledger, all) = (scene.ledger.clone(), arrivals.clone());
    let positions = scene.store.read_blocking(move |tx| {
        all.iter().map(|arrival| ledger.find_position(tx, *arrival)).collect::<Result<Vec<_>, _>>()
    });
    assert_eq!(positions.unwrap(), (0..400).map(Some).collect::<Vec<_>>());
    assert_eq!(arrivals.iter().collect::<BTreeSet<_>>().len(), 400);
    assert!(scene.verify().is_good());
}
