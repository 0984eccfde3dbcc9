//! A row or more in every table of the product.

use waarborg_base::Ctx;
use waarborg_store::{Error, Statement, Store, Tx, values};

use crate::note::ctx;

macro_rules! insert {
    ($tx:expr, $sql:literal, $($value:expr),+ $(,)?) => {
        $tx.execute(&Statement::new($sql, $sql), &values![$($value),+])
    };
}

/// Adds a person with a key and tells its number.
pub(crate) fn add_person(store: &Store, seed: i64) -> i64 {
    store.write_blocking(ctx(seed), person).unwrap()
}

fn person(ctx: &mut Ctx, tx: &mut Tx<'_>) -> Result<i64, Error> {
    const INSERT: Statement = Statement::new(
        "insert_person",
        "INSERT INTO vault_person (id, record, conditions, created_at, changed_at) VALUES ($1, $2, 0, $3, $3) RETURNING number",
    );
    let number: i64 = tx.query_one(&INSERT, &values![&ctx.bytes::<16>(), &ctx.bytes::<100>(), ctx.now])?.get(0)?;
    let (key_id, key) = (ctx.bytes::<16>(), ctx.bytes::<60>());
    insert!(tx, "INSERT INTO vault_key (person, epoch, key_id, bytes) VALUES ($1, 1, $2, $3)", number, &key_id, &key)?;
    Ok(number)
}

pub(crate) fn erase_person(store: &Store, number: i64) {
    let erase = move |_: &mut Ctx, tx: &mut Tx<'_>| {
        insert!(tx, "DELETE FROM vault_key WHERE person = $1", number)?;
        insert!(tx, "DELETE FROM vault_person WHERE number = $1", number)
    };
    assert_eq!(store.write_blocking(ctx(number), erase).unwrap(), 1);
}

/// Rows in every table; the same for the same program.
pub(crate) fn fill(store: &Store) {
    for seed in 0..5 {
        store
            .write_blocking(ctx(seed), move |ctx, tx| {
                let number = person(ctx, tx)?;
                vault(ctx, tx, number)?;
                ledger(ctx, tx, seed)?;
                others(ctx, tx, seed)
            })
            .unwrap();
    }
    let alone = |ctx: &mut Ctx, tx: &mut Tx<'_>| {
        insert!(
            tx,
            "INSERT INTO vault_ring (id, ring, epoch, rotated_at) VALUES (1, $1, 3, $2)",
            &ctx.bytes::<16>(),
            ctx.now
        )?;
        let frontier = ctx.bytes::<96>();
        insert!(
            tx,
            "INSERT INTO ledger_tree (id, origin, size, frontier, checkpoint) VALUES (1, $1, 5, $2, $3)",
            "example.org/ledger",
            &frontier,
            "example.org/ledger\n5\n"
        )
    };
    store.write_blocking(ctx(9), alone).unwrap();
}

fn vault(ctx: &mut Ctx, tx: &mut Tx<'_>, number: i64) -> Result<(), Error> {
    let (now, word, id) = (ctx.now, format!("wörd {number}"), ctx.bytes::<16>());
    insert!(tx, "INSERT INTO vault_token (token, person) VALUES ($1, $2)", &id, number)?;
    insert!(tx, "INSERT INTO vault_term (term, person) VALUES ($1, $2)", &ctx.bytes::<16>(), number)?;
    insert!(tx, "INSERT INTO vault_purpose (person, purpose, added_at) VALUES ($1, $2, $3)", number, &word, now)?;
    insert!(
        tx,
        "INSERT INTO vault_condition (id, person, kind, ground, set_at) VALUES ($1, $2, 'hold', $1, $3)",
        &word,
        number,
        now
    )?;
    insert!(
        tx,
        "INSERT INTO vault_history (person, field, version, sealed, replaced_at) VALUES ($1, $2, 1, $3, $4)",
        number,
        &word,
        &id,
        now
    )?;
    insert!(
        tx,
        "INSERT INTO vault_file (id, person, field, sealed, size_bytes, begun_at) VALUES ($1, $2, $1, $3, 9, $4)",
        &word,
        number,
        &id,
        now
    )?;
    insert!(
        tx,
        "INSERT INTO vault_chunk (file, number, bytes) SELECT number, 0, $2 FROM vault_file WHERE id = $1",
        &word,
        &id
    )?;
    insert!(
        tx,
        "INSERT INTO vault_erasure (id, key_id, epoch, erased_at, arrival, kept) VALUES ($1, $2, 1, $3, 7, '[]')",
        &word,
        &id,
        now
    )?;
    insert!(tx, "INSERT INTO vault_suppression (term, since_at) VALUES ($1, $2)", &id, now)?;
    insert!(
        tx,
        "INSERT INTO vault_client (id, name, secret_digest, calls_per_minute, added_at) VALUES ($1, $1, $1, 60, $2)",
        &word,
        now
    )?;
    insert!(tx, "INSERT INTO vault_client_purpose (client, purpose) VALUES ($1, $1)", &word)?;
    insert!(tx, "INSERT INTO vault_client_operation (client, operation) VALUES ($1, $1)", &word)?;
    insert!(
        tx,
        "INSERT INTO vault_approval (id, purpose, reason, requested_by, requested_at, good_until) \
                 VALUES ($1, $1, $1, $1, $2, $2)",
        &word,
        now
    )?;
    Ok(())
}

fn ledger(ctx: &mut Ctx, tx: &mut Tx<'_>, place: i64) -> Result<(), Error> {
    let (entry, tag, body) = (ctx.bytes::<80>(), ctx.bytes::<16>(), ctx.bytes::<200>());
    insert!(
        tx,
        "INSERT INTO ledger_leaf (position, arrival, entry, tag, body) VALUES ($1, $1, $2, $3, $4)",
        place,
        &entry,
        &tag,
        &body
    )?;
    insert!(tx, "INSERT INTO ledger_pending (entry, body) VALUES ($1, $2)", &entry, &body)?;
    insert!(tx, "INSERT INTO ledger_tile (level, number, hashes) VALUES (0, $1, $2)", place, &body)?;
    insert!(
        tx,
        "INSERT INTO ledger_cosignature (witness, size, note, cosigned_at) VALUES ($1, $2, 'note', $3)",
        format!("witness {place}"),
        place,
        ctx.now
    )?;
    Ok(())
}

fn others(ctx: &mut Ctx, tx: &mut Tx<'_>, place: i64) -> Result<(), Error> {
    let (now, word, bytes) = (ctx.now, format!("{place:032x}"), ctx.bytes::<32>());
    insert!(
        tx,
        "INSERT INTO store_idempotency (key, use_case, input_digest, outcome, created_at) VALUES ($1, $2, $3, $3, $4)",
        ctx.key,
        &word,
        &bytes,
        now
    )?;
    insert!(
        tx,
        "INSERT INTO store_outbox (topic, body, idempotency_key, enqueued_at, due_at, tries, fence) \
                 VALUES ($1, $2, $1, $3, $3, 0, 0)",
        &word,
        &bytes,
        now
    )?;
    insert!(
        tx,
        "INSERT INTO documents_version (id, number, digest, source, applied_at, applied_by, summary) \
                 VALUES ($1, $2, $1, $3, $4, 'operator', '[]')",
        &word,
        place + 1,
        &bytes,
        now
    )?;
    insert!(
        tx,
        "INSERT INTO documents_notice (id, version_id, audience, law, reason) VALUES ($1, $1, 'all', 'law', '{}')",
        &word
    )?;
    Ok(())
}
