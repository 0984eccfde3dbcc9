-- Which protocol was in force, since when, and who had to be told (GDPR Art. 5(2), 13(3), 14(4)).

-- One version of the protocol as applied: its full text is kept, so each version can be shown and compared for ever.
CREATE TABLE documents_version (
    id               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number           BIGINT           NOT NULL UNIQUE CHECK (number >= 1),
    declared_version TEXT COLLATE "C",
    effective_on     TEXT COLLATE "C",
    digest           TEXT COLLATE "C" NOT NULL UNIQUE,
    source           BYTEA            NOT NULL,
    applied_at       BIGINT           NOT NULL,
    applied_by       TEXT COLLATE "C" NOT NULL,
    summary          TEXT COLLATE "C" NOT NULL
);

-- A duty to tell an audience about a version: by which law, why (JSON of words per language), and whether it was done.
CREATE TABLE documents_notice (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version_id   TEXT COLLATE "C" NOT NULL REFERENCES documents_version (id),
    audience     TEXT COLLATE "C" NOT NULL,
    law          TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    due_on       TEXT COLLATE "C",
    announced_at BIGINT
);

CREATE INDEX documents_notice_version_id ON documents_notice (version_id);
