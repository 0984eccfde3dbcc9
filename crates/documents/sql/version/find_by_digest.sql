-- Whether exactly this text was in force before.
SELECT id, number, declared_version, effective_on, digest, applied_at, applied_by, summary
FROM documents_version
WHERE digest = $1
