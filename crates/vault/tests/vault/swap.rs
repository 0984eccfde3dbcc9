//! Somebody with the database in hand moves ciphertexts about: none of them opens elsewhere.

use waarborg_testkit::each_engine;
use waarborg_vault::read::{self, Read};
use waarborg_vault::{Error, Who};

use crate::house::{ADA, House, ask, by_email};

/// Two people with the same fields, numbered 1 and 2.
fn two(house: &House) -> [waarborg_vault::Token; 2] {
    let other = [
        ("contact.name", r#""Bea Canarystone""#),
        ("contact.email", r#""bea.canary@example.org""#),
        ("contact.telephone", r#""+31 6 12345671""#),
    ];
    [house.person(&ADA[..3], &["agreement"]), house.person(&other, &["agreement"])]
}

#[test]
fn nothing_opens_after_two_people_changed_records_keys_tokens_or_terms() {
    const CROSS: &[&str] = &[
        "UPDATE vault_person SET record = other.record FROM vault_person AS other WHERE other.number = 3 - vault_person.number",
        "UPDATE vault_key SET bytes = other.bytes FROM vault_key AS other WHERE other.person = 3 - vault_key.person",
        "UPDATE vault_key SET bytes = other.bytes, key_id = other.key_id FROM vault_key AS other \
         WHERE other.person = 3 - vault_key.person",
        "UPDATE vault_token SET person = 3 - person",
    ];
    for cross in CROSS {
        each_engine(|bed| {
            let house = House::open(bed);
            let people = two(&house);
            assert_eq!(house.sql(cross, &[]), 2);
            for token in people {
                let read = house.read(token, "agreement");
                assert!(matches!(read, Err(Error::DoesNotOpen { .. })), "{cross}: {read:?}");
            }
        });
    }
    each_engine(|bed| {
        let house = House::open(bed);
        two(&house);
        assert_eq!(house.sql("UPDATE vault_term SET person = 3 - person", &[]), 4);
        let read = house.run(read::read, ask(by_email(r#""ada.canary@example.org""#), "agreement"));
        assert!(matches!(read, Err(Error::DoesNotOpen { .. })), "{read:?}");
    });
}

#[test]
fn a_person_who_takes_over_the_whole_row_of_another_is_not_them() {
    each_engine(|bed| {
        let house = House::open(bed);
        let [ada, _] = two(&house);
        let id = "UPDATE vault_person SET id = (SELECT other.id FROM vault_person AS other WHERE other.number = 1) WHERE number = 2";
        house.sql(id, &[]);
        house.sql("DELETE FROM vault_token WHERE person = 2", &[]);
        house.sql("UPDATE vault_token SET person = 2", &[]);
        assert!(matches!(house.read(ada, "agreement"), Err(Error::DoesNotOpen { .. })));
    });
}

#[test]
fn a_field_does_not_open_as_another_field_or_version() {
    each_engine(|bed| {
        let house = House::open(bed);
        let [ada, _] = two(&house);
        let record: Vec<u8> = {
            let statement = waarborg_store::Statement::new("test", "SELECT record FROM vault_person WHERE number = 1");
            house.store.read_blocking(move |tx| tx.query_one(&statement, &[])?.get(0)).unwrap()
        };
        let rename = |from: &[u8], to: &[u8]| {
            let at = record.windows(from.len()).position(|window| window == from).expect("a name in the record");
            let mut altered = record.clone();
            altered[at..at + from.len()].copy_from_slice(to);
            altered
        };
        // In the order of names, so that it is not for the order that it is refused.
        let version = rename(b"contact.email\0\0\0\x01", b"contact.email\0\0\0\x02");
        let name = rename(b"contact.telephone", b"contact.uelephone");
        for (altered, fields) in [(version, "contact.email"), (name, "contact.name")] {
            house.sql("UPDATE vault_person SET record = $1 WHERE number = 1", &[altered.into()]);
            let ask = Read { fields: Some(vec![fields.to_owned()]), ..ask(Who::Token(ada), "agreement") };
            let read = house.run(read::read, ask);
            assert_eq!(read.is_err(), fields == "contact.email", "{fields}");
        }
        let seam = |field: &str| {
            record.windows(field.len()).position(|window| window == field.as_bytes()).unwrap() + field.len() + 8
        };
        let (name, phone) = (seam("contact.name"), seam("contact.telephone"));
        let mut crossed = record.clone();
        crossed[name..name + 40].copy_from_slice(&record[phone..phone + 40]);
        house.sql("UPDATE vault_person SET record = $1 WHERE number = 1", &[crossed.into()]);
        assert!(matches!(house.read(ada, "agreement"), Err(Error::DoesNotOpen { .. })));
    });
}
