//! What is damaged, foreign, too old or lost is refused before anything is touched.

use std::path::Path;

use waarborg_server::backup::{Error, KeyArchives, Restore, verify};
use waarborg_server::keys::{self, KeyFolder};
use waarborg_store::Engine;

use super::house::{House, copy, files, with_edge};
use super::restore;

/// A house with a backup, and an empty one.
fn backed_up() -> (House, Restore, House) {
    let house = House::new(Engine::Sqlite);
    let lived = house.open().expect("it opens");
    let people: Vec<_> = (0..4).map(|n| lived.take_up(&house, &format!("p{n}"))).collect();
    lived.erase(&house, people[0]);
    lived.leave(&house);
    let (data, keys) = (house.back_up_data(), house.back_up_keys());
    let other = house.after_the_fire(Engine::Sqlite);
    (house, restore(&data, &keys), other)
}

fn refused(house: &House, restore: &Restore) -> String {
    let before = files(house.home());
    let error = house.restore(restore).expect_err("refused");
    assert_eq!(files(house.home()), before, "nothing was touched");
    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    format!("{error}: {cause}")
}

#[test]
fn an_archive_that_was_altered_or_cut_anywhere_is_refused() {
    let (_house, good, other) = backed_up();
    let bad = other.path("bad");
    for path in [&good.data, &good.keys] {
        let whole = std::fs::read(path).expect("readable");
        let restore = |bad: &Path| {
            let bad = bad.to_owned();
            if path == &good.data {
                Restore { data: bad, ..good.clone() }
            } else {
                Restore { keys: bad, ..good.clone() }
            }
        };
        for (number, place) in (0..whole.len()).step_by(97).chain([whole.len() - 1]).enumerate() {
            let mut altered = whole.clone();
            altered[place] ^= 1 << (number % 8);
            for wrong in [&altered[..], &whole[..place]] {
                std::fs::write(&bad, wrong).expect("ours");
                verify(&bad, None).expect_err("an altered archive holds");
                if number % 16 == 0 {
                    refused(&other, &restore(&bad));
                }
            }
        }
        std::fs::write(&bad, [&whole[..], b"x"].concat()).expect("ours");
        verify(&bad, None).expect_err("something comes after its end");
        std::fs::remove_file(&bad).expect("ours");
    }
    other.restore(&good).expect("the good ones are restored");
}

#[test]
fn the_two_archives_and_the_root_key_belong_together() {
    let (_house, good, other) = backed_up();
    let (_foreign_house, foreign, _) = backed_up();
    let exchanged = Restore { data: foreign.data.clone(), ..good.clone() };
    assert!(refused(&other, &exchanged).contains("of different installations"));
    let swapped = Restore { data: good.keys.clone(), keys: good.data.clone(), ..good.clone() };
    assert!(refused(&other, &swapped).contains("is a backup of the data, and one of the keys is asked for"));
    let foreign_keys = Restore { keys: foreign.keys, ..good.clone() };
    assert!(refused(&other, &foreign_keys).contains("was sealed under root key"));

    std::fs::remove_file(other.path("root.key")).expect("ours");
    assert!(refused(&other, &good).contains("root.key is not there"));
    let elsewhere = House::empty(Engine::Sqlite);
    with_edge(|edge| keys::make(&mut elsewhere.means().ctx(), &elsewhere.settings.keys, edge, None)).expect("made");
    copy(&elsewhere.path("root.key"), &other.path("root.key"));
    assert!(refused(&other, &good).contains("was sealed under root key"));
}

#[test]
fn keys_from_before_the_data_and_a_lost_journal_are_taken_only_when_asked_for() {
    let house = House::new(Engine::Sqlite);
    let lived = house.open().expect("it opens");
    let before = lived.take_up(&house, "before");
    let keys = house.back_up_keys();
    let since = lived.take_up(&house, "since");
    lived.leave(&house);
    let good = restore(&house.back_up_data(), &keys);
    let other = house.after_the_fire(Engine::Sqlite);
    assert!(refused(&other, &good).contains("is older than the data"));
    std::fs::rename(other.path("outside"), other.path("aside")).expect("ours");
    let older = Restore { older_keys: true, ..good };
    assert!(refused(&other, &older).contains("without the journal of erasures"));
    std::fs::rename(other.path("aside"), other.path("outside")).expect("ours");
    let restored = other.restore(&older).expect("it was asked for");
    assert_eq!((restored.people, restored.without_key), (1, 1));
    let lived = other.open().expect("it serves");
    assert_eq!((lived.reads(&other, before), lived.reads(&other, since)), (true, false));
    lived.leave(&other);
}

#[test]
fn a_key_that_lacks_its_epoch_is_not_archived() {
    let (house, _, _) = backed_up();
    let epoch = house.path("keys/epoch-0000000001.key");
    std::fs::rename(&epoch, house.path("aside")).expect("ours");
    let folder = waarborg_server::keys::KeyFolder::at(&house.settings.keys.folder);
    let archives = waarborg_server::backup::KeyArchives::of(&house.settings, &folder).expect("a place is named");
    let before = files(&house.path("vault"));
    let error = archives.write(house.means().clock.now()).expect_err("refused");
    assert!(matches!(error, Error::Damaged { .. } | Error::Epoch { .. }), "{error}");
    assert_eq!(files(&house.path("vault")), before, "the good one stays");
}

#[test]
fn an_archive_of_keys_is_replaced_by_no_older_database_and_by_no_other_installation() {
    let house = House::new(Engine::Sqlite);
    house.open().expect("it opens").leave(&house);
    let (data, earlier) = (&house.settings.data.folder, house.path("earlier"));
    copy(data, &earlier);
    let lived = house.open().expect("it opens");
    lived.take_up(&house, "late");
    lived.leave(&house);
    let archive = house.back_up_keys();
    let kept = std::fs::read(&archive).expect("readable");

    std::fs::remove_dir_all(data).expect("ours");
    copy(&earlier, data);
    let write = |house: &House| {
        let keys = KeyFolder::at(&house.settings.keys.folder);
        KeyArchives::of(&house.settings, &keys).expect("a place is named").write(house.means().clock.now())
    };
    let refused = write(&house).map(drop).expect_err("somebody's key is in the archive only");
    assert!(matches!(refused, Error::OlderDatabase { .. }), "{refused}");

    let mut other = House::new(Engine::Sqlite);
    other.settings.backup.keys.clone_from(&house.settings.backup.keys);
    let refused = write(&other).map(drop).expect_err("they are the keys of somebody else");
    assert!(matches!(refused, Error::OtherInstallation { .. }), "{refused}");
    assert_eq!(std::fs::read(&archive).expect("readable"), kept, "it is left as it was");
}
