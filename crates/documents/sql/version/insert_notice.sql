-- Somebody has to be told of a version (GDPR Art. 13(3), 14(4), 28(2); WP260).
INSERT INTO documents_notice (id, version_id, audience, law, reason, due_on, announced_at)
VALUES ($1, $2, $3, $4, $5, $6, NULL)
