-- The ledger: an append-only tree of salted commitments (RFC 6962, C2SP tlog-tiles), and what the commitments are about.

-- The leaves of the tree. `entry` is all that enters the tree and is public; `body` is what it commits to, and may be erased or be sealed under
-- a key that is destroyed. `tag` finds the events about one person for whoever holds the key of that person. `arrival` is the number that the
-- writer was given when the leaf was queued; on SQLite it is the position itself.
CREATE TABLE ledger_leaf (
    position INTEGER NOT NULL PRIMARY KEY,
    arrival  INTEGER NOT NULL,
    entry    BLOB NOT NULL,
    tag      BLOB,
    body     BLOB
) STRICT;

CREATE INDEX ledger_leaf_tag ON ledger_leaf (tag) WHERE tag IS NOT NULL;
-- Leaves that are committed and not in the tree yet. Used where several nodes write at once; on SQLite it stays empty.
CREATE TABLE ledger_pending (
    arrival INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    entry   BLOB NOT NULL,
    tag     BLOB,
    body    BLOB NOT NULL
) STRICT;

-- The tree as it was last signed: its size, its right edge, and the signed checkpoint. One row; whoever integrates changes the size by
-- compare-and-swap, so two can never extend it in two ways.
CREATE TABLE ledger_tree (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    origin     TEXT NOT NULL,
    size       INTEGER NOT NULL,
    frontier   BLOB NOT NULL,
    checkpoint TEXT NOT NULL
) STRICT;

-- Full tiles: 256 hashes each. What is at the right edge and not full is computed from the leaves.
CREATE TABLE ledger_tile (
    level  INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, number)
) STRICT;

-- The newest cosignature of each witness.
CREATE TABLE ledger_cosignature (
    witness     TEXT NOT NULL PRIMARY KEY,
    size        INTEGER NOT NULL,
    note        TEXT NOT NULL,
    cosigned_at INTEGER NOT NULL
) STRICT;
