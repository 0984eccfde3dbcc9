-- Approves a bulk read, once, for a short while.
UPDATE vault_approval SET approved_by = $2, approved_at = $3, good_until = $4
WHERE id = $1 AND approved_by IS NULL AND used_at IS NULL
