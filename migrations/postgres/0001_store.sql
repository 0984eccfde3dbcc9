-- What the store itself keeps: outcomes of changes by idempotency key, and work that leaves the house later.

-- The first outcome of a change, so that the same key again gives it back instead of a second effect.
CREATE TABLE store_idempotency (
    key          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    use_case     TEXT COLLATE "C" NOT NULL,
    input_digest TEXT COLLATE "C" NOT NULL,
    outcome      BYTEA            NOT NULL,
    created_at   BIGINT           NOT NULL
);

CREATE INDEX store_idempotency_created_at ON store_idempotency (created_at);

-- Work promised in the same transaction as the change that asked for it. A row leaves when its work is done.
CREATE TABLE store_outbox (
    position        BIGINT           NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic           TEXT COLLATE "C" NOT NULL,
    body            BYTEA            NOT NULL,
    idempotency_key TEXT COLLATE "C" NOT NULL,
    enqueued_at     BIGINT           NOT NULL,
    due_at          BIGINT           NOT NULL,
    tries           BIGINT           NOT NULL,
    fence           BIGINT           NOT NULL,
    leased_until    BIGINT,
    parked_at       BIGINT,
    reason          TEXT COLLATE "C",
    UNIQUE (topic, idempotency_key)
);

CREATE INDEX store_outbox_due_at ON store_outbox (due_at, position) WHERE parked_at IS NULL;
