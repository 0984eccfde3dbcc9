-- The journal outside has this erasure, durably.
UPDATE vault_erasure SET journaled_at = $2 WHERE id = $1 AND journaled_at IS NULL
