//! Whoever can write to the whole database, and has not the signing key, is found; and the place is named.

use waarborg_base::{Ctx, Digest};
use waarborg_ledger::Error;
use waarborg_ledger::verify::{Finding, Verifier};
use waarborg_store::{Engine, Statement, Store, Tx, Value, values};
use waarborg_testkit::{Bed, each_engine};

use crate::scene::{Scene, ctx};

/// So many leaves: two full tiles, and some that are in none.
const LEAVES: u64 = 600;

/// Where the finding has to point.
#[derive(Debug)]
enum Expected {
    /// At exactly this leaf.
    At(u64),
    /// At a range that holds this leaf.
    Around(u64),
    /// At something beside the leaves.
    Beside,
}

/// A signed state of the tree that was once true.
struct Then {
    size: u64,
    checkpoint: String,
    frontier: Vec<u8>,
}

/// Tampers `times` in random ways, each from the sound state, and checks what verification says.
fn tamper(engine: Engine, seed: u64, times: u32) {
    let bed = Bed::new(engine);
    let scene = Scene::new(&bed);
    let mut history = Vec::new();
    for (from, to) in [(0, 100), (100, 256), (256, 500), (500, LEAVES)] {
        scene.grow(from..to);
        history.push(now(&scene.store, to));
    }
    let verifier = scene.verifier().knowing(&scene.ledger.newest()).unwrap();
    let mut random = ctx(seed);
    for round in 0..times {
        check(&scene.store, &verifier, &history, &mut random, round);
    }
    assert!(scene.verify().is_good(), "every tampering was undone");
}

/// Tampers once, verifies in the same transaction, and undoes it.
fn check(store: &Store, verifier: &Verifier, history: &[Then], random: &mut Ctx, round: u32) {
    let draws: [u64; 4] = std::array::from_fn(|_| u64::from_be_bytes(random.bytes()));
    let then = &history[below(draws[3], 3)];
    let then = (then.size, then.checkpoint.clone(), then.frontier.clone());
    let verifier = verifier.clone();
    let (tell, told) = std::sync::mpsc::channel();
    let undone = store.write_blocking(ctx(1), move |_, tx| {
        let (what, expected) = change(tx, draws, &then)?;
        tell.send((what, expected, verifier.store(tx)?)).unwrap();
        Err::<(), _>(Error::NothingToRecover)
    });
    assert!(matches!(undone, Err(Error::NothingToRecover)), "round {round}: {undone:?}");
    let (what, expected, report) = told.try_iter().last().unwrap();
    let found = report.findings.first().unwrap_or_else(|| panic!("round {round}: {what} was not found"));
    let fits = match (&expected, found) {
        (Expected::Around(leaf), Finding::Rewritten { from, to }) => (from..to).contains(&leaf),
        (Expected::At(leaf) | Expected::Around(leaf), found) => found.position() == Some(*leaf),
        (Expected::Beside, found) => found.position().is_none(),
    };
    assert!(fits, "round {round}: {what}, expected {expected:?}, found {found:?}");
}

type Changed = Result<(&'static str, Expected), Error>;

/// One change of a random kind at a random place.
fn change(tx: &mut Tx<'_>, draws: [u64; 4], then: &(u64, String, Vec<u8>)) -> Changed {
    let (at, other) = (draws[1] % LEAVES, draws[2] % LEAVES);
    let place = at.cast_signed();
    Ok(match draws[0] % 13 {
        0 => {
            let entry = altered(tx, at, draws[2])?;
            run(tx, "UPDATE ledger_leaf SET entry = $2 WHERE position = $1", &values![place, entry])?;
            ("a changed byte", Expected::At(at))
        }
        1 => {
            run(tx, "DELETE FROM ledger_leaf WHERE position = $1", &values![place])?;
            ("a removed leaf", Expected::At(at))
        }
        2 => {
            run(tx, "DELETE FROM ledger_leaf WHERE position = $1", &values![place])?;
            shift(tx, place, -1)?;
            ("a removed leaf, the rest moved up", Expected::At(at))
        }
        3 => {
            shift(tx, place - 1, 1)?;
            insert(tx, place)?;
            ("an inserted leaf", Expected::At(at))
        }
        4 if at != other => {
            swap(tx, place, other.cast_signed())?;
            ("two leaves swapped", Expected::At(at.min(other)))
        }
        5 => {
            run(tx, "DELETE FROM ledger_leaf WHERE position >= $1", &values![place])?;
            ("the tail cut off", Expected::At(at))
        }
        6 => {
            let number = (draws[1] % 2).cast_signed();
            let byte = usize::try_from(draws[2] % 8192).unwrap();
            flip_tile(tx, number, byte)?;
            ("a changed tile", Expected::At(number.cast_unsigned() * 256 + byte as u64 / 32))
        }
        7 => {
            // Each third leaf is open.
            let open = at - at % 3;
            let (what, sql) = match draws[2] % 2 {
                0 => ("a changed record", "UPDATE ledger_leaf SET body = entry WHERE position = $1"),
                _ => ("a removed record", "UPDATE ledger_leaf SET body = NULL WHERE position = $1"),
            };
            run(tx, sql, &values![open.cast_signed()])?;
            (what, Expected::At(open))
        }
        8 => {
            run(tx, "UPDATE ledger_tree SET checkpoint = checkpoint || 'x'", &[])?;
            ("a changed checkpoint", Expected::Beside)
        }
        9 => {
            run(tx, "UPDATE ledger_tree SET size = $1", &values![place])?;
            ("a changed size", Expected::Beside)
        }
        10 => {
            let entry = altered(tx, at, draws[2])?;
            let hash = waarborg_tlog::leaf_hash(&entry);
            run(tx, "UPDATE ledger_leaf SET entry = $2 WHERE position = $1", &values![place, entry])?;
            set_hash(tx, at, &hash)?;
            ("a leaf changed with its stored hash", Expected::Around(at))
        }
        11 => {
            let (size, checkpoint, frontier) = then;
            let size_stored = size.cast_signed();
            run(tx, "DELETE FROM ledger_leaf WHERE position >= $1", &values![size_stored])?;
            run(tx, "DELETE FROM ledger_tile WHERE (number + 1) * 256 > $1", &values![size_stored])?;
            let row = "UPDATE ledger_tree SET size = $1, checkpoint = $2, frontier = $3";
            run(tx, row, &values![size_stored, checkpoint, frontier])?;
            ("the whole database rolled back", Expected::At(*size))
        }
        _ => {
            insert(tx, LEAVES.cast_signed())?;
            ("a leaf behind the last", Expected::At(LEAVES))
        }
    })
}

fn run(tx: &mut Tx<'_>, sql: &'static str, values: &[Value<'_>]) -> Result<(), Error> {
    Ok(tx.execute(&Statement::new("tamper", sql), values).map(drop)?)
}

/// The entry with one bit flipped.
fn altered(tx: &mut Tx<'_>, at: u64, draw: u64) -> Result<Vec<u8>, Error> {
    let find = Statement::new("tamper", "SELECT entry FROM ledger_leaf WHERE position = $1");
    let mut entry: Vec<u8> = tx.query_one(&find, &values![at.cast_signed()])?.get(0)?;
    let place = below(draw, entry.len());
    entry[place] ^= 1 << (draw % 8);
    Ok(entry)
}

/// Moves all leaves behind a place by one.
fn shift(tx: &mut Tx<'_>, behind: i64, by: i64) -> Result<(), Error> {
    run(tx, "UPDATE ledger_leaf SET position = -position - 1000000 WHERE position > $1", &values![behind])?;
    run(tx, "UPDATE ledger_leaf SET position = -position - 1000000 + $1 WHERE position < 0", &values![by])
}

fn swap(tx: &mut Tx<'_>, one: i64, other: i64) -> Result<(), Error> {
    for (from, to) in [(one, -1), (other, one), (-1, other)] {
        run(tx, "UPDATE ledger_leaf SET position = $2 WHERE position = $1", &values![from, to])?;
    }
    Ok(())
}

fn insert(tx: &mut Tx<'_>, place: i64) -> Result<(), Error> {
    let sql = "INSERT INTO ledger_leaf (position, arrival, entry, tag) VALUES ($1, 1000000, $2, $2)";
    run(tx, sql, &values![place, b"planted".as_slice()])
}

fn flip_tile(tx: &mut Tx<'_>, number: i64, byte: usize) -> Result<(), Error> {
    change_tile(tx, number, |hashes| hashes[byte] ^= 1)
}

fn change_tile(tx: &mut Tx<'_>, number: i64, change: impl FnOnce(&mut [u8])) -> Result<(), Error> {
    let find = Statement::new("tamper", "SELECT hashes FROM ledger_tile WHERE level = 0 AND number = $1");
    let mut hashes: Vec<u8> = tx.query_one(&find, &values![number])?.get(0)?;
    change(&mut hashes);
    run(tx, "UPDATE ledger_tile SET hashes = $2 WHERE level = 0 AND number = $1", &values![number, hashes])
}

/// Sets the stored hash of a leaf, in its tile or at the right edge.
fn set_hash(tx: &mut Tx<'_>, leaf: u64, hash: &Digest) -> Result<(), Error> {
    let at = usize::try_from(leaf % 256).unwrap() * 32;
    if leaf < 512 {
        return change_tile(tx, (leaf / 256).cast_signed(), |hashes| {
            hashes[at..at + 32].copy_from_slice(hash.as_bytes());
        });
    }
    let find = Statement::new("tamper", "SELECT frontier FROM ledger_tree");
    let mut edge: Vec<u8> = tx.query_one(&find, &[])?.get(0)?;
    let peaks = 8 + 32 * LEAVES.count_ones() as usize;
    edge[peaks + at..peaks + at + 32].copy_from_slice(hash.as_bytes());
    run(tx, "UPDATE ledger_tree SET frontier = $1", &values![edge])
}

fn now(store: &Store, size: u64) -> Then {
    let find = Statement::new("tamper", "SELECT checkpoint, frontier FROM ledger_tree");
    let row = store.read_blocking(move |tx| tx.query_one(&find, &[])).unwrap();
    Then { size, checkpoint: row.get(0).unwrap(), frontier: row.get(1).unwrap() }
}

fn below(draw: u64, bound: usize) -> usize {
    usize::try_from(draw % bound as u64).unwrap()
}

#[test]
fn a_thousand_tamperings_are_found_and_their_place_named() {
    each_engine(|bed| tamper(bed.engine, 1, 500));
}

#[test]
fn whoever_has_the_signing_key_is_found_by_a_checkpoint_known_elsewhere() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        scene.grow(0..300);
        let known = scene.ledger.newest();
        scene.grow(300..400);

        let other = Bed::new(bed.engine);
        let fork = Scene::new(&other);
        fork.grow(0..250);
        fork.grow(251..500);
        assert!(fork.verify().is_good(), "it is whole and signed");
        let verifier = fork.verifier().knowing(&known).unwrap();
        let report = fork.store.read_blocking(move |tx| verifier.store(tx)).unwrap();
        assert_eq!(report.findings, [Finding::SplitView { size: 300, from: 0 }]);
    });
}
