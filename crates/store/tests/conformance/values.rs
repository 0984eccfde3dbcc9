use waarborg_base::{Digest, IdempotencyKey, Timestamp};
use waarborg_store::{Error, Statement, Tx, Value, values};
use waarborg_testkit::each_engine;

use crate::note::{ctx, open};

const INSERT: Statement =
    Statement::new("insert_all", "INSERT INTO note (id, words, bytes, amount) VALUES ($1, $2, $3, $4)");
const FIND: Statement = Statement::new("find_all", "SELECT words, bytes, amount FROM note WHERE id = $1");

#[test]
fn the_four_shapes_come_back_as_they_went_in() {
    each_engine(|bed| {
        let store = open(bed);
        let texts = ["", "één ⚖ 𝄞", "'; DROP TABLE note; --", "\u{1}\u{7f}\u{200b}"].map(str::to_owned);
        let bytes = [vec![], vec![0], (0..=255).collect::<Vec<u8>>(), vec![0xff; 300_000]];
        let numbers = [0, -1, i64::MIN, i64::MAX];
        for (id, ((text, bytes), number)) in (1..).zip(texts.into_iter().zip(bytes).zip(numbers)) {
            let sent = (text.clone(), bytes.clone(), number);
            let row = store
                .write_blocking(ctx(id), move |_, tx| {
                    tx.execute(&INSERT, &values![id, &text, &bytes, number])?;
                    tx.query_one(&FIND, &values![id])
                })
                .unwrap();
            assert_eq!((row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap()), sent);
            assert_eq!(row.get::<Option<&str>>(0).unwrap(), Some(sent.0.as_str()));
        }
        let nulls = store.write_blocking(ctx(9), |_, tx| {
            tx.execute(&INSERT, &[Value::Int(9), Value::Null, Value::Null, Value::Null])?;
            tx.query_one(&FIND, &values![9_i64])
        });
        let nulls = nulls.unwrap();
        assert_eq!(nulls.get::<Option<String>>(0).unwrap(), None);
        assert_eq!(nulls.get::<Option<Vec<u8>>>(1).unwrap(), None);
        assert_eq!(nulls.get::<Option<Timestamp>>(2).unwrap(), None);
        let error = nulls.get::<i64>(2).unwrap_err();
        assert_eq!(error.to_string(), "statement find_all, column 2: wanted integer, found null");
        assert_eq!(
            nulls.parse::<u8>(7).unwrap_err().to_string(),
            "statement find_all, column 7: wanted text, found no column"
        );
    });
}

#[test]
fn parameters_are_bound_by_their_number_and_not_by_their_place() {
    const TURNED: Statement = Statement::new(
        "turned",
        "INSERT INTO note (words, amount, id) VALUES ($2, $3, $1) RETURNING id, words, amount",
    );
    const TWICE: Statement =
        Statement::new("twice", "SELECT id FROM note WHERE amount = $2 AND (id = $1 OR $2 < $1) ORDER BY id");
    each_engine(|bed| {
        let store = open(bed);
        let row = store.write_blocking(ctx(1), |_, tx| tx.query_one(&TURNED, &values![1_i64, "two", 3_i64])).unwrap();
        assert_eq!((row.get(0), row.get(1), row.get(2)).clone_ok(), (1_i64, "two".to_owned(), 3_i64));
        let found = store.read_blocking(|tx| tx.query_opt(&TWICE, &values![1_i64, 3_i64])).unwrap();
        assert_eq!(found.unwrap().get::<i64>(0).unwrap(), 1);
    });
}

trait CloneOk<T> {
    fn clone_ok(self) -> T;
}

impl<A, B, C> CloneOk<(A, B, C)> for (Result<A, Error>, Result<B, Error>, Result<C, Error>) {
    fn clone_ok(self) -> (A, B, C) {
        (self.0.unwrap(), self.1.unwrap(), self.2.unwrap())
    }
}

#[test]
fn a_wrong_number_of_values_is_refused() {
    each_engine(|bed| {
        let store = open(bed);
        for values in [vec![], vec![Value::Int(1), Value::Int(2)]] {
            let refused = store.read_blocking(move |tx| tx.query(&FIND, &values).map(drop)).unwrap_err();
            assert!(matches!(refused, Error::Parameter { statement: "find_all", .. }), "{refused}");
        }
    });
}

#[test]
fn text_with_nul_is_refused_alike() {
    each_engine(|bed| {
        let store = open(bed);
        let refused = store.write_blocking(ctx(1), |_, tx| {
            tx.execute(&INSERT, &values![1_i64, "a\0b", None::<&[u8]>, None::<i64>]).map(drop)
        });
        assert_eq!(
            refused.unwrap_err().to_string(),
            "statement insert_all, parameter $2: text must not contain the character NUL"
        );
    });
}

#[test]
fn what_is_none_of_the_four_shapes_is_refused_with_its_column() {
    const SUM: Statement = Statement::per_engine("widened", "SELECT 1.5", "SELECT sum(amount) FROM note");
    each_engine(|bed| {
        let store = open(bed);
        let query = |tx: &mut Tx<'_>| -> Result<Option<i64>, Error> { tx.query_one(&SUM, &[])?.get(0) };
        // An empty sum is NULL on PostgreSQL, so give it something to widen.
        store.write_blocking(ctx(1), |_, tx| tx.execute(&INSERT, &values![1_i64, "", None::<&[u8]>, 1_i64])).unwrap();
        let refused = store.read_blocking(query).unwrap_err();
        assert!(matches!(refused, Error::Column { statement: "widened", column: 0, .. }), "{refused}");
    });
}

#[test]
fn instants_keys_and_digests_keep_their_type() {
    each_engine(|bed| {
        let store = open(bed);
        let (now, key, digest) = (ctx(1).now, ctx(1).key, Digest::of(b"abc"));
        let mut row = store
            .write_blocking(ctx(1), move |ctx, tx| {
                tx.execute(&INSERT, &values![1_i64, Value::text(digest), ctx.key, ctx.now])?;
                tx.query_one(&FIND, &values![1_i64])
            })
            .unwrap();
        assert_eq!(row.get::<Timestamp>(2).unwrap(), now);
        assert_eq!(row.get::<IdempotencyKey>(1).unwrap(), key);
        assert_eq!(row.get::<[u8; 16]>(1).unwrap(), *key.as_bytes());
        assert_eq!(row.get::<&[u8; 16]>(1).unwrap(), key.as_bytes());
        assert_eq!(row.parse::<Digest>(0).unwrap(), digest);
        let refused = row.get::<[u8; 15]>(1).unwrap_err();
        assert_eq!(refused.to_string(), "statement find_all, column 1: wanted so many bytes, found bytes");
        assert_eq!(row.take_bytes(1).unwrap(), key.as_bytes());
        assert!(matches!(row.take_bytes(0), Err(Error::Column { found: "text", .. })));
        let bytes = store.write_blocking(ctx(2), move |_, tx| {
            tx.execute(&INSERT, &values![2_i64, None::<&str>, digest, None::<i64>])?;
            tx.query_one(&FIND, &values![2_i64])?.get::<Digest>(1)
        });
        assert_eq!(bytes.unwrap(), digest);
    });
}
