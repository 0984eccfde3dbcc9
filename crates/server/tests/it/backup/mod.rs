//! Backups of a real installation, and what comes back from them.

mod damage;
mod house;
mod opening;

use house::{CANARY, House, contains, files};
use waarborg_ledger::verify::Verifier;
use waarborg_server::backup::{Against, Restore, Restored, Verified, verify};
use waarborg_server::opening::Error;
use waarborg_server::outside::{self, Checkpoints};
use waarborg_store::{Engine, Tx, archive};

fn restore(data: &std::path::Path, keys: &std::path::Path) -> Restore {
    Restore { data: data.to_owned(), keys: keys.to_owned(), older_keys: false, without_journal: false }
}

/// The sealed records in an archive of the data.
fn records(path: &std::path::Path) -> Vec<Vec<u8>> {
    let bytes = std::fs::read(path).expect("readable");
    let begin = bytes.windows(16).position(|window| window == b"waarborg archive").expect("an archive in it");
    let mut records = Vec::new();
    let walked = archive::walk(&bytes[begin..], |row| {
        records.extend(row.get::<Vec<u8>>("record"));
        Ok::<_, archive::Error>(())
    });
    walked.expect("whole");
    records
}

#[test]
fn a_restore_brings_back_everybody_but_the_erased_on_either_engine() {
    for (from, to) in
        [(Engine::Sqlite, Engine::Postgres), (Engine::Postgres, Engine::Sqlite), (Engine::Sqlite, Engine::Sqlite)]
    {
        let house = House::new(from);
        let lived = house.open().expect("it opens");
        let people: Vec<_> = (0..6).map(|n| lived.take_up(&house, &format!("p{n}"))).collect();
        let first = house.back_up_data();
        lived.erase(&house, people[0]);
        lived.erase(&house, people[1]);
        let late = lived.take_up(&house, "late");
        let second = house.back_up_data();
        house.back_up_keys();
        lived.erase(&house, people[2]);
        house.wait();
        lived.rotate();
        let keys = house.path("vault/keys.waarborg");
        let Verified::Keys(found) = verify(&keys, None).expect("whole") else { panic!("of the keys") };
        assert_eq!((found.generation, found.epoch, found.people()), (2, 2, 4), "the rotation replaced it");
        lived.erase(&house, people[3]);
        lived.leave(&house);
        let lost = Checkpoints::of(&house.settings.outside.folders).newest().expect("readable").expect("kept");

        // The newest backup, and one from before anybody was erased.
        let cases =
            [(&second, 3, 1, 1, 0, vec![people[4], people[5], late]), (&first, 2, 3, 1, 1, people[4..].to_vec())];
        for (data, readable, without_key, erased_again, unknown_keys, expected) in cases {
            let other = house.after_the_fire(to);
            let before = files(other.home());
            let planned = other.plan(&restore(data, &keys)).expect("it can be restored");
            assert_eq!(files(other.home()), before, "planning changes nothing");
            let restored = other.restore(&restore(data, &keys)).expect("restored");
            assert_eq!(restored, planned);
            let Restored { people: found, against, .. } = restored;
            assert_eq!(
                (found, restored.without_key, restored.erased_again, restored.unknown_keys),
                (readable, without_key, erased_again, unknown_keys)
            );
            let Against::Behind(behind) = against else { panic!("{against:?}") };
            assert!(behind > 0);

            let refused = other.open().err().expect("it was rolled back");
            assert!(matches!(refused, Error::Ledger(waarborg_ledger::Error::RolledBack { .. })), "{refused}");
            let lived = other.recover();
            let readers = people.iter().chain([&late]).filter(|token| lived.reads(&other, **token));
            assert_eq!(readers.copied().collect::<Vec<_>>(), expected, "{from} to {to}");
            lived.leave(&other);

            let lived = other.open().expect("it serves");
            assert_eq!(lived.attended.erased_again, 0, "nobody was left to erase");
            let key = outside::ledger_key(&other.settings.outside.folders).expect("readable").expect("kept");
            let verifier = Verifier::new(key.name(), &key).knowing(&lost).expect("ours");
            let report = lived.installed.store.read_blocking(move |tx: &mut Tx<'_>| verifier.store(tx)).expect("read");
            assert!(report.is_good() && report.recoveries.len() == 1, "{report:?}");
            lived.rotate();
            assert!(lived.reads(&other, people[5]), "and its keys rotate");
            lived.leave(&other);

            let left = files(other.home());
            assert!(left.iter().all(|(_, bytes)| !contains(bytes, CANARY.as_bytes())), "in the clear");
            if to == Engine::Sqlite {
                let gone =
                    records(data).into_iter().filter(|record| left.iter().all(|(_, bytes)| !contains(bytes, record)));
                assert_eq!(gone.count() as u64, without_key + erased_again, "what was sealed of them is gone too");
            }
        }
    }
}

#[test]
fn what_is_restored_and_was_not_behind_serves_at_once() {
    let house = House::new(Engine::Sqlite);
    let lived = house.open().expect("it opens");
    let people: Vec<_> = (0..3).map(|n| lived.take_up(&house, &format!("p{n}"))).collect();
    lived.erase(&house, people[0]);
    lived.leave(&house);
    let (data, keys) = (house.back_up_data(), house.back_up_keys());
    let other = house.after_the_fire(Engine::Sqlite);
    assert_eq!(other.restore(&restore(&data, &keys)).expect("restored").against, Against::Whole);
    let lived = other.open().expect("it serves");
    assert_eq!([0, 1, 2].map(|n| lived.reads(&other, people[n])), [false, true, true]);
    lived.leave(&other);
    let again = other.restore(&restore(&data, &keys)).expect_err("it is not empty any more").to_string();
    assert!(again.contains("key folder with keys") && again.contains("move it aside"), "{again}");
}

#[test]
fn the_data_holds_no_key_and_of_the_keys_there_is_one_generation() {
    let house = House::new(Engine::Sqlite);
    let lived = house.open().expect("it opens");
    let people = (0..3).map(|n| lived.take_up(&house, &format!("p{n}")));
    assert_eq!(people.count(), 3);
    let data = std::fs::read(house.back_up_data()).expect("readable");
    assert!(!contains(&data, b"vault_key") && !contains(&data, CANARY.as_bytes()));
    let keys = house.back_up_keys();
    let first = std::fs::File::open(&keys).expect("there");
    house.back_up_keys();
    let mut left = Vec::new();
    std::io::Read::read_to_end(&mut &first, &mut left).expect("still open");
    assert!(!left.is_empty() && left.iter().all(|byte| *byte == 0), "what was replaced is wiped");
    let names = files(&house.path("vault"));
    assert_eq!(names.iter().map(|(path, _)| path).collect::<Vec<_>>(), [&keys]);
    let root = std::fs::read_to_string(house.path("root.key")).expect("there");
    let secret = root.split_whitespace().max_by_key(|word| word.len()).expect("the key");
    assert!(!contains(&names[0].1, secret.as_bytes()) && !contains(&data, secret.as_bytes()));
    lived.leave(&house);
}

#[test]
fn a_rotation_does_not_end_while_an_older_key_archive_is_left() {
    let house = House::new(Engine::Sqlite);
    let lived = house.open().expect("it opens");
    let person = lived.take_up(&house, "p");
    let place = house.path("vault");
    std::fs::write(&place, b"in the way").expect("ours");
    lived.erase(&house, person);
    let rotation = lived.installed.rotation(&lived.vault);
    let refused = rotation.rotate(&|_| {}).expect_err("the place is no folder").to_string();
    assert!(refused.contains("no erasure is final"), "{refused}");
    assert!(rotation.folder.state().expect("readable").expect("noted").under_way);
    std::fs::remove_file(&place).expect("ours");
    let rotated = rotation.rotate(&|_| {}).expect("it goes on").expect("nobody else rotates");
    assert_eq!((rotated.epoch, rotated.finals), (2, 1));
    lived.leave(&house);
}

#[test]
fn who_was_erased_in_part_does_not_come_back_from_before() {
    let house = House::new(Engine::Sqlite);
    let lived = house.open().expect("it opens");
    let (kept, other_person) = (lived.take_up(&house, "kept"), lived.take_up(&house, "other"));
    let before = house.back_up_data();
    lived.erase_but(&house, kept, "contact.email");
    lived.leave(&house);
    let (after, keys) = (house.back_up_data(), house.back_up_keys());
    let other = house.after_the_fire(Engine::Sqlite);
    let restored = other.restore(&restore(&before, &keys)).expect("restored");
    assert_eq!((restored.people, restored.outdated, restored.erased_again), (1, 1, 0));
    let lived = other.recover();
    assert_eq!((lived.reads(&other, kept), lived.reads(&other, other_person)), (false, true));
    lived.leave(&other);
    let again = house.after_the_fire(Engine::Sqlite);
    assert_eq!(again.restore(&restore(&after, &keys)).expect("restored").people, 2, "with data from after it, both do");
}
