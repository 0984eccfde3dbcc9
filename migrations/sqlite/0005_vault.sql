-- The vault: one encrypted record per data subject, the keys that open it, and what binds its use.

-- Which set of keys this database belongs to, and how far its rotation is. One row, written when the vault is first opened.
CREATE TABLE vault_ring (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    ring       BLOB NOT NULL,
    epoch      INTEGER NOT NULL,
    rotated_at INTEGER NOT NULL
) STRICT;

-- One data subject. `record` holds each field sealed under a key of its own (GDPR Art. 32(1)(a)); `id` is bound into all of them.
-- `conditions` counts the standing restrictions, objections and holds, so that a read without any need not look for them.
CREATE TABLE vault_person (
    number     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id         BLOB NOT NULL,
    record     BLOB NOT NULL,
    conditions INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

-- The person key, wrapped under an epoch key. Destroyed at erasure (GDPR Art. 17); rewrapped at each rotation. Never in a backup of the data.
CREATE TABLE vault_key (
    person INTEGER NOT NULL PRIMARY KEY REFERENCES vault_person (number),
    epoch  INTEGER NOT NULL,
    key_id BLOB NOT NULL,
    bytes  BLOB NOT NULL
) STRICT;

CREATE INDEX vault_key_epoch ON vault_key (epoch, person);

-- What applications keep instead of personal data. After a merge a person has several.
CREATE TABLE vault_token (
    token  BLOB NOT NULL PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES vault_person (number)
) STRICT, WITHOUT ROWID;

CREATE INDEX vault_token_person ON vault_token (person);

-- Blind index: keyed hash of the normal form of an identifier. Tells equality to whoever reads the table, and nothing else.
CREATE TABLE vault_term (
    term   BLOB NOT NULL,
    person INTEGER NOT NULL REFERENCES vault_person (number),
    PRIMARY KEY (term, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX vault_term_person ON vault_term (person);

-- For which purposes a person's data may be used, since when, and until when (GDPR Art. 5(1)(b), 7(3)).
CREATE TABLE vault_purpose (
    person     INTEGER NOT NULL REFERENCES vault_person (number),
    purpose    TEXT NOT NULL,
    added_at   INTEGER NOT NULL,
    removed_at INTEGER,
    PRIMARY KEY (person, purpose)
) STRICT, WITHOUT ROWID;

CREATE INDEX vault_purpose_purpose ON vault_purpose (purpose, person);

-- Restriction (Art. 18), objection (Art. 21) and legal hold (Art. 17(3)): states that bind until they are lifted. No purpose named: all.
CREATE TABLE vault_condition (
    id        TEXT NOT NULL PRIMARY KEY,
    person    INTEGER NOT NULL REFERENCES vault_person (number),
    kind      TEXT NOT NULL,
    purpose   TEXT,
    ground    TEXT NOT NULL,
    set_at    INTEGER NOT NULL,
    lifted_at INTEGER
) STRICT;

CREATE INDEX vault_condition_person ON vault_condition (person);

-- Earlier values of fields of which the protocol wants the history, sealed as in the record.
CREATE TABLE vault_history (
    person      INTEGER NOT NULL REFERENCES vault_person (number),
    field       TEXT NOT NULL,
    version     INTEGER NOT NULL,
    sealed      BLOB NOT NULL,
    replaced_at INTEGER NOT NULL,
    PRIMARY KEY (person, field, version)
) STRICT, WITHOUT ROWID;

-- Files, sealed in chunks under a key of their own. `sealed` holds name and media type; a file is there once it is complete.
CREATE TABLE vault_file (
    number       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    person       INTEGER NOT NULL REFERENCES vault_person (number),
    field        TEXT NOT NULL,
    sealed       BLOB NOT NULL,
    size_bytes   INTEGER NOT NULL,
    begun_at     INTEGER NOT NULL,
    completed_at INTEGER
) STRICT;

CREATE INDEX vault_file_person ON vault_file (person);

CREATE TABLE vault_chunk (
    file   INTEGER NOT NULL REFERENCES vault_file (number),
    number INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (file, number)
) STRICT, WITHOUT ROWID;

-- Erasures: that and when a key was destroyed, which key, and when it was written to the journal outside. No pointer to the person.
CREATE TABLE vault_erasure (
    id           TEXT NOT NULL PRIMARY KEY,
    key_id       BLOB NOT NULL,
    epoch        INTEGER NOT NULL,
    erased_at    INTEGER NOT NULL,
    arrival      INTEGER NOT NULL,
    kept         TEXT NOT NULL,
    journaled_at INTEGER,
    final_at     INTEGER
) STRICT;

CREATE INDEX vault_erasure_journaled_at ON vault_erasure (erased_at) WHERE journaled_at IS NULL;
CREATE INDEX vault_erasure_final_at ON vault_erasure (epoch) WHERE final_at IS NULL;

-- Identifiers that must not come back after an erasure or an objection to marketing: keyed hashes under a key of their own.
CREATE TABLE vault_suppression (
    term     BLOB NOT NULL PRIMARY KEY,
    since_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Programs that may call the interface: what they may do, for which purposes, how often. The secret is kept as a digest only.
CREATE TABLE vault_client (
    id              TEXT NOT NULL PRIMARY KEY,
    name            TEXT NOT NULL UNIQUE,
    secret_digest   TEXT NOT NULL,
    calls_per_minute INTEGER NOT NULL,
    added_at        INTEGER NOT NULL,
    disabled_at     INTEGER
) STRICT;

CREATE TABLE vault_client_purpose (
    client  TEXT NOT NULL REFERENCES vault_client (id),
    purpose TEXT NOT NULL,
    PRIMARY KEY (client, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE vault_client_operation (
    client    TEXT NOT NULL REFERENCES vault_client (id),
    operation TEXT NOT NULL,
    PRIMARY KEY (client, operation)
) STRICT, WITHOUT ROWID;

-- A bulk read that one asks for and another approves (four eyes), good for a short while and once.
CREATE TABLE vault_approval (
    id           TEXT NOT NULL PRIMARY KEY,
    purpose      TEXT NOT NULL,
    reason       TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    approved_by  TEXT,
    approved_at  INTEGER,
    good_until   INTEGER NOT NULL,
    used_at      INTEGER
) STRICT;
