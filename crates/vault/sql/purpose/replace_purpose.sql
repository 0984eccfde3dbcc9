-- After a merge: how the two records together stand to a purpose.
INSERT INTO vault_purpose (person, purpose, added_at, removed_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (person, purpose) DO UPDATE SET added_at = excluded.added_at, removed_at = excluded.removed_at
