-- Outcomes in the order in which they came, which is the order in which they are forgotten: new ones go to the end of the table, a short
-- row of the key's own index says where, and no index on the moment is needed.
ALTER TABLE store_idempotency RENAME TO store_idempotency_before;
DROP INDEX store_idempotency_created_at;

-- The first outcome of a change, so that the same key again gives it back instead of a second effect.
CREATE TABLE store_idempotency (
    key          BLOB NOT NULL PRIMARY KEY,
    use_case     TEXT NOT NULL,
    input_digest BLOB NOT NULL,
    outcome      BLOB NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;

INSERT INTO store_idempotency (key, use_case, input_digest, outcome, created_at)
SELECT key, use_case, input_digest, outcome, created_at FROM store_idempotency_before ORDER BY created_at;

DROP TABLE store_idempotency_before;
