//! A person is forgotten for real: nothing of them is in any file, and nothing that is there opens with the keys that are left.

use std::fs;
use std::path::Path;

use waarborg_seal::Ring;
use waarborg_store::Engine;
use waarborg_testkit::Bed;
use waarborg_vault::erasure::{self, Erase};
use waarborg_vault::person::{self, Change, Correct};
use waarborg_vault::{Error, rotation};

use crate::house::{ADA, House, json};

/// Parts of what is known about the person, in whatever form it might be written.
const CANARIES: &[&str] =
    &["Canarystone", "canarystone", "Canary@", "canary@", "Canary Works", "12345678", "ABNA", "0417164300", "Amended"];

/// Every file beside the database, as it is on disk.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    files.map(|path| (path.display().to_string(), fs::read(path).expect("a file"))).collect()
}

fn assert_no_canary(folder: &Path) {
    for (name, bytes) in files(folder) {
        for canary in CANARIES {
            let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            assert!(!found, "{canary} is in {name}");
        }
    }
}

#[test]
fn no_file_holds_a_byte_of_a_person_before_or_after_they_are_erased() {
    let bed = Bed::new(Engine::Sqlite);
    let folder = bed.file().parent().unwrap().to_owned();
    let house = House::open(&bed);
    let (token, other) = (house.ada(), house.ada());
    house.read(token, "agreement").unwrap();
    let fields = vec![("contact.telephone".to_owned(), Change::Set(json(r#""+31612345678""#)))];
    house.run(person::correct, Correct { token, fields, source: "data-subject".to_owned() }).unwrap();
    let fields = vec![("contact.name".to_owned(), Change::Set(json(r#""Amended Canarystone""#)))];
    house.run(person::correct, Correct { token, fields, source: "data-subject".to_owned() }).unwrap();
    assert_no_canary(&folder);
    house.store.checkpoint().unwrap();
    assert_no_canary(&folder);

    // The copy is a backup of the worst kind: data and wrapped key in one, from before the erasure.
    let backup = files(&folder);
    house.run(erasure::erase, Erase { token, keep: Vec::new(), suppress: true }).unwrap();
    let mut ring = Ring::clone(&house.vault.ring());
    ring.next_epoch(&mut house.ctx());
    house.vault.replace_ring(ring.clone());
    house.run(|ctx, tx, vault, ()| rotation::begin(ctx, tx, vault), ()).unwrap();
    house.run(|ctx, tx, vault, ()| rotation::rewrap(ctx, tx, vault, 100), ()).unwrap();
    ring.drop_epoch(1).unwrap();
    house.vault.replace_ring(ring.clone());
    assert_eq!(house.run(|ctx, tx, vault, ()| rotation::finish(ctx, tx, vault), ()).unwrap(), 1);
    house.store.checkpoint().unwrap();
    assert_no_canary(&folder);
    assert!(matches!(house.read(token, "agreement"), Err(Error::NotFound)));
    assert_eq!(house.read(other, "agreement").unwrap().given.len(), ADA.len());
    house.store.close();
    assert_no_canary(&folder);

    // With every key there is now, nobody in the backup opens: not the erased one, and not the others by that copy of their key.
    for (path, bytes) in backup {
        fs::write(path, bytes).unwrap();
    }
    let restored = House::with_ring(&bed, ring).unwrap();
    for token in [token, other] {
        assert!(matches!(restored.read(token, "agreement"), Err(Error::DoesNotOpen { what: "a person key" })));
    }
}
