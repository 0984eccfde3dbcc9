use waarborg_base::{Ctx, Fault, IdempotencyKey, Kind};
use waarborg_documents::Error;
use waarborg_documents::version::{self, Applied};
use waarborg_protocol::{Loaded, load};
use waarborg_store::{Engine, Store, Tx};
use waarborg_testkit::each_engine;

use crate::harness::ledger;

fn loaded(version: &str, period: &str) -> Loaded {
    let text = format!(
        "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"en\"]\n\
         [statement]\nversion = \"{version}\"\neffective_on = 2027-01-01\nannounced_by = [\"site\"]\n\
         [purpose.news]\nname = \"News\"\nretention = \"news\"\n[retention.news]\nperiod = \"{period}\"\nfrom = \"withdrawn\"\n"
    );
    load(&vec![("protocol.toml".to_owned(), text)], "protocol.toml")
}

fn apply(store: &Store, seed: u64, version: &str, period: &str) -> Result<Applied, Error> {
    apply_under(store, Ctx::for_test(seed), loaded(version, period))
}

fn apply_under(store: &Store, ctx: Ctx, loaded: Loaded) -> Result<Applied, Error> {
    let ledger = ledger(store);
    store.write_blocking(ctx, move |ctx: &mut Ctx, tx: &mut Tx<'_>| version::apply(ctx, tx, &ledger, &loaded))
}

fn read<T: Send + 'static>(store: &Store, body: impl FnMut(&mut Tx<'_>) -> Result<T, Error> + Send + 'static) -> T {
    store.read_blocking(body).expect("a readable store")
}

#[test]
fn a_version_comes_in_force_once_and_keeps_its_text_and_number_for_ever() {
    each_engine(|bed| {
        let store = bed.open();
        assert_eq!(read(&store, version::in_force), None);
        assert_eq!(apply(&store, 1, "1", "P2Y").unwrap(), Applied::InForce { number: 1, notices: 0 });
        assert_eq!(apply(&store, 2, "1", "P2Y").unwrap(), Applied::Unchanged { number: 1 });
        let second = apply(&store, 3, "2", "P1Y").unwrap();
        assert!(matches!(second, Applied::InForce { number: 2, .. }), "{second:?}");
        assert_eq!(read(&store, version::number_in_force), Some(2));
        let versions = read(&store, version::list_versions);
        assert_eq!(versions.iter().map(|version| version.number).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(versions[1].digest, loaded("1", "P2Y").digest());
        assert_eq!(read(&store, |tx| version::source_of(tx, 1)), Some(loaded("1", "P2Y").written()));
        assert!(read(&store, |tx| version::protocol_of(tx, 2)).is_some());
        assert!(read(&store, |tx| version::protocol_of(tx, 3)).is_none());
        if bed.engine == Engine::Sqlite {
            assert_eq!(ledger(&store).size(), 2, "what changed nothing is not in the ledger");
        }
    });
}

#[test]
fn a_change_that_people_must_hear_of_is_written_down_and_announced() {
    each_engine(|bed| {
        let store = bed.open();
        apply(&store, 1, "1", "P1Y").unwrap();
        let Applied::InForce { notices, .. } = apply(&store, 2, "2", "P7Y").unwrap() else { panic!("a new version") };
        assert!(notices > 0, "a longer term is told to people");
        let version = read(&store, version::in_force).expect("applied");
        assert!(version.summary.contains("News"), "{}", version.summary);
        let id = version.id;
        let open = read(&store, move |tx| version::list_notices(tx, id));
        assert!(open.iter().any(|notice| notice.audience == "subjects" && notice.announced_at.is_none()), "{open:?}");
        assert!(open.iter().all(|notice| notice.due_on == Some("2027-01-01".parse().unwrap())));
        let told = store
            .write_blocking(Ctx::for_test(3), move |ctx: &mut Ctx, tx: &mut Tx<'_>| version::announce(ctx, tx, id));
        assert!(told.unwrap() > 0);
        let closed = read(&store, move |tx| version::list_notices(tx, id));
        assert!(
            closed.iter().all(|notice| notice.audience != "subjects" || notice.announced_at.is_some()),
            "{closed:?}"
        );
    });
}

#[test]
fn the_same_key_has_one_effect_and_an_old_text_does_not_return_under_its_old_digest() {
    each_engine(|bed| {
        let store = bed.open();
        let key = IdempotencyKey::from_bytes([7; 16]);
        for _ in 0..2 {
            let applied = apply_under(&store, Ctx::for_test(1).with_key(key), loaded("1", "P1Y"));
            assert_eq!(applied.unwrap(), Applied::InForce { number: 1, notices: 0 });
        }
        apply(&store, 2, "2", "P1Y").unwrap();
        let refused = apply(&store, 3, "1", "P1Y").unwrap_err();
        assert_eq!(refused.kind(), Kind::Conflict);
        assert!(refused.to_string().contains("was version 1"), "{refused}");
    });
}

#[test]
fn an_invalid_protocol_is_never_applied() {
    each_engine(|bed| {
        let store = bed.open();
        let broken = load(&vec![("protocol.toml".to_owned(), "waarborg = 1\n".to_owned())], "protocol.toml");
        let refused = apply_under(&store, Ctx::for_test(1), broken);
        assert_eq!(refused.unwrap_err().kind(), Kind::Invalid);
        assert_eq!(read(&store, version::in_force), None);
    });
}
