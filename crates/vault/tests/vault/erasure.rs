use std::collections::BTreeSet;

use waarborg_base::IdempotencyKey;
use waarborg_testkit::each_engine;
use waarborg_vault::condition::{self, Hold, Lift};
use waarborg_vault::erasure::{self, Erase, Keep, Replayed};
use waarborg_vault::person::{self, Find};
use waarborg_vault::read;
use waarborg_vault::rules::HoldGround;
use waarborg_vault::{Error, Token};

use crate::house::{House, ask, by_email, given, json, noon};

fn whole(token: Token) -> Erase {
    Erase { token, keep: Vec::new(), suppress: false }
}

#[test]
fn an_erased_person_is_nobody_on_every_way_in_and_nothing_of_them_is_left() {
    each_engine(|bed| {
        let house = House::open(bed);
        let (token, purpose) = (house.ada(), "newsletters".to_owned());
        let erased = house.run(erasure::erase, whole(token)).unwrap();
        assert!(erased.kept.is_empty());
        assert_eq!((erased.copies_gone_by.as_micros() - noon().as_micros()) / 3_600_000_000, 24);

        let nobody: Vec<Error> = vec![
            house.read(token, "newsletters").unwrap_err(),
            house.run(read::read, ask(by_email(r#""ada.canary@example.org""#), "newsletters")).unwrap_err(),
            house.run(waarborg_vault::export::export, token).map(drop).unwrap_err(),
            house
                .run(waarborg_vault::history::history, waarborg_vault::history::Look { token, before: None })
                .unwrap_err(),
            house.run(erasure::erase, whole(token)).unwrap_err(),
            house.run(condition::hold, Hold { token, ground: HoldGround::LegalClaim }).unwrap_err(),
            house
                .run(waarborg_vault::purpose::add_purpose, waarborg_vault::purpose::ChangePurpose { token, purpose })
                .unwrap_err(),
        ];
        let stranger = house.read(Token::from_bytes([9; 16]), "newsletters").unwrap_err();
        for error in nobody {
            assert_eq!(format!("{error:?}"), format!("{stranger:?}"), "erased and never known are one answer");
        }
        let find = Find { field: "contact.email".to_owned(), value: json(r#""ada.canary@example.org""#) };
        assert!(house.run(person::find, find).unwrap().tokens.is_empty());
        for table in TABLES {
            assert_eq!(house.count(table), 0, "{table}");
        }
        assert_eq!(house.count("SELECT COUNT(*) FROM vault_erasure"), 1);
    });
}

const TABLES: &[&str] = &[
    "SELECT COUNT(*) FROM vault_person",
    "SELECT COUNT(*) FROM vault_key",
    "SELECT COUNT(*) FROM vault_token",
    "SELECT COUNT(*) FROM vault_term",
    "SELECT COUNT(*) FROM vault_purpose",
    "SELECT COUNT(*) FROM vault_condition",
    "SELECT COUNT(*) FROM vault_history",
    "SELECT COUNT(*) FROM vault_file",
    "SELECT COUNT(*) FROM vault_suppression",
];

#[test]
fn a_legal_hold_beats_erasure_until_it_is_released() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let held = house.run(condition::hold, Hold { token, ground: HoldGround::LegalClaim }).unwrap();
        let refused = house.run(erasure::erase, whole(token));
        assert!(matches!(refused, Err(Error::OnHold { ground: HoldGround::LegalClaim })));
        assert_eq!(house.read(token, "newsletters").unwrap().given.len(), 2);
        house.run(condition::release, Lift { token, condition: held.condition }).unwrap();
        house.run(erasure::erase, whole(token)).unwrap();
        assert!(matches!(house.read(token, "newsletters"), Err(Error::NotFound)));
    });
}

#[test]
fn what_the_law_obliges_to_keep_is_kept_under_another_key_for_that_purpose_only() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let keep = |field: &str| Keep { field: field.to_owned(), ground: HoldGround::LegalObligation };
        let erase = Erase { token, keep: vec![keep("contact.email")], suppress: false };
        assert!(matches!(house.run(erasure::erase, erase), Err(Error::NoGroundToKeep { .. })));

        let erase = Erase { token, keep: vec![keep("billing.iban"), keep("billing.invoice")], suppress: false };
        let erased = house.run(erasure::erase, erase).unwrap();
        assert_eq!(erased.kept, [keep("billing.iban")], "there is no invoice to keep");
        let disclosed = house.read(token, "legal-obligations").unwrap();
        assert_eq!(given(&disclosed), [("billing.iban", r#""NL91 ABNA 0417 1643 00""#)]);
        assert!(house.read(token, "newsletters").unwrap().given.is_empty());
        assert!(house.read(token, "agreement").unwrap().given.is_empty());
        assert_eq!(house.count("SELECT COUNT(*) FROM vault_term"), 0);
        assert_eq!(house.count("SELECT COUNT(*) FROM vault_erasure"), 1);

        house.sequence();
        let events = house
            .run(waarborg_vault::history::history, waarborg_vault::history::Look { token, before: None })
            .unwrap()
            .events;
        let names: Vec<_> = events.iter().map(|event| event.record["event"].as_str().unwrap()).collect();
        assert_eq!(
            names,
            ["vault.kept", "vault.read", "vault.read", "vault.read"],
            "what came before went with the key"
        );

        house.run(erasure::erase, whole(token)).unwrap();
        assert!(matches!(house.read(token, "legal-obligations"), Err(Error::NotFound)));
    });
}

#[test]
fn an_erasure_waits_in_the_list_until_the_journal_has_it() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let erased = house.run(erasure::erase, whole(token)).unwrap();
        let waiting = house.run(|_, tx, _, ()| erasure::list_unjournaled(tx), ()).unwrap();
        assert_eq!(waiting.iter().map(|erasure| erasure.id).collect::<Vec<_>>(), [erased.erasure]);
        house.run(|ctx, tx, _, id| erasure::mark_journaled(ctx, tx, &[*id]), erased.erasure).unwrap();
        assert!(house.run(|_, tx, _, ()| erasure::list_unjournaled(tx), ()).unwrap().is_empty());
        let found = house.run(|_, tx, _, id| erasure::find_erasure(tx, *id), erased.erasure).unwrap();
        assert_eq!((found[0].id, found[0].arrival, found[0].final_at), (erased.erasure, erased.arrival, None));
        assert!(found[0].journaled_at.is_some());
    });
}

#[test]
fn a_replay_erases_whom_the_journal_names_and_whoever_has_no_key() {
    each_engine(|bed| {
        let house = House::open(bed);
        let (ada, bea, cee) = (house.ada(), house.ada(), house.ada());
        house.sql("DELETE FROM vault_key WHERE person = 2", &[]);
        let key = |_: &mut waarborg_base::Ctx, tx: &mut waarborg_store::Tx<'_>, _: &waarborg_vault::Vault, (): &()| {
            const KEY: waarborg_store::Statement =
                waarborg_store::Statement::new("test", "SELECT key_id FROM vault_key WHERE person = 1");
            Ok(tx.query_one(&KEY, &[])?.get::<[u8; 16]>(0)?)
        };
        let journal: BTreeSet<[u8; 16]> = [house.run(key, ()).unwrap()].into();
        let step =
            |after| house.run(|_, tx, _, (keys, after)| erasure::replay(tx, keys, *after, 2), (journal.clone(), after));
        assert_eq!(step(0).unwrap(), Replayed { last: Some(2), erased: 2 });
        assert_eq!(step(2).unwrap(), Replayed { last: Some(3), erased: 0 });
        assert_eq!(step(3).unwrap(), Replayed { last: None, erased: 0 });
        for gone in [ada, bea] {
            assert!(matches!(house.read(gone, "newsletters"), Err(Error::NotFound)));
        }
        assert_eq!(house.read(cee, "newsletters").unwrap().given.len(), 2);
    });
}

#[test]
fn the_same_key_erases_once_and_answers_the_same_afterwards() {
    each_engine(|bed| {
        let house = House::open(bed);
        let token = house.ada();
        let key = IdempotencyKey::from_bytes([6; 16]);
        let erase = || house.run_in(house.ctx().with_key(key), erasure::erase, whole(token));
        let first = erase().unwrap();
        assert_eq!(erase().unwrap(), first);
        assert_eq!(house.count("SELECT COUNT(*) FROM vault_erasure"), 1);
    });
}
