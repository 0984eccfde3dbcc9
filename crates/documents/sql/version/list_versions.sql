-- Every version that was in force, the newest first.
SELECT id, number, declared_version, effective_on, digest, applied_at, applied_by, summary
FROM documents_version
ORDER BY number DESC
