-- The vault: one encrypted record per data subject, the keys that open it, and what binds its use.

-- Which set of keys this database belongs to, and how far its rotation is. One row, written when the vault is first opened.
CREATE TABLE vault_ring (
    id         BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    ring       BYTEA NOT NULL,
    epoch      BIGINT NOT NULL,
    rotated_at BIGINT NOT NULL
);

-- One data subject. `record` holds each field sealed under a key of its own (GDPR Art. 32(1)(a)); `id` is bound into all of them.
-- `conditions` counts the standing restrictions, objections and holds, so that a read without any need not look for them.
CREATE TABLE vault_person (
    number     BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         BYTEA NOT NULL,
    record     BYTEA NOT NULL,
    conditions BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- The person key, wrapped under an epoch key. Destroyed at erasure (GDPR Art. 17); rewrapped at each rotation. Never in a backup of the data.
CREATE TABLE vault_key (
    person BIGINT NOT NULL PRIMARY KEY REFERENCES vault_person (number),
    epoch  BIGINT NOT NULL,
    key_id BYTEA NOT NULL,
    bytes  BYTEA NOT NULL
);

CREATE INDEX vault_key_epoch ON vault_key (epoch, person);

-- What applications keep instead of personal data. After a merge a person has several.
CREATE TABLE vault_token (
    token  BYTEA NOT NULL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES vault_person (number)
);

CREATE INDEX vault_token_person ON vault_token (person);

-- Blind index: keyed hash of the normal form of an identifier. Tells equality to whoever reads the table, and nothing else.
CREATE TABLE vault_term (
    term   BYTEA NOT NULL,
    person BIGINT NOT NULL REFERENCES vault_person (number),
    PRIMARY KEY (term, person)
);

CREATE INDEX vault_term_person ON vault_term (person);

-- For which purposes a person's data may be used, since when, and until when (GDPR Art. 5(1)(b), 7(3)).
CREATE TABLE vault_purpose (
    person     BIGINT NOT NULL REFERENCES vault_person (number),
    purpose    TEXT COLLATE "C" NOT NULL,
    added_at   BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (person, purpose)
);

CREATE INDEX vault_purpose_purpose ON vault_purpose (purpose, person);

-- Restriction (Art. 18), objection (Art. 21) and legal hold (Art. 17(3)): states that bind until they are lifted. No purpose named: all.
CREATE TABLE vault_condition (
    id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person    BIGINT NOT NULL REFERENCES vault_person (number),
    kind      TEXT COLLATE "C" NOT NULL,
    purpose   TEXT COLLATE "C",
    ground    TEXT COLLATE "C" NOT NULL,
    set_at    BIGINT NOT NULL,
    lifted_at BIGINT
);

CREATE INDEX vault_condition_person ON vault_condition (person);

-- Earlier values of fields of which the protocol wants the history, sealed as in the record.
CREATE TABLE vault_history (
    person      BIGINT NOT NULL REFERENCES vault_person (number),
    field       TEXT COLLATE "C" NOT NULL,
    version     BIGINT NOT NULL,
    sealed      BYTEA NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (person, field, version)
);

-- Files, sealed in chunks under a key of their own. `sealed` holds name and media type; a file is there once it is complete.
CREATE TABLE vault_file (
    number       BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           TEXT COLLATE "C" NOT NULL UNIQUE,
    person       BIGINT NOT NULL REFERENCES vault_person (number),
    field        TEXT COLLATE "C" NOT NULL,
    sealed       BYTEA NOT NULL,
    size_bytes   BIGINT NOT NULL,
    begun_at     BIGINT NOT NULL,
    completed_at BIGINT
);

CREATE INDEX vault_file_person ON vault_file (person);

CREATE TABLE vault_chunk (
    file   BIGINT NOT NULL REFERENCES vault_file (number),
    number BIGINT NOT NULL,
    bytes  BYTEA NOT NULL,
    PRIMARY KEY (file, number)
);

-- Erasures: that and when a key was destroyed, which key, and when it was written to the journal outside. No pointer to the person.
CREATE TABLE vault_erasure (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    key_id       BYTEA NOT NULL,
    epoch        BIGINT NOT NULL,
    erased_at    BIGINT NOT NULL,
    arrival      BIGINT NOT NULL,
    kept         TEXT COLLATE "C" NOT NULL,
    journaled_at BIGINT,
    final_at     BIGINT
);

CREATE INDEX vault_erasure_journaled_at ON vault_erasure (erased_at) WHERE journaled_at IS NULL;
CREATE INDEX vault_erasure_final_at ON vault_erasure (epoch) WHERE final_at IS NULL;

-- Identifiers that must not come back after an erasure or an objection to marketing: keyed hashes under a key of their own.
CREATE TABLE vault_suppression (
    term     BYTEA NOT NULL PRIMARY KEY,
    since_at BIGINT NOT NULL
);

-- Programs that may call the interface: what they may do, for which purposes, how often. The secret is kept as a digest only.
CREATE TABLE vault_client (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name            TEXT COLLATE "C" NOT NULL UNIQUE,
    secret_digest   TEXT COLLATE "C" NOT NULL,
    calls_per_minute BIGINT NOT NULL,
    added_at        BIGINT NOT NULL,
    disabled_at     BIGINT
);

CREATE TABLE vault_client_purpose (
    client  TEXT COLLATE "C" NOT NULL REFERENCES vault_client (id),
    purpose TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (client, purpose)
);

CREATE TABLE vault_client_operation (
    client    TEXT COLLATE "C" NOT NULL REFERENCES vault_client (id),
    operation TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (client, operation)
);

-- A bulk read that one asks for and another approves (four eyes), good for a short while and once.
CREATE TABLE vault_approval (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    purpose      TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    requested_by TEXT COLLATE "C" NOT NULL,
    requested_at BIGINT NOT NULL,
    approved_by  TEXT COLLATE "C",
    approved_at  BIGINT,
    good_until   BIGINT NOT NULL,
    used_at      BIGINT
);
