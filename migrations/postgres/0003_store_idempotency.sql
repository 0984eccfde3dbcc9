-- Outcomes by idempotency key, with the key as 16 bytes: half the size, and one index less to write.
ALTER TABLE store_idempotency RENAME TO store_idempotency_before;
DROP INDEX store_idempotency_created_at;

-- The first outcome of a change, so that the same key again gives it back instead of a second effect.
CREATE TABLE store_idempotency (
    key          BYTEA NOT NULL PRIMARY KEY,
    use_case     TEXT COLLATE "C" NOT NULL,
    input_digest BYTEA NOT NULL,
    outcome      BYTEA NOT NULL,
    created_at   BIGINT NOT NULL
);

INSERT INTO store_idempotency (key, use_case, input_digest, outcome, created_at)
SELECT decode(key, 'hex'), use_case, decode(input_digest, 'hex'), outcome, created_at FROM store_idempotency_before;

DROP TABLE store_idempotency_before;

CREATE INDEX store_idempotency_created_at ON store_idempotency (created_at);
