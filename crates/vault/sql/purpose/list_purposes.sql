-- For what a person's data may be used, or could be before.
SELECT purpose, added_at, removed_at FROM vault_purpose WHERE person = $1 ORDER BY purpose
