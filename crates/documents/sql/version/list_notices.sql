-- Who has to be told of one version, and whether it was done.
SELECT id, audience, law, reason, due_on, announced_at
FROM documents_notice
WHERE version_id = $1
ORDER BY due_on NULLS FIRST, audience, law, id
