-- Uses an approval, which is good once.
UPDATE vault_approval SET used_at = $2 WHERE id = $1 AND approved_by IS NOT NULL AND used_at IS NULL
