-- Keeps a version of the protocol with its full text (accountability, GDPR Art. 5(2)).
INSERT INTO documents_version
    (id, number, declared_version, effective_on, digest, source, applied_at, applied_by, summary)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
