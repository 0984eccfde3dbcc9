-- The version in force: the one that was applied last.
SELECT id, number, declared_version, effective_on, digest, applied_at, applied_by, summary
FROM documents_version
ORDER BY number DESC
LIMIT 1
