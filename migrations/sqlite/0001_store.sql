-- What the store itself keeps: outcomes of changes by idempotency key, and work that leaves the house later.

-- The first outcome of a change, so that the same key again gives it back instead of a second effect.
CREATE TABLE store_idempotency (
    key          TEXT    NOT NULL PRIMARY KEY,
    use_case     TEXT    NOT NULL,
    input_digest TEXT    NOT NULL,
    outcome      BLOB    NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX store_idempotency_created_at ON store_idempotency (created_at);

-- Work promised in the same transaction as the change that asked for it. A row leaves when its work is done.
CREATE TABLE store_outbox (
    position        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    topic           TEXT    NOT NULL,
    body            BLOB    NOT NULL,
    idempotency_key TEXT    NOT NULL,
    enqueued_at     INTEGER NOT NULL,
    due_at          INTEGER NOT NULL,
    tries           INTEGER NOT NULL,
    fence           INTEGER NOT NULL,
    leased_until    INTEGER,
    parked_at       INTEGER,
    reason          TEXT,
    UNIQUE (topic, idempotency_key)
) STRICT;

CREATE INDEX store_outbox_due_at ON store_outbox (due_at, position) WHERE parked_at IS NULL;
