-- A person's data may be used for a purpose from now on, also when it once was and no longer is.
INSERT INTO vault_purpose (person, purpose, added_at) VALUES ($1, $2, $3)
ON CONFLICT (person, purpose) DO UPDATE SET added_at = excluded.added_at, removed_at = NULL
WHERE vault_purpose.removed_at IS NOT NULL
