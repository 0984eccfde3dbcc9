-- Which protocol was in force, since when, and who had to be told (GDPR Art. 5(2), 13(3), 14(4)).

-- One version of the protocol as applied: its full text is kept, so each version can be shown and compared for ever.
CREATE TABLE documents_version (
    id               TEXT    NOT NULL PRIMARY KEY,
    number           INTEGER NOT NULL UNIQUE CHECK (number >= 1),
    declared_version TEXT,
    effective_on     TEXT,
    digest           TEXT    NOT NULL UNIQUE,
    source           BLOB    NOT NULL,
    applied_at       INTEGER NOT NULL,
    applied_by       TEXT    NOT NULL,
    summary          TEXT    NOT NULL
) STRICT;

-- A duty to tell an audience about a version: by which law, why (JSON of words per language), and whether it was done.
CREATE TABLE documents_notice (
    id           TEXT NOT NULL PRIMARY KEY,
    version_id   TEXT NOT NULL REFERENCES documents_version (id),
    audience     TEXT NOT NULL,
    law          TEXT NOT NULL,
    reason       TEXT NOT NULL,
    due_on       TEXT,
    announced_at INTEGER
) STRICT;

CREATE INDEX documents_notice_version_id ON documents_notice (version_id);
