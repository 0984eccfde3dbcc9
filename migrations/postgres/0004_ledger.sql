-- The ledger: an append-only tree of salted commitments (RFC 6962, C2SP tlog-tiles), and what the commitments are about.

-- The leaves of the tree. `entry` is all that enters the tree and is public; `body` is what it commits to, and may be erased or be sealed under
-- a key that is destroyed. `tag` finds the events about one person for whoever holds the key of that person. `arrival` is the number that the
-- writer was given when the leaf was queued; on SQLite it is the position itself.
CREATE TABLE ledger_leaf (
    position BIGINT NOT NULL PRIMARY KEY,
    arrival  BIGINT NOT NULL,
    entry    BYTEA NOT NULL,
    tag      BYTEA,
    body     BYTEA
);

CREATE INDEX ledger_leaf_tag ON ledger_leaf (tag) WHERE tag IS NOT NULL;
CREATE UNIQUE INDEX ledger_leaf_arrival ON ledger_leaf (arrival);
-- Leaves that are committed and not in the tree yet. Used where several nodes write at once; on SQLite it stays empty.
CREATE TABLE ledger_pending (
    arrival BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry   BYTEA NOT NULL,
    tag     BYTEA,
    body    BYTEA NOT NULL
);

-- The tree as it was last signed: its size, its right edge, and the signed checkpoint. One row; whoever integrates changes the size by
-- compare-and-swap, so two can never extend it in two ways.
CREATE TABLE ledger_tree (
    id         BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    origin     TEXT COLLATE "C" NOT NULL,
    size       BIGINT NOT NULL,
    frontier   BYTEA NOT NULL,
    checkpoint TEXT COLLATE "C" NOT NULL
);

-- Full tiles: 256 hashes each. What is at the right edge and not full is computed from the leaves.
CREATE TABLE ledger_tile (
    level  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTEA NOT NULL,
    PRIMARY KEY (level, number)
);

-- The newest cosignature of each witness.
CREATE TABLE ledger_cosignature (
    witness     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    size        BIGINT NOT NULL,
    note        TEXT COLLATE "C" NOT NULL,
    cosigned_at BIGINT NOT NULL
);
