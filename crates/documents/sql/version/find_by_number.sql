-- One version, by the number in its permanent address.
SELECT id, number, declared_version, effective_on, digest, applied_at, applied_by, summary
FROM documents_version
WHERE number = $1
