-- How many people stand under any of these purposes. A purpose may be named several times: the list is filled up to its length.
SELECT COUNT(DISTINCT person) FROM vault_purpose
WHERE removed_at IS NULL AND purpose IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
